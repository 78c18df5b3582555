import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import type { Resource, Template } from './template.ts'
import type { FunctionError } from './worker-messages.ts'
import { type FunctionWorker, type Outcome, startWorker } from './workers.ts'

/**
 * Threads of one function, and of all functions together; beyond them an event waits its turn.
 * A thread with the SDK in it holds about 25 MB, and the host with its emulators has 600 MB.
 */
const WORKERS_PER_FUNCTION = 2
const WORKERS_IN_ALL = 12
/**
 * Events of queues, streams and schedules that run at once. People who wait for an answer are never behind them: the
 * rest of the threads is for requests, and a few of these keep two cores busy.
 */
const BACKGROUND_EVENTS = 4
/** A worker that had nothing to do for this long is ended. */
const IDLE_MS = 60_000

/** Lambda's defaults where the template is silent. */
const DEFAULT_TIMEOUT_SECONDS = 3
const DEFAULT_MEMORY_MB = 128

export interface FunctionsOptions {
  readonly template: Template
  /** Folder of the bundles: `<distDir>/<local:bundle>/index.js`. */
  readonly distDir: string
  /** Asked at a function's first start, as only then every port is known. */
  readonly environment: (functionId: string) => Readonly<Record<string, string>>
  /** Takes what a function prints, in pieces. */
  readonly print: (bundle: string, text: string) => void
  /** Hears of every event that was answered or failed. */
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
   * @throws FunctionFailedError if it failed, in whatever way
   */
  invoke(functionId: string, event: unknown): Promise<unknown>
  /** The same for what nobody waits for: it has its turn when few others of its kind run. */
  invokeInBackground(functionId: string, event: unknown): Promise<unknown>
  /** Logical id of the function with this ARN. @throws Error if the template has none */
  idOf(functionArn: string): string
  /** The bundle's name, such as `assign-ticket`. */
  bundleOf(functionId: string): string
  /** Events given to functions so far, and how many of them are still running or waiting for a worker. */
  activity(): { readonly started: number; readonly running: number }
  /** Ends every worker as soon as it is free, so that the next event runs the bundle as it is then. */
  reload(): void
  close(): Promise<void>
}

interface Pool {
  readonly id: string
  readonly bundle: string
  readonly start: () => FunctionWorker
  readonly idle: { readonly worker: FunctionWorker; readonly since: number }[]
  /** Events that wait for a worker, first come first served. */
  readonly waiting: PromiseWithResolvers<FunctionWorker>[]
  readonly limit: number
  busy: Set<FunctionWorker>
}

/** How many workers of a function may run, by its reserved concurrency. */
const limitOf = ({ properties }: Resource): number => {
  const reserved = properties.ReservedConcurrentExecutions
  return typeof reserved === 'number' ? Math.min(reserved, WORKERS_PER_FUNCTION) : WORKERS_PER_FUNCTION
}

/** The bundle that a function's code comes from; undefined for CDK's own helpers, which have none here. */
const bundleOf = ({ metadata }: Resource): string | undefined => {
  const bundle = metadata['local:bundle']
  return typeof bundle === 'string' ? bundle : undefined
}

