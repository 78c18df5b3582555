// Plain JavaScript, as every worker loads it in its own thread: stripping types there would take 10 MB more. The
// messages it receives and sends are typed in messages.ts.
import { createRequire } from 'node:module'
import { parentPort, workerData } from 'node:worker_threads'

/** Lambda's limit of a synchronous answer. */
const ANSWER_LIMIT_BYTES = 6 * 1024 * 1024

/** @returns {import('./messages.ts').FunctionError} */
const describe = (error) =>
  error instanceof Error
    ? { errorType: error.name, errorMessage: error.message, trace: error.stack?.split('\n') ?? [] }
    : { errorType: typeof error, errorMessage: String(error), trace: [] }

/** @param {import('./messages.ts').WorkerAssignment} assignment */
const load = ({ bundleFile, exportName }) => {
  const handler = createRequire(bundleFile)(bundleFile)[exportName]
  if (typeof handler === 'function') return handler
  throw Object.assign(new Error(`index.${exportName} is undefined or not exported`), {
    name: 'Runtime.HandlerNotFound',
  })
}

/** @param {import('./messages.ts').WorkerEvent} work */
const contextOf = ({ functionName, functionArn, memoryMb }, { requestId, deadline }) => ({
  awsRequestId: requestId,
  functionName,
  functionVersion: '$LATEST',
  invokedFunctionArn: functionArn,
  memoryLimitInMB: String(memoryMb),
  logGroupName: `/aws/lambda/${functionName}`,
  logStreamName: `local/[$LATEST]${functionName}`,
  callbackWaitsForEmptyEventLoop: true,
  getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
})

/** @returns {Promise<import('./messages.ts').WorkerReport>} */
const answerTo = async (handler, work) => {
  try {
    const result = await handler(JSON.parse(work.event), contextOf(workerData, work))
    const payload = JSON.stringify(result) ?? 'null'
    if (Buffer.byteLength(payload) <= ANSWER_LIMIT_BYTES) return { kind: 'answered', payload }
    const errorMessage = `Response payload size exceeded maximum allowed payload size (${ANSWER_LIMIT_BYTES} bytes).`
    return { kind: 'failed', error: { errorType: 'Function.ResponseSizeTooLarge', errorMessage, trace: [] } }
  } catch (error) {
    return { kind: 'failed', error: describe(error) }
  }
}

// Loads the bundle once, then answers one event after the other.
const report = (message) => parentPort.postMessage(message)
try {
  const handler = load(workerData)
  parentPort.on('message', (work) => {
    answerTo(handler, work).then(report)
  })
  report({ kind: 'ready' })
} catch (error) {
  report({ kind: 'failed', error: describe(error) })
}
