/**
 * Builds figures and search anew from tickets and their events, after an import, a restore or an outage of the stream of
 * over 24 hours: `npm run rebuild -- [--endpoint-url http://127.0.0.1:4566]`.
 */
import { parseArgs } from 'node:util'
import { reachTables } from './operator-tables.ts'

const { values } = parseArgs({ options: { 'endpoint-url': { type: 'string' } } })

try {
  await reachTables(values['endpoint-url'])
  const { rebuildProjections } = await import('./projections.ts')
  const { events, tickets } = await rebuildProjections()
  console.log(`${events} events counted, ${tickets} tickets indexed`)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
