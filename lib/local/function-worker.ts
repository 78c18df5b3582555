import { createRequire } from 'node:module'
import { parentPort, workerData } from 'node:worker_threads'

/** What a worker is made for. */
export interface WorkerAssignment {
  /** The CommonJS bundle. */
  readonly bundleFile: string
  /** Name of the exported handler. */
  readonly exportName: string
  readonly functionName: string
  readonly functionArn: string
  readonly memoryMb: number
}

/** One event for a worker; it gets the next one only after it has answered. */
export interface WorkerEvent {
  readonly requestId: string
  /** The event as JSON. */
  readonly event: string
  /** When the function is cut off, ms since 1970. */
  readonly deadline: number
}

/** Lambda's own shape of an error. */
export interface FunctionError {
  readonly errorType: string
  readonly errorMessage: string
  readonly trace: readonly string[]
}

export type WorkerReport =
  | { readonly kind: 'ready' }
  | { readonly kind: 'answered'; readonly payload: string }
  | { readonly kind: 'failed'; readonly error: FunctionError }

/** Lambda's limit of a synchronous answer. */
const ANSWER_LIMIT_BYTES = 6 * 1024 * 1024

type Handler = (event: unknown, context: unknown) => unknown

const describe = (error: unknown): FunctionError => {
  if (!(error instanceof Error)) return { errorType: typeof error, errorMessage: String(error), trace: [] }
  return { errorType: error.name, errorMessage: error.message, trace: error.stack?.split('\n') ?? [] }
}

const load = ({ bundleFile, exportName }: WorkerAssignment): Handler => {
  const loaded: unknown = createRequire(bundleFile)(bundleFile)
  const handler = (loaded as Readonly<Record<string, unknown>>)[exportName]
  if (typeof handler === 'function') return handler as Handler
  throw Object.assign(new Error(`index.${exportName} is undefined or not exported`), {
    name: 'Runtime.HandlerNotFound',
  })
}

const contextOf = (assignment: WorkerAssignment, { requestId, deadline }: WorkerEvent) => ({
  awsRequestId: requestId,
  functionName: assignment.functionName,
  functionVersion: '$LATEST',
  invokedFunctionArn: assignment.functionArn,
  memoryLimitInMB: String(assignment.memoryMb),
  logGroupName: `/aws/lambda/${assignment.functionName}`,
  logStreamName: `local/[$LATEST]${assignment.functionName}`,
  callbackWaitsForEmptyEventLoop: true,
  getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
})

const answerTo = async (handler: Handler, assignment: WorkerAssignment, work: WorkerEvent): Promise<WorkerReport> => {
  try {
    const result = await handler(JSON.parse(work.event), contextOf(assignment, work))
    const payload = JSON.stringify(result) ?? 'null'
    if (Buffer.byteLength(payload) <= ANSWER_LIMIT_BYTES) return { kind: 'answered', payload }
    const errorMessage = `Response payload size exceeded maximum allowed payload size (${ANSWER_LIMIT_BYTES} bytes).`
    return { kind: 'failed', error: { errorType: 'Function.ResponseSizeTooLarge', errorMessage, trace: [] } }
  } catch (error) {
    return { kind: 'failed', error: describe(error) }
  }
}

/** Runs in the worker's thread: loads the bundle once, then answers one event after the other. */
const serve = (): void => {
  const port = parentPort
  if (!port) return
  const report = (message: WorkerReport): void => port.postMessage(message)
  const assignment = workerData as WorkerAssignment
  try {
    const handler = load(assignment)
    port.on('message', (work: WorkerEvent) => {
      answerTo(handler, assignment, work).then(report)
    })
    report({ kind: 'ready' })
  } catch (error) {
    report({ kind: 'failed', error: describe(error) })
  }
}

serve()
