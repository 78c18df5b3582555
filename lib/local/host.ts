import { setTimeout as wait } from 'node:timers/promises'
import { startAsyncInvocations } from './async-invocations.ts'
import { startAwsPort } from './aws-port.ts'
import { ACCOUNT, type AwsService, OPERATOR, REGION } from './aws-service.ts'
import { type Bus, startBus } from './bus.ts'
import { openDashboard } from './dashboard.ts'
import type { EventSource } from './event-sources/event-source.ts'
import { startEventSources } from './event-sources.ts'
import { readDistribution } from './front-door/distribution.ts'
import { operatorRoutes } from './front-door/operator-routes.ts'
import { openSite } from './front-door/site.ts'
import { startFrontDoor } from './front-door.ts'
import { type Functions, startFunctions } from './functions.ts'
import { type Closers, newClosers } from './host/closers.ts'
import type { DataDirectory } from './host/data-directory.ts'
import { becomesQuiet } from './host/quiet.ts'
import { type DurableServices, dynamicReference, localUrlOf, startDurableServices } from './host/services.ts'
import { openHttpApi } from './http-api.ts'
import type { Identity, SeedUser } from './identity.ts'
import { usageIn } from './metrics/usage.ts'
import { type Metrics, newMetrics } from './metrics.ts'
import { embeddedModel } from './model/embedded.ts'
import type { ModelServer } from './model/server.ts'
import { type Model, startModel } from './model.ts'
import { type Permissions, permissionsOf } from './permissions.ts'
import { watchQueues } from './queues/gauges.ts'
import { startSchedules } from './schedules.ts'
import { readSocketRoutes } from './socket/routes.ts'
import { openSocketApi, type SocketApi } from './socket.ts'
import { readTemplate, type Template } from './template.ts'
import { allSettings, awsVariables, type EnvironmentOptions, functionEnvironment } from './workers/environment.ts'
import { type FunctionLogs, openFunctionLogs } from './workers/logs.ts'

const QUIET_LIMIT_MS = 30_000
/** Work in progress may go on for this long when the host stops; then it is cut off, and repeated at the next start. */
const GRACE_MS = 2000

export interface HostOptions {
  /** The synthesized CloudFormation template, parsed. */
  readonly template: unknown
  readonly data: DataDirectory
  /** Folder of the functions' bundles. */
  readonly distDir: string
  /** Folder of the built site. */
  readonly siteDir: string
  /** Ports on 127.0.0.1; 0 takes a free one. */
  readonly port: number
  readonly awsPort: number
  /** Other values for the functions' variables, such as `RATE_LIMIT`. */
  readonly settings: Readonly<Record<string, string>>
  /** Leaves queues and streams unread. */
  readonly holdConsumers: boolean
  /** Answers Converse calls instead of the embedded model. */
  readonly modelServer: ModelServer | undefined
  /** Fills an empty data directory; runs before queues and streams are read. */
  readonly seed: (host: EmptyHost) => Promise<void>
  /** Receives lines for the operator. */
  readonly report: (line: string) => void
}

/** A host that has no data yet, as the seeding code sees it. */
export interface EmptyHost {
  /**
   * Environment variables for the seeding code: every setting of the functions, and the operator's access to the AWS
   * port.
   */
  readonly environment: Readonly<Record<string, string>>
  /** Makes confirmed users in the pool. Resolves with e-mail → user id (`sub`). */
  seedUsers(users: readonly SeedUser[]): Promise<ReadonlyMap<string, string>>
}

export interface RunningHost {
  /** Origin of the site and the API, such as `http://127.0.0.1:4000`. */
  readonly url: string
  /** Origin of the AWS port. */
  readonly awsUrl: string
  /** Waits up to 30 s until nothing is running. @returns whether that was reached */
  quiet(): Promise<boolean>
  /** Lets each function's next event run its bundle as built by then. */
  reload(): void
  /** Stops everything within 5 s; the data directory may be taken by the next host. */
  close(): Promise<void>
}

