import { parentPort, workerData } from 'node:worker_threads'
import { openLaboratory, runSeed } from './run-seed.ts'
import type { Wiring } from './wiring.ts'

/** The data that a worker is started with. */
export interface SeedWorkerData {
  readonly operations: number
  readonly wiring: Wiring
}

/** Runs the seeds that it receives, one after the other, and replies with each result. */
const serve = async (): Promise<void> => {
  const port = parentPort
  if (!port) throw new Error('the seeds are run in a worker thread')
  // The simulation throws thousands of errors, whose stacks are never read.
  Error.stackTraceLimit = 0
  const { operations, wiring } = workerData as SeedWorkerData
  const laboratory = await openLaboratory({ wiring })
  port.on('message', async (seed: number) => port.postMessage(await runSeed(seed, operations, laboratory)))
  port.postMessage('ready')
}

await serve()
