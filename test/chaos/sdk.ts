import * as nodeCrypto from 'node:crypto'
import * as powertoolsLogger from '@aws-lambda-powertools/logger'
import * as powertoolsMetrics from '@aws-lambda-powertools/metrics'
import * as socket from '@aws-sdk/client-apigatewaymanagementapi'
import * as bedrock from '@aws-sdk/client-bedrock-runtime'
import * as identity from '@aws-sdk/client-cognito-identity-provider'
import * as database from '@aws-sdk/client-dynamodb'
import * as bus from '@aws-sdk/client-eventbridge'
import * as secrets from '@aws-sdk/client-secrets-manager'
import * as mail from '@aws-sdk/client-sesv2'
import * as queues from '@aws-sdk/client-sqs'
import * as documents from '@aws-sdk/lib-dynamodb'
import * as marshalling from '@aws-sdk/util-dynamodb'
import middy from '@middy/core'
import * as jwtError from 'aws-jwt-verify/error'
import * as jwtKeys from 'aws-jwt-verify/jwk'
import * as ulids from 'ulid'
import * as zod from 'zod'
import type { Host } from './sandbox.ts'

type Module = Readonly<Record<string, unknown>>
interface Command {
  readonly operation: string
  readonly input: object
}

/** The SDK's default number of attempts. */
const DEFAULT_ATTEMPTS = 3

const SERVICES: Readonly<Record<string, { readonly service: string; readonly module: Module }>> = {
  '@aws-sdk/client-apigatewaymanagementapi': { service: 'Socket', module: socket },
  '@aws-sdk/client-bedrock-runtime': { service: 'Bedrock', module: bedrock },
  '@aws-sdk/client-cognito-identity-provider': { service: 'Identity', module: identity },
  '@aws-sdk/client-dynamodb': { service: 'DynamoDB', module: database },
  '@aws-sdk/client-eventbridge': { service: 'EventBridge', module: bus },
  '@aws-sdk/client-secrets-manager': { service: 'Secrets', module: secrets },
  '@aws-sdk/client-sesv2': { service: 'Mail', module: mail },
  '@aws-sdk/client-sqs': { service: 'SQS', module: queues },
  '@aws-sdk/lib-dynamodb': { service: 'DynamoDB', module: documents },
}

const silent = (): void => undefined

class SilentLogger {
  readonly debug = silent
  readonly info = silent
  readonly warn = silent
  readonly error = silent
}

/**
 * Commands that carry only their name and input, all of one class: the middleware of the SDK's own commands would cost
 * more than the whole simulation.
 */
const lightCommand = (operation: string) =>
  function LightCommand(input: object): Command {
    return { operation, input }
  }

/** The names of the clients in each module. */
const CLIENTS = new Map<Module, readonly string[]>()

const withLightCommands = (module: Module): Module => {
  const light: Module = Object.fromEntries(
    Object.entries(module).map(([name, value]) =>
      name.endsWith('Command') ? [name, lightCommand(name.slice(0, -'Command'.length))] : [name, value],
    ),
  )
  CLIENTS.set(
    light,
    Object.keys(light).filter((name) => name.endsWith('Client') && name !== '__Client'),
  )
  return light
}

/** The packages that the product imports, loaded once per process. Errors and schemas are the real ones. */
export const realModules = async (): Promise<ReadonlyMap<string, Module>> =>
  new Map<string, Module>([
    ...Object.entries(SERVICES).map(([name, { module }]) => [name, withLightCommands(module)] as const),
    ['@aws-lambda-powertools/logger', { LogFormatter: powertoolsLogger.LogFormatter, Logger: SilentLogger }],
    ['@aws-sdk/util-dynamodb', marshalling],
    ['@middy/core', { default: middy }],
    ['aws-jwt-verify/error', jwtError],
    ['aws-jwt-verify/jwk', jwtKeys],
    ['zod', zod],
  ])

const NO_MIDDLEWARE = { add: silent, remove: (): boolean => false }

/** A client that sends its calls to the simulated network; one class for all environments, so that V8 optimises it. */
class LightClient {
  /** No middleware runs between a call and the network. */
  readonly middlewareStack = NO_MIDDLEWARE
  readonly #host: Host
  readonly #service: string
  readonly #attempts: number

  constructor(host: Host, service: string, attempts: number) {
    this.#host = host
    this.#service = service
    this.#attempts = attempts
  }

  send({ operation, input }: Command): Promise<object> {
    return this.#host.call(this.#service, operation, input, this.#attempts)
  }
}

/** A service's module, with the clients of one environment. */
const clientsOf = (host: Host, service: string, module: Module): Module => {
  function Client({ maxAttempts = DEFAULT_ATTEMPTS }: { readonly maxAttempts?: number } = {}): LightClient {
    return new LightClient(host, service, maxAttempts)
  }
  const maker = Object.assign(Client, { from: () => Client() })
  const clients = Object.fromEntries((CLIENTS.get(module) ?? []).map((name) => [name, maker]))
  return Object.assign(Object.create(module), clients)
}

const metricsOf = ({ measure }: Host): Module => {
  class RecordedMetrics {
    readonly addMetric = (name: string, _unit: string, value: number): void => measure(name, value)
    readonly addDimension = silent
    readonly publishStoredMetrics = silent
    readonly singleMetric = (): RecordedMetrics => new RecordedMetrics()
  }
  return { MetricUnit: powertoolsMetrics.MetricUnit, Metrics: RecordedMetrics }
}

const idsOf = ({ now, chance }: Host): Module => ({
  monotonicFactory: () => {
    const next = ulids.monotonicFactory(chance)
    return (): string => next(now())
  },
  ulid: (time = now()): string => ulids.ulid(time, chance),
})

const cryptoOf = ({ chance }: Host): Module => ({
  ...nodeCrypto,
  randomBytes: (size: number): Buffer => Buffer.from(Array.from({ length: size }, () => Math.floor(chance() * 256))),
})

/** Tokens are not signed in the simulation: a token is its claims in base64. */
const tokenVerifier: Module = {
  JwtVerifier: {
    create: () => ({
      verify: async (token: string): Promise<unknown> => JSON.parse(Buffer.from(token, 'base64url').toString()),
    }),
  },
}

/** Node's modules without time or chance are the real ones; the others have stand-ins. */
const builtin = (name: string): Module => {
  const module = process.getBuiltinModule(name)
  if (!module) throw new Error(`the simulation has no ${name}`)
  return module as Module
}

/** What `require` gives the product's files in one environment. */
export const modulesFor = (real: ReadonlyMap<string, Module>, host: Host): ((name: string) => Module) => {
  const own = new Map<string, Module>([['aws-jwt-verify/jwt-verifier', tokenVerifier]])
  const make = (name: string): Module => {
    const module = real.get(name)
    const service = SERVICES[name]?.service
    if (service !== undefined && module) return clientsOf(host, service, module)
    if (module) return module
    switch (name) {
      case 'ulid':
        return idsOf(host)
      case 'node:crypto':
        return cryptoOf(host)
      case '@aws-lambda-powertools/metrics':
        return metricsOf(host)
      default:
        return builtin(name)
    }
  }
  return (name) => {
    const known = own.get(name) ?? make(name)
    own.set(name, known)
    return known
  }
}
