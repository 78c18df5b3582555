import { fileURLToPath } from 'node:url'
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { paths } from '../../functions/contracts/paths.ts'
import { OPERATOR } from '../../lib/local/aws-service.ts'
import type { Template } from '../../lib/local/template.ts'
import { awsVariables, functionEnvironment } from '../../lib/local/workers/environment.ts'
import type { BenchSystem } from '../local/host-process.ts'
import { cpuOf } from '../program/processes.ts'
import { ask, type Load, type LoadFigures, onTheWire } from './load.ts'
import { OPERATIONS, type Operation, REFERENCE } from './operations.ts'
import { type RecordedCall, startRecorder } from './recorder.ts'
import { type Served, startServed } from './served.ts'
import type { ServerOrder } from './server.ts'
import { type Contender, measureInTurn, type ServerFigures } from './server-meter.ts'

const CONNECTIONS = 32
/** Tickets that are read and changed. */
const TICKETS = 100
/** Enough for a function to be fully optimised by V8. */
const WARM_UP = { requests: 3_000, seconds: 8 } as const

export interface RequestFigures {
  readonly operation: Operation
  /** Through the whole local host. */
  readonly host: LoadFigures
  /** The function alone behind an HTTP server of Node. */
  readonly own: ServerFigures
  /** The HTTP server alone, making only the function's AWS calls. */
  readonly bare: ServerFigures
  /** Requests a second of the reference operation in the same rounds. */
  readonly reference: number
  readonly calls: number
  readonly readUnits: number
  readonly writeUnits: number
}

export interface RequestBench {
  readonly system: BenchSystem
  readonly template: (awsUrl: string) => Template
  /** Process id of the database. */
  readonly databasePid: number
  readonly only: (name: string) => boolean
  readonly seconds: number
  readonly report: (line: string) => void
}

const ORIGIN_SECRET = 'ORIGIN_SECRET_ARN'

/** The secret that only the front door sends. */
const originSecret = async (awsUrl: string, SecretId: string): Promise<string> => {
  const client = new SecretsManagerClient({
    endpoint: awsUrl,
    region: 'us-east-1',
    credentials: { accessKeyId: OPERATOR, secretAccessKey: 'local' },
  })
  const { SecretString = '' } = await client.send(new GetSecretValueCommand({ SecretId }))
  client.destroy()
  return SecretString
}

const bundleFile = (bundle: string): string => fileURLToPath(new URL(`../../dist/${bundle}/index.js`, import.meta.url))

/** Tickets that may be read and changed. */
const openTickets = async ({ url }: BenchSystem, token: string): Promise<readonly string[]> => {
  const answer = await fetch(`${url}${paths.listTickets[1]}?status=open&limit=${TICKETS}`, {
    headers: { authorization: `Bearer ${token}` },
  })
  const { items } = (await answer.json()) as { readonly items: readonly { readonly id: string }[] }
  return items.map(({ id }) => id)
}

/**
 * Measures operations on a system that holds its consumers: through the host, and as the function alone beside a bare
 * server that makes the same calls.
 */
export const measureRequests = async (bench: RequestBench): Promise<readonly RequestFigures[]> => {
  const { system, seconds, databasePid, report } = bench
  const { awsUrl } = system
  const template = bench.template(awsUrl)
  const environmentOf = (functionId: string) =>
    functionEnvironment({ template, awsUrl: () => awsUrl, overrides: { RATE_LIMIT: '0' } }, functionId)
  const tokens = { customer: await system.signIn('customer01'), admin: await system.signIn('admin') }
  const secret = await originSecret(awsUrl, environmentOf('ApiTickets')[ORIGIN_SECRET] ?? '')
  // The bare server repeats the recorded writes on this ticket, so nothing else may change it.
  const [recorded = '', ...ids] = await openTickets(system, tokens.admin)
  const recorder = await startRecorder(awsUrl)

  let asked = 0
  const requestOf = (operation: Operation, about: readonly string[]) => (): string => {
    const [method] = paths[operation.route]
    const { path, body } = operation.request(about, asked++)
    const headers = { authorization: `Bearer ${tokens[operation.as]}`, 'x-origin-secret': secret }
    return onTheWire({ method, path, headers, ...(body !== undefined && { body }) })
  }

  const loadOf = (operation: Operation, port: number): Load => ({
    port,
    connections: CONNECTIONS,
    request: requestOf(operation, ids),
    warmUp: WARM_UP,
    seconds,
  })

  /** The AWS calls of a warm function for one request. */
  const recordCalls = async (operation: Operation, order: ServerOrder): Promise<readonly RecordedCall[]> => {
    const environment = recorder.inFrontOf(environmentOf(operation.functionId))
    const served = await startServed(order, environment)
    const request = requestOf(operation, [recorded])
    // Twice: what is cached for half a second may have expired by the time a cold function has answered.
    await ask(served.port, request())
    await ask(served.port, request())
    recorder.take()
    // The same ticket again: for another one, the function would first have to look up its agent's presence.
    await ask(served.port, request())
    const calls = recorder.take()
    await served.close()
    return calls
  }

  const orderOf = (operation: Operation): ServerOrder => {
    const [method, path] = paths[operation.route]
    return { kind: 'function', bundleFile: bundleFile(operation.bundle), routeKey: `${method} ${path}` }
  }
  const startBare = (calls: readonly RecordedCall[]): Promise<Served> =>
    startServed({ kind: 'bare', calls }, awsVariables(awsUrl, OPERATOR))
  const contender = (operation: Operation, { port, cpu }: Pick<Served, 'port' | 'cpu'>): Contender => ({
    load: loadOf(operation, port),
    spent: async () => ({ cpuMs: (await cpu()) / 1_000, databaseMs: cpuOf(databasePid) }),
  })
  // Its CPU time covers many threads, and is not compared.
  const wholeHost = { port: Number(new URL(system.url).port), cpu: () => Promise.resolve(0) }
  const reference = await startBare(await recordCalls(REFERENCE, orderOf(REFERENCE)))

  const measure = async (operation: Operation): Promise<RequestFigures> => {
    const order = orderOf(operation)
    const calls = await recordCalls(operation, order)
    const servers = [await startBare(calls), await startServed(order, environmentOf(operation.functionId))]
    const [bare, own, host, beside] = await measureInTurn([
      ...[...servers, wholeHost].map((server) => contender(operation, server)),
      contender(REFERENCE, reference),
    ])
    if (!bare || !own || !host || !beside) throw new Error('a server was not measured')
    for (const server of servers) await server.close()
    const readUnits = calls.reduce((sum, call) => sum + call.readUnits, 0)
    const writeUnits = calls.reduce((sum, call) => sum + call.writeUnits, 0)
    report(
      `${operation.name}: host ${host.perSecond.toFixed(0)}/s, alone ${own.perSecond.toFixed(0)}/s at ${own.cpuMs.toFixed(2)} ms, ` +
        `bare ${bare.perSecond.toFixed(0)}/s at ${bare.cpuMs.toFixed(2)} ms, reference ${beside.perSecond.toFixed(0)}/s, ` +
        `${calls.length} calls, ${readUnits} read and ${writeUnits} write units`,
    )
    return { operation, host, own, bare, reference: beside.perSecond, calls: calls.length, readUnits, writeUnits }
  }

  const figures: RequestFigures[] = []
  for (const operation of OPERATIONS.filter(({ name }) => bench.only(name))) figures.push(await measure(operation))
  await reference.close()
  await recorder.close()
  return figures
}