/** Consumers that are held back: they never catch up. */
const HELD: EventSource = { isCaughtUp: async () => false, close: async () => {} }

/**
 * Runs the template on this machine.
 *
 * @throws Error with one clear line if a port is taken, an emulator is missing, or the template asks for what is not emulated
 */
export const startHost = async (options: HostOptions): Promise<RunningHost> => {
  const closers = newClosers()
  closers.add(() => options.data.release())
  try {
    return await compose(options, closers)
  } catch (error) {
    // Why it did not start matters more than what could not be closed afterwards.
    await closers.run().catch(() => undefined)
    throw error
  }
}

const compose = async (options: HostOptions, closers: Closers): Promise<RunningHost> => {
  const { data, report } = options
  const ports = { front: 0, aws: 0 }
  const frontUrl = () => `http://127.0.0.1:${ports.front}`
  const awsUrl = () => `http://127.0.0.1:${ports.aws}`

  const template = readTemplate(options.template, {
    awsPort: () => ports.aws,
    localUrl: (url) =>
      localUrlOf(url, { socketApiId: socketApiIdOf(template), frontUrl: frontUrl(), awsUrl: awsUrl() }),
    dynamicReference: (reference) => dynamicReference(services.secrets, reference),
  })
  const permissions = permissionsOf(template)
  const environment: EnvironmentOptions = { template, awsUrl, overrides: options.settings }
  const metrics = newMetrics()
  const usage = usageIn(metrics, socketApiIdOf(template))
  const logs = openFunctionLogs(data.path)
  closers.add(() => logs.close())
  const functions = runFunctions(options, environment, metrics, logs)

  const invoke = triggerInvoker(functions, permissions)
  const services = await startDurableServices({
    template,
    dataDir: data.path,
    awsUrl,
    invoke,
    report,
    usage,
  })
  closers.add(() => Promise.all(Object.values(services).map((service) => service.close())))
  const model = await startModel({ classify: embeddedModel(options.distDir), server: options.modelServer })
  closers.add(() => model.close())

  const { tables, queues, identity, mailbox } = services
  const asyncInvocations = startAsyncInvocations({ template, permissions, functions, queues, report })
  closers.add(() => asyncInvocations.close())
  const bus = startBus({ template, dataDir: data.path, permissions, queues, functions, asyncInvocations, report })
  closers.add(() => bus.close())
  const routes = readSocketRoutes({ template, permissions, functions })
  const socket = routes && openSocketApi(routes)

  const awsPort = await startAwsPort({
    port: options.awsPort,
    permissions,
    services: usage.counted(servicesByName(services, { bus, model, socket })),
    plain: (request, response) => {
      const document = identity.publicDocument(request.url ?? '/')
      if (document) response.writeHead(document.status, document.headers).end(document.body)
      return document !== undefined
    },
    report,
  })
  closers.add(() => awsPort.close())
  closers.add(() => functions.close())
  ports.aws = awsPort.port

  closers.add(watchQueues(queues, metrics))
  const dashboard = openDashboard(template, metrics.history, new Date())
  const consumers: { sources: EventSource } = { sources: HELD }
  const quiet = () => becomesQuiet(consumers.sources, functions, QUIET_LIMIT_MS)
  const schedules = startSchedules({ template, permissions, functions, asyncInvocations })
  closers.add(() => schedules.close())
  closers.add(() => withinGrace([socket?.close(), consumers.sources.close()]))
  const frontDoor = await startFrontDoor({
    port: options.port,
    distribution: readDistribution(template),
    api: openHttpApi({ template, permissions, functions, usage }),
    site: openSite(options.siteDir),
    operator: operatorRoutes({ mailbox, model, schedules, permissions, metrics, dashboard, quiet }),
    upgrade: socket ? socket.upgrade : (_request, _raw, connection) => connection.destroy(),
  })
  closers.add(() => frontDoor.close())
  ports.front = frontDoor.port

  if (!data.isSeeded()) {
    await options.seed(emptyHost(environment, identity))
    data.markSeeded()
  }
  if (!options.holdConsumers) {
    const dataDir = data.path
    consumers.sources = await startEventSources({ template, permissions, dataDir, tables, queues, functions, report })
  }
  return { url: frontUrl(), awsUrl: awsUrl(), quiet, reload: () => functions.reload(), close: () => closers.run() }
}

