import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestSystem, type TestSystem } from '../support/test-system.ts'

/** What the clock does; the demo's history gives each something to do. */
const SCHEDULES = [
  'sweep-queue',
  'retry-triage',
  'forecast-volume',
  'reconcile-load',
  'check-merges',
  'retrain-classifier',
]

let system: TestSystem
beforeAll(async () => {
  system = await startTestSystem()
})
afterAll(() => system.stop())

it.each(SCHEDULES)('%s comes through by the clock, and through again at once', async (schedule) => {
  for (let run = 0; run < 2; run += 1) {
    expect(await system.local(`schedules/${schedule}`, { method: 'POST' })).toEqual({ schedule, outcome: 'succeeded' })
  }
})

it('needs no right that the functions do not have', async () => {
  await system.quiet()
  expect(await system.local('denials')).toEqual([])
})