/** Prepares the template's functions; none starts before its first event. */
export const startFunctions = ({ template, distDir, environment, print, observe }: FunctionsOptions): Functions => {
  const pools = new Map<string, Pool>()
  const ids = new Map<string, string>()
  let started = 0
  let running = 0
  let closing = false

  const poolOf = (resource: Resource, bundle: string): Pool => {
    const { logicalId, properties } = resource
    const [file = 'index', exportName = 'handler'] = String(properties.Handler ?? 'index.handler').split('.')
    const timeoutSeconds = typeof properties.Timeout === 'number' ? properties.Timeout : DEFAULT_TIMEOUT_SECONDS
    const memoryMb = typeof properties.MemorySize === 'number' ? properties.MemorySize : DEFAULT_MEMORY_MB
    const functionName = template.nameOf(logicalId)
    const start = () =>
      startWorker({
        bundleFile: join(distDir, bundle, `${file}.js`),
        exportName,
        functionName,
        functionArn: template.arnOf(logicalId),
        memoryMb,
        timeoutSeconds,
        environment: {
          ...environment(logicalId),
          AWS_LAMBDA_FUNCTION_NAME: functionName,
          AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memoryMb),
          AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
        },
        print: (text) => print(bundle, text),
      })
    return { id: logicalId, bundle, start, idle: [], waiting: [], limit: limitOf(resource), busy: new Set() }
  }
  for (const resource of template.resourcesOf('AWS::Lambda::Function')) {
    const bundle = bundleOf(resource)
    if (bundle === undefined) continue
    pools.set(resource.logicalId, poolOf(resource, bundle))
    ids.set(template.arnOf(resource.logicalId), resource.logicalId)
  }

  const pool = (functionId: string): Pool => {
    const found = pools.get(functionId)
    if (!found) throw new Error(`the template has no function ${functionId} with a bundle`)
    return found
  }
  const liveWorkers = (): number =>
    [...pools.values()].reduce((sum, { idle, busy }) => sum + idle.length + busy.size, 0)

  /** Ends the worker that has been idle longest, of any function. @returns whether there was one */
  const makeRoom = (): boolean => {
    const idlers = [...pools.values()].flatMap(({ idle }) => idle.map((idler) => ({ idle, idler })))
    const oldest = idlers.toSorted((a, b) => a.idler.since - b.idler.since)[0]
    if (!oldest) return false
    oldest.idle.splice(oldest.idle.indexOf(oldest.idler), 1)
    void oldest.idler.worker.stop()
    return true
  }

  /** A worker for the pool, if one is idle or may be started. */
  const take = (from: Pool): FunctionWorker | undefined => {
    for (let idler = from.idle.pop(); idler; idler = from.idle.pop()) {
      if (idler.worker.isAlive()) return idler.worker
    }
    if (closing || from.busy.size >= from.limit) return undefined
    return liveWorkers() < WORKERS_IN_ALL || makeRoom() ? from.start() : undefined
  }

  /** Gives free workers to the events that wait for one. */
  const serveWaiting = (): void => {
    for (const each of pools.values()) {
      while (each.waiting.length > 0) {
        const worker = take(each)
        if (!worker) break
        each.busy.add(worker)
        each.waiting.shift()?.resolve(worker)
      }
    }
  }

  let stale = new WeakSet<FunctionWorker>()
  const giveBack = (to: Pool, worker: FunctionWorker): void => {
    to.busy.delete(worker)
    if (stale.has(worker)) void worker.stop()
    else if (worker.isAlive()) to.idle.push({ worker, since: Date.now() })
    serveWaiting()
  }

  /** Waits for a worker behind the events that came before. */
  const turn = (from: Pool): Promise<FunctionWorker> => {
    const place = Promise.withResolvers<FunctionWorker>()
    from.waiting.push(place)
    return place.promise
  }

  const runOn = async (functionId: string, event: unknown): Promise<Outcome> => {
    const from = pool(functionId)
    const free = from.waiting.length === 0 ? take(from) : undefined
    if (free) from.busy.add(free)
    const worker = free ?? (await turn(from))
    const begun = performance.now()
    const outcome = await worker.run(randomUUID(), JSON.stringify(event))
    const durationMs = performance.now() - begun
    observe({ bundle: from.bundle, durationMs, ...(outcome.ok ? {} : { error: outcome.error }) })
    giveBack(from, worker)
    return outcome
  }

  let background = 0
  const waitingInBackground: PromiseWithResolvers<void>[] = []
  /** Waits for a turn in the background, first come first served. @returns ends the turn */
  const backgroundTurn = async (): Promise<() => void> => {
    if (background < BACKGROUND_EVENTS) background += 1
    else {
      const place = Promise.withResolvers<void>()
      waitingInBackground.push(place)
      await place.promise
    }
    return () => {
      const next = waitingInBackground.shift()
      if (next) next.resolve()
      else background -= 1
    }
  }

  const invoke = async (functionId: string, event: unknown): Promise<unknown> => {
    started += 1
    running += 1
    try {
      const outcome = await runOn(functionId, event)
      if (!outcome.ok) throw new FunctionFailedError(functionId, outcome.error)
      return JSON.parse(outcome.payload)
    } finally {
      running -= 1
    }
  }

  const endIdle = (than: number): void => {
    for (const { idle } of pools.values()) {
      const old = idle.filter(({ since }) => since <= than)
      for (const idler of old) {
        idle.splice(idle.indexOf(idler), 1)
        void idler.worker.stop()
      }
    }
  }
  const reaper = setInterval(() => endIdle(Date.now() - IDLE_MS), IDLE_MS / 4).unref()

  return {
    invoke,
    invokeInBackground: async (functionId, event) => {
      const endTurn = await backgroundTurn()
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
    bundleOf: (functionId) => pool(functionId).bundle,
    activity: () => ({ started, running }),
    reload: () => {
      stale = new WeakSet([...pools.values()].flatMap(({ busy }) => [...busy]))
      endIdle(Number.POSITIVE_INFINITY)
    },
    close: async () => {
      closing = true
      clearInterval(reaper)
      const places = [
        ...waitingInBackground.splice(0),
        ...[...pools.values()].flatMap(({ waiting }) => waiting.splice(0)),
      ]
      for (const place of places) place.reject(new Error('the host is stopping'))
      const live = [...pools.values()].flatMap(({ idle, busy }) => [...idle.map(({ worker }) => worker), ...busy])
      await Promise.all(live.map((worker) => worker.stop()))
    },
  }
}