const socketApiIdOf = (template: Template): string | undefined =>
  template.resourcesOf('AWS::ApiGatewayV2::Api').find(({ properties }) => properties.ProtocolType === 'WEBSOCKET')
    ?.logicalId

/** The template's functions; what they print and how they end goes to the logs, the metrics and the operator. */
const runFunctions = (
  { distDir, report }: HostOptions,
  environment: EnvironmentOptions,
  metrics: Metrics,
  logs: FunctionLogs,
): Functions =>
  startFunctions({
    template: environment.template,
    distDir,
    environment: (functionId) => functionEnvironment(environment, functionId),
    print: (bundle, text) => {
      logs.write(bundle, text)
      metrics.read(bundle, text)
    },
    observe: ({ bundle, error, durationMs }) => {
      metrics.add('AWS/Lambda', 'Invocations', 'Count', { FunctionName: bundle }, 1)
      metrics.add('AWS/Lambda', 'Duration', 'Milliseconds', { FunctionName: bundle }, durationMs)
      metrics.add('AWS/Lambda', 'Errors', 'Count', { FunctionName: bundle }, error ? 1 : 0)
      if (!error) return
      logs.write(bundle, `${JSON.stringify(error)}\n`)
      report(`${bundle} failed: ${error.errorType}: ${error.errorMessage}`)
    },
  })

/** Calls the functions of a user pool's triggers, if the template lets the pool invoke them. */
const triggerInvoker =
  (functions: Functions, permissions: Permissions) =>
  async (functionId: string, event: unknown): Promise<unknown> => {
    const { userPoolId } = event as { readonly userPoolId: string }
    const poolArn = `arn:aws:cognito-idp:${REGION}:${ACCOUNT}:userpool/${userPoolId}`
    if (permissions.mayInvoke(functionId, 'cognito-idp.amazonaws.com', poolArn))
      return functions.invoke(functionId, event)
    permissions.deny('cognito-idp.amazonaws.com', 'lambda:InvokeFunction', functionId)
    throw new Error(`the user pool may not invoke ${functionId}`)
  }

/** What the AWS port serves, by the signature's service name. */
const servicesByName = (
  { tables, queues, identity, mailbox, secrets, objects }: DurableServices,
  { bus, model, socket }: { readonly bus: Bus; readonly model: Model; readonly socket: SocketApi | undefined },
): Readonly<Record<string, AwsService>> => ({
  dynamodb: tables,
  sqs: queues,
  events: bus,
  'cognito-idp': identity,
  ses: mailbox,
  bedrock: model,
  secretsmanager: secrets,
  s3: objects,
  ...(socket ? { 'execute-api': socket } : {}),
})

const emptyHost = (environment: EnvironmentOptions, identity: Identity): EmptyHost => ({
  environment: { ...allSettings(environment), ...awsVariables(environment.awsUrl(), OPERATOR) },
  seedUsers: async (users) => {
    const [pool] = environment.template.resourcesOf('AWS::Cognito::UserPool')
    if (!pool) throw new Error('the template has no user pool')
    return identity.seedUsers(environment.template.nameOf(pool.logicalId), users)
  },
})

/** Waits until all is closed, or the grace period is over. */
const withinGrace = (closing: readonly (Promise<void> | undefined)[]): Promise<unknown> =>
  Promise.race([Promise.all(closing), wait(GRACE_MS, undefined, { ref: false })])
