import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { fillDatabase } from '../../bin/bench/filled-database.ts'
import { TicketQuery } from '../../functions/contracts/ticket.ts'
import { type TableShape, tables } from '../../functions/stores/tables.ts'
import { type Database, startDatabase } from '../../lib/local/tables/database.ts'
import type { TableDefinition } from '../../lib/local/tables/definitions.ts'
import { tableOf } from '../support/embedded-tables.ts'
import { ADMIN, signedIn } from '../support/ticket-series.ts'

const TICKETS = 320
const folder = mkdtempSync(join(tmpdir(), 'plimsoll-filled-'))
let database: Database

const definitionOf = (name: string, shape: TableShape): TableDefinition => {
  const { KeySchema, AttributeDefinitions, GlobalSecondaryIndexes = [] } = tableOf(name, shape).input
  return {
    name,
    keys: KeySchema as TableDefinition['keys'],
    attributes: AttributeDefinitions as TableDefinition['attributes'],
    indexes: GlobalSecondaryIndexes as TableDefinition['indexes'],
    streamView: undefined,
    expiryAttribute: undefined,
  }
}

beforeAll(async () => {
  const file = join(folder, 'tables.sqlite')
  await fillDatabase(
    file,
    Object.entries(tables).map(([name, shape]) => definitionOf(name, shape)),
    TICKETS,
  )
  database = await startDatabase(file, (line) => process.stderr.write(`${line}\n`))
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_DYNAMODB: database.endpoint,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    INSIGHT_TABLE: 'Insight',
  })
}, 60_000)
afterAll(async () => {
  await database.close()
  rmSync(folder, { recursive: true, force: true })
})

it('holds tickets that lists and searches find, and statistics that agree', async () => {
  const { listTickets } = await import('../../functions/stores/ticket-lists.ts')
  const { readStatistics } = await import('../../functions/stores/statistics.ts')
  const found = async (query: Readonly<Record<string, string>>): Promise<number> =>
    (await listTickets(signedIn('admin', ADMIN), TicketQuery.parse({ limit: '100', ...query }))).tickets.length
  const { total_tickets, status_breakdown } = await readStatistics(new Date())

  expect(total_tickets).toBe(TICKETS)
  expect(status_breakdown).toEqual({ open: 32, in_progress: 0, resolved: 128, closed: 160 })
  expect(await found({ status: 'open' })).toBe(32)
  expect(await found({ status: 'closed', category: 'billing' })).toBe(40)
  expect(await found({ search: 'charged tw' })).toBe(TICKETS / 4)
})
