import { setTimeout as wait } from 'node:timers/promises'
import type { EventSource } from '../event-sources/event-source.ts'
import type { Functions } from '../functions.ts'

const LOOK_EVERY_MS = 50

/**
 * Waits until nothing is running: no function runs, every stream is read to its end, and no queue with a consumer has a
 * message that is visible or in flight. Messages that are not yet due do not count.
 *
 * @returns whether that was reached within the limit
 */
export const becomesQuiet = async (sources: EventSource, functions: Functions, limitMs: number): Promise<boolean> => {
  const end = Date.now() + limitMs
  while (Date.now() < end) {
    const before = functions.activity()
    if (before.running === 0 && (await sources.isCaughtUp())) {
      // A message may have moved on unseen during this check; if so, a function has run meanwhile.
      const after = functions.activity()
      if (after.running === 0 && after.started === before.started) return true
    }
    await wait(LOOK_EVERY_MS)
  }
  return false
}
