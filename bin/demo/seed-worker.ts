import { once } from 'node:events'
import { parentPort, workerData } from 'node:worker_threads'
import { seedDemoData } from './data.ts'
import { demoUsers } from './people.ts'

/** The data that the worker is started with. */
export interface SeedOrder {
  readonly withDemo: boolean
}

/** Fills an empty system, in a thread whose environment names its tables: creates the users first, then writes rows. */
const seed = async (): Promise<void> => {
  if (!parentPort) throw new Error('the seed runs in a worker thread')
  const { withDemo } = workerData as SeedOrder
  const answered = once(parentPort, 'message')
  parentPort.postMessage(demoUsers(withDemo))
  await answered
  await seedDemoData({ withDemo })
  parentPort.close()
}

await seed()
