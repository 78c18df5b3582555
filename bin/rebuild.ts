/**
 * Rebuilds figures and search from tickets and their events, after an import, a restore or a stream outage of over
 * 24 hours: `npm run rebuild -- [--stage production | --endpoint-url http://127.0.0.1:4566]`.
 */
import { reachTables, readOrder } from './operator/order.ts'
import { runMain } from './program/run-main.ts'

await runMain(async () => {
  await reachTables(readOrder())
  const { rebuildProjections } = await import('./operator/projections.ts')
  const { events, tickets } = await rebuildProjections()
  console.log(`${events} events counted, ${tickets} tickets indexed`)
})
