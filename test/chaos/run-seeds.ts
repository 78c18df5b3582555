import { Worker } from 'node:worker_threads'
import type { SeedResult } from './run-seed.ts'
import type { SeedWorkerData } from './seed-worker.ts'
import type { Wiring } from './wiring.ts'

export interface SeedsOrder {
  readonly first: number
  readonly count: number
  readonly operations: number
  readonly wiring: Wiring
  /** Threads that run seeds side by side. */
  readonly threads: number
  /** Called with each result, in any order. */
  readonly heard: (result: SeedResult) => void
}

const NURSERY_MB = 192

const startWorker = (workerData: SeedWorkerData, said: (message: SeedResult | 'ready', worker: Worker) => void) =>
  new Promise<void>((resolve, reject) => {
    // A run creates much short-lived garbage: a large young generation collects it in a third of the time.
    const resourceLimits = { maxYoungGenerationSizeMb: NURSERY_MB }
    const worker = new Worker(new URL('./seed-worker.ts', import.meta.url), { workerData, resourceLimits })
    worker.on('message', (message) => said(message, worker))
    worker.on('error', reject)
    worker.on('exit', () => resolve())
  })

/** Runs consecutive seeds from a first one on, in worker threads. */
export const runSeeds = async (order: SeedsOrder): Promise<void> => {
  const { first, count, operations, wiring, threads, heard } = order
  let next = first
  const handOut = (message: SeedResult | 'ready', worker: Worker): void => {
    if (message !== 'ready') heard(message)
    if (next >= first + count) {
      void worker.terminate()
      return
    }
    worker.postMessage(next)
    next += 1
  }
  await Promise.all(
    Array.from({ length: Math.min(threads, count) }, () => startWorker({ operations, wiring }, handOut)),
  )
}
