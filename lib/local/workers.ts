import { setFlagsFromString } from 'node:v8'
import { Worker } from 'node:worker_threads'
import type { FunctionError, WorkerAssignment, WorkerEvent, WorkerReport } from './workers/messages.ts'

const PROGRAM = new URL('./workers/function-worker.mjs', import.meta.url)
/**
 * Half of the young generation of a function's heap, in megabytes. V8 ignores a worker's own limit here and reads its
 * flags when a heap is created. The main thread, which every request crosses six times, keeps the size that it started
 * with.
 */
const SEMI_SPACE_MB = 2
setFlagsFromString(`--max-semi-space-size=${SEMI_SPACE_MB}`)

/**
 * A module has this long to load and then, as in Lambda, its function's own time-out once more. Lambda's 10 s assume a
 * core of its own; here a slow load means a busy machine, so no event fails or loses time because of it.
 */
const LOADING_SECONDS = 60

export interface WorkerSettings extends WorkerAssignment {
  readonly timeoutSeconds: number
  readonly environment: Readonly<Record<string, string>>
  /** Takes what the function prints. */
  readonly print: (text: string) => void
}

/** The outcome of an event: the function's answer as JSON, or Lambda's account of its failure. */
export type Outcome =
  | { readonly ok: true; readonly payload: string }
  | { readonly ok: false; readonly error: FunctionError }

/** One thread that runs a function, as one Lambda execution environment does: one event at a time. */
export interface FunctionWorker {
  /** False once the thread has ended: after a time-out, a crash, or `stop`. */
  isAlive(): boolean
  /** The next event may be given only after this one is settled. Never rejects. */
  run(requestId: string, event: string): Promise<Outcome>
  stop(): Promise<void>
}

const failed = (errorType: string, errorMessage: string): Outcome => ({
  ok: false,
  error: { errorType, errorMessage, trace: [] },
})

/** The end of a thread as the function's caller sees it. */
const crash = (requestId: string, error: unknown): Outcome => {
  const outOfMemory = error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY'
  if (outOfMemory) {
    return failed('Runtime.OutOfMemory', `RequestId: ${requestId} Error: Runtime exited with error: signal: killed`)
  }
  if (!(error instanceof Error)) return failed('Runtime.ExitError', `RequestId: ${requestId} Error: ${String(error)}`)
  const trace = error.stack?.split('\n') ?? []
  return { ok: false, error: { errorType: 'Runtime.UnhandledPromiseRejection', errorMessage: error.message, trace } }
}

/** Starts a thread with an environment of its own; its module loads at once, in parallel with what the caller does. */
export const startWorker = (settings: WorkerSettings): FunctionWorker => {
  const { environment, print, timeoutSeconds, ...assignment } = settings
  const thread = new Worker(PROGRAM, {
    workerData: assignment,
    env: environment,
    execArgv: [],
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: assignment.memoryMb },
  })
  thread.stdout.setEncoding('utf8').on('data', print)
  thread.stderr.setEncoding('utf8').on('data', print)

  let alive = true
  let settle: ((report: WorkerReport | { readonly kind: 'ended'; readonly cause: unknown }) => void) | undefined
  /** Resolves with the thread's next report, or its end. */
  const nextReport = (): Promise<Parameters<NonNullable<typeof settle>>[0]> =>
    new Promise((resolve) => {
      settle = resolve
    })
  let ended: unknown
  const end = (cause: unknown): void => {
    if (alive) ended = cause
    alive = false
    settle?.({ kind: 'ended', cause })
  }
  thread.on('message', (report: WorkerReport) => settle?.(report))
  thread.on('error', end)
  thread.on('exit', (status) => end(`Runtime exited with error: exit status ${status}`))

  const loading = nextReport()

  /** Resolves with the report, or as late after this many seconds. */
  const within = async (seconds: number, report: ReturnType<typeof nextReport>) => {
    const { promise, resolve } = Promise.withResolvers<{ readonly kind: 'late' }>()
    const timer = setTimeout(() => resolve({ kind: 'late' }), seconds * 1000)
    const first = await Promise.race([report, promise])
    clearTimeout(timer)
    return first
  }

  const run = async (requestId: string, event: string): Promise<Outcome> => {
    if (!alive) return crash(requestId, ended)
    const loaded = await within(LOADING_SECONDS + timeoutSeconds, loading)
    if (loaded.kind === 'ready') {
      const report = nextReport()
      const work: WorkerEvent = { requestId, event, deadline: Date.now() + timeoutSeconds * 1000 }
      thread.postMessage(work)
      const result = await within(timeoutSeconds, report)
      if (result.kind === 'answered') return { ok: true, payload: result.payload }
      if (result.kind === 'failed') return { ok: false, error: result.error }
      if (result.kind === 'ended') return crash(requestId, result.cause)
    } else if (loaded.kind === 'failed') {
      await stop()
      return { ok: false, error: importError(loaded.error) }
    } else if (loaded.kind === 'ended') return crash(requestId, loaded.cause)
    await stop()
    const limit = `${timeoutSeconds.toFixed(2)} seconds`
    return failed('Sandbox.Timedout', `RequestId: ${requestId} Error: Task timed out after ${limit}`)
  }

  const stop = async (): Promise<void> => {
    alive = false
    await thread.terminate()
  }

  return { isAlive: () => alive, run, stop }
}

/** A module that cannot be loaded is Lambda's error, not the function's. */
const importError = (error: FunctionError): FunctionError =>
  error.errorType === 'Runtime.HandlerNotFound' || error.errorType.startsWith('Runtime.')
    ? error
    : { ...error, errorType: 'Runtime.ImportModuleError', errorMessage: `Error: ${error.errorMessage}` }
