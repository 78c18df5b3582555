import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestSystem, type TestSystem } from '../support/test-system.ts'

/** The scheduled functions; the demo's history gives each one something to do. */
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

it.each(SCHEDULES)('%s succeeds when its schedule runs it, and again right after', async (schedule) => {
  for (let run = 0; run < 2; run += 1) {
    expect(await system.local(`schedules/${schedule}`, { method: 'POST' })).toEqual({ schedule, outcome: 'succeeded' })
  }
})

it('needs no permission that the functions do not have', async () => {
  await system.quiet()
  expect(await system.local('denials')).toEqual([])
})
