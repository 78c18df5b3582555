import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import type { Resource, Template } from './template.ts'
import { type Line, newTurns } from './turns.ts'
import type { FunctionError } from './workers/messages.ts'
import { startWorkerPools, type WorkerPool } from './workers/pools.ts'
import { type FunctionWorker, startWorker } from './workers.ts'

/**
 * How many events of queues, streams and schedules run at once. The other threads are kept for requests, so that people
 * never wait behind these events. Two of them keep two cores busy; with more, messages would be read earlier, in
 * smaller batches, and finished later.
 */
const BACKGROUND_EVENTS = 2
/** An event that takes longer waits for something other than a core, such as a model, and no longer holds up others. */
const TURN_MS = 1000

/** Lambda's defaults where the template is silent. */
const DEFAULT_TIMEOUT_SECONDS = 3
const DEFAULT_MEMORY_MB = 128

export interface FunctionsOptions {
  readonly template: Template
  /** Folder of the bundles: `<distDir>/<local:bundle>/index.js`. */
  readonly distDir: string
  /** Called at a function's first start, as the ports are not known before. */
  readonly environment: (functionId: string) => Readonly<Record<string, string>>
  /** Takes what a function prints, in pieces. */
  readonly print: (bundle: string, text: string) => void
  /** Called for every event that was answered or failed. */
  readonly observe: (invocation: Invocation) => void
}

export interface Invocation {
  readonly bundle: string
  readonly error?: FunctionError
  readonly durationMs: number
}

/** An invoked function threw, timed out or crashed. */
export class FunctionFailedError extends Error {
  override readonly name = 'FunctionFailedError'
  readonly failure: FunctionError

  constructor(functionId: string, failure: FunctionError) {
    super(`${functionId}: ${failure.errorType}: ${failure.errorMessage}`)
    this.failure = failure
  }
}

/** The template's Lambda functions. */
export interface Functions {
  /**
   * Runs a function on an event and resolves with what it returned.
   *
   * @throws FunctionFailedError if it threw, timed out or crashed
   */
  invoke(functionId: string, event: unknown): Promise<unknown>
  /**
   * Waits until another background event, one that nobody waits for, may run.
   *
   * @returns a function that ends the turn
   * @throws Error if the host stops before the turn comes
   */
  takeBackgroundTurn(functionId: string): Promise<() => void>
  /** Runs a function on a background event, in its turn. */
  invokeInBackground(functionId: string, event: unknown): Promise<unknown>
  /** Logical id of the function with this ARN. @throws Error if the template has none */
  idOf(functionArn: string): string
  /** The bundle's name, such as `assign-ticket`. */
  bundleOf(functionId: string): string
  /** Events given to functions so far, and how many of them are still running or waiting for a worker. */
  activity(): { readonly started: number; readonly running: number }
  /** Ends every worker as soon as it is free, so that the next event runs the bundle as built by then. */
  reload(): void
  close(): Promise<void>
}

/** A function of the template that has a bundle. */
interface PooledFunction {
  readonly bundle: string
  /** Where its background events wait. */
  readonly line: Line
  readonly pool: WorkerPool
}

/** The function's reserved concurrency; without one it has no limit of its own. */
const concurrencyOf = ({ properties }: Resource): number => {
  const reserved = properties.ReservedConcurrentExecutions
  return typeof reserved === 'number' ? reserved : Number.POSITIVE_INFINITY
}

/** The bundle that a function's code comes from; undefined for CDK's own helpers, which have none here. */
const bundleOf = ({ metadata }: Resource): string | undefined => {
  const bundle = metadata['local:bundle']
  return typeof bundle === 'string' ? bundle : undefined
}

/** Functions whose work is urgent go ahead of others. */
const lineOf = ({ metadata }: Resource): Line => (metadata['local:urgent'] === true ? 'first' : 'second')

/** Starts a thread of the function, with what the template says about it. */
const startWorkerOf = (
  { logicalId, properties }: Resource,
  bundle: string,
  { template, distDir, environment, print }: FunctionsOptions,
): FunctionWorker => {
  const [file = 'index', exportName = 'handler'] = String(properties.Handler ?? 'index.handler').split('.')
  const memoryMb = typeof properties.MemorySize === 'number' ? properties.MemorySize : DEFAULT_MEMORY_MB
  const functionName = template.nameOf(logicalId)
  return startWorker({
    bundleFile: join(distDir, bundle, `${file}.js`),
    exportName,
    functionName,
    functionArn: template.arnOf(logicalId),
    memoryMb,
    timeoutSeconds: typeof properties.Timeout === 'number' ? properties.Timeout : DEFAULT_TIMEOUT_SECONDS,
    environment: {
      ...environment(logicalId),
      AWS_LAMBDA_FUNCTION_NAME: functionName,
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memoryMb),
      AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    },
    print: (text) => print(bundle, text),
  })
}

/** Prepares the template's functions; none starts before its first event. */
export const startFunctions = (options: FunctionsOptions): Functions => {
  const { template, observe } = options
  const pools = startWorkerPools()
  const backgroundTurns = newTurns(BACKGROUND_EVENTS, TURN_MS)
  const functions = new Map<string, PooledFunction>()
  const ids = new Map<string, string>()
  let started = 0
  let running = 0
  let isClosing = false

  for (const resource of template.resourcesOf('AWS::Lambda::Function')) {
    const bundle = bundleOf(resource)
    if (bundle === undefined) continue
    const pool = pools.addPool(() => startWorkerOf(resource, bundle, options), concurrencyOf(resource))
    functions.set(resource.logicalId, { bundle, line: lineOf(resource), pool })
    ids.set(template.arnOf(resource.logicalId), resource.logicalId)
  }

  const functionWith = (functionId: string): PooledFunction => {
    const found = functions.get(functionId)
    if (!found) throw new Error(`the template has no function ${functionId} with a bundle`)
    return found
  }

  const invoke = async (functionId: string, event: unknown): Promise<unknown> => {
    started += 1
    running += 1
    try {
      const { bundle, pool } = functionWith(functionId)
      const outcome = await pool.withWorker(async (worker) => {
        const begun = performance.now()
        const ended = await worker.run(randomUUID(), JSON.stringify(event))
        const durationMs = performance.now() - begun
        // An event that the end of the host cuts short is not a failure of the function.
        if (!isClosing) observe({ bundle, durationMs, ...(ended.ok ? {} : { error: ended.error }) })
        return ended
      })
      if (!outcome.ok) throw new FunctionFailedError(functionId, outcome.error)
      return JSON.parse(outcome.payload)
    } finally {
      running -= 1
    }
  }

  const takeBackgroundTurn = async (functionId: string): Promise<() => void> =>
    backgroundTurns.take(functionWith(functionId).line)

  return {
    invoke,
    takeBackgroundTurn,
    invokeInBackground: async (functionId, event) => {
      const endTurn = await takeBackgroundTurn(functionId)
      try {
        return await invoke(functionId, event)
      } finally {
        endTurn()
      }
    },
    idOf: (functionArn) => {
      const id = ids.get(functionArn)
      if (!id) throw new Error(`the template has no function ${functionArn} with a bundle`)
      return id
    },
    bundleOf: (functionId) => functionWith(functionId).bundle,
    activity: () => ({ started, running }),
    reload: () => pools.renew(),
    close: () => {
      isClosing = true
      backgroundTurns.close()
      return pools.close()
    },
  }
}
