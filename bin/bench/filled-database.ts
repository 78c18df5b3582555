import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { finished } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { marshall } from '@aws-sdk/util-dynamodb'
import type { Holder } from '../../functions/contracts/ticket-state.ts'
import { Category, Priority } from '../../functions/contracts/triage.ts'
import { assignTicket } from '../../functions/domain/assignment/changes.ts'
import { newDepartment } from '../../functions/domain/department.ts'
import { termsOf } from '../../functions/domain/search.ts'
import { type Movement, movementOf, sumOf } from '../../functions/domain/statistics.ts'
import type { TicketChange } from '../../functions/domain/ticket/change.ts'
import { openTicket, patchTicket } from '../../functions/domain/ticket.ts'
import { derivedId, ticketNumbers } from '../../functions/platform/ids.ts'
import { departmentRow } from '../../functions/stores/departments.ts'
import type { Write } from '../../functions/stores/documents.ts'
import { recordEvent } from '../../functions/stores/events.ts'
import { userRow } from '../../functions/stores/people.ts'
import { firstPostings } from '../../functions/stores/search-index.ts'
import { insightKeys, peopleKeys, type TableName, ticketKeys } from '../../functions/stores/tables.ts'
import { ticketRow } from '../../functions/stores/ticket-rows.ts'
import { databaseBinary } from '../../lib/local/tables/database.ts'
import type { TableDefinition } from '../../lib/local/tables/definitions.ts'
import { inScratchFolder } from '../program/scratch-folder.ts'

type Row = Readonly<Record<string, unknown>>

const HOUR_MS = 3_600_000
/** The tickets are spread evenly over this time; the last one came in an hour ago. */
const SPAN_MS = 28 * 24 * HOUR_MS
const EPOCH = new Date('2026-01-01T00:00:00.000Z')
/** No SLA runs out during the bench, so no sweep has anything to do. */
const LONG = { low: 8_760, medium: 8_760, high: 8_760, critical: 8_760 }
const DEPARTMENT = newDepartment(
  { name: 'Archive', sla: { first_response_hours: LONG, resolution_hours: LONG } },
  derivedId(EPOCH, 'bench', 'department'),
)
const AGENT: Holder = { id: derivedId(EPOCH, 'bench', 'agent'), name: 'Ines Archivist', department_id: DEPARTMENT.id }
/** The highest capacity that an agent may have; an admin may assign more by hand. */
const MOST_CAPACITY = 100
const CUSTOMER = derivedId(EPOCH, 'bench', 'customer')
const SUBJECTS = ['Card charged twice', 'Page is slow', 'Login fails', 'Parcel is late'] as const
/** Of ten tickets, one is open and in an agent's hands, four are resolved and five closed. */
const ENDS = ['open', ...Array(4).fill('resolved'), ...Array(5).fill('closed')] as const
const ASSIGNED = {
  outcome: 'assigned',
  reason: 'it is the only agent',
  strategy: 'balanced',
  policy_version: 1,
} as const

const happening = (number: number, step: number, now: Date) => ({
  event_id: derivedId(now, 'bench', String(number), String(step)),
  actor: { kind: 'user', id: CUSTOMER, name: 'Cleo Customer' } as const,
  now,
})

/** The history of the n-th of `tickets` tickets. */
const story = (number: number, tickets: number): readonly TicketChange[] => {
  const at = new Date(Date.now() - HOUR_MS - SPAN_MS * (1 - number / tickets))
  const id = derivedId(at, 'bench', String(number))
  const place = number % 4
  const opened = openTicket(
    {
      title: SUBJECTS[place] ?? SUBJECTS[0],
      description: 'Please help with my order.',
      category: Category.options[place] ?? 'general',
      priority: Priority.options[Math.floor(number / 4) % 4] ?? 'medium',
    },
    {
      id,
      number: ticketNumbers(id)[0] ?? '',
      requester: { id: CUSTOMER, name: 'Cleo Customer', email: 'cleo@example.org' },
      source: 'web',
      department: DEPARTMENT,
    },
    happening(number, 1, at),
  )
  const status = ENDS[Math.floor(number / 16) % ENDS.length]
  const later = happening(number, 2, new Date(at.getTime() + HOUR_MS / 2))
  if (status === 'open') {
    return [opened, assignTicket(opened.ticket, AGENT, { decision: ASSIGNED, override: false }, later)]
  }
  return [opened, patchTicket(opened.ticket, { status }, later, () => DEPARTMENT)]
}

const puts = (writes: readonly Write[]): readonly Row[] => writes.flatMap(({ Put }) => (Put?.Item ? [Put.Item] : []))

/** The rows of the agent and of the department, with `open` tickets open. */
const rowsOfDesk = (open: number): readonly Row[] => [
  departmentRow({ ...DEPARTMENT, version: 1 }),
  userRow({
    ...AGENT,
    email: 'ines@example.org',
    role: 'agent',
    presence: 'online',
    created_at: EPOCH.toISOString(),
    version: 1,
    former_presence: null,
    application_ids: [],
    erased_at: null,
  }),
  {
    ...peopleKeys.agent(AGENT.department_id, AGENT.id),
    ...AGENT,
    skills: [],
    capacity: MOST_CAPACITY,
    active: open,
    presence: 'online',
    role: 'agent',
    resolved_total: 0,
    resolution_hours: 0,
    last_assigned_at: null,
  },
]

/** The tables' rows after this many tickets, as the product's own functions write them. */
function* rowsOfTickets(tickets: number): Generator<readonly [TableName, Row]> {
  let figures: Movement = { counters: {}, days: {} }
  for (let number = 0; number < tickets; number += 1) {
    const changes = story(number, tickets)
    const ticket = changes.at(-1)?.ticket
    if (!ticket) throw new Error('every story has a ticket')
    yield ['Tickets', ticketRow(ticket)]
    yield ['Tickets', { ...ticketKeys.number(ticket.number), ticket_id: ticket.id }]
    for (const row of puts(changes.map(({ event }) => recordEvent(event)))) yield ['Tickets', row]
    for (const row of puts(firstPostings(ticket, termsOf(ticket)))) yield ['Search', row]
    for (const { event } of changes) {
      yield ['Insight', insightKeys.counted('statistics', event.event_id) as unknown as Row]
      figures = sumOf([figures, movementOf(event, undefined)])
    }
  }
  for (const row of rowsOfDesk(figures.counters.status_open ?? 0)) yield ['AgentLoad', row]
  const days = Object.entries(figures.days)
  yield ['Insight', { ...insightKeys.counters(0), ...figures.counters, days: days.length }]
  for (const [date, day] of days) yield ['Insight', { ...insightKeys.daily(0, date), ...day }]
}

/** Writes rows in the format of a DynamoDB export: lines of `{"Item": …}`, compressed. */
const openExport = (folder: string, table: TableName) => {
  mkdirSync(join(folder, table, 'data'), { recursive: true })
  const packed = createGzip({ level: 1 })
  const file = packed.pipe(createWriteStream(join(folder, table, 'data/rows.json.gz')))
  return {
    write: async (row: Row): Promise<void> => {
      const line = `${JSON.stringify({ Item: marshall(row, { removeUndefinedValues: true }) })}\n`
      if (!packed.write(line)) await once(packed, 'drain')
    },
    close: async (): Promise<void> => {
      packed.end()
      await finished(file)
    },
  }
}

const schemaOf = ({ name, keys, attributes, indexes, streamView }: TableDefinition) => ({
  Table: {
    TableName: name,
    TableStatus: 'ACTIVE',
    KeySchema: keys,
    AttributeDefinitions: attributes,
    BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' },
    ...(indexes.length > 0 && { GlobalSecondaryIndexes: indexes }),
    ...(streamView && { StreamSpecification: { StreamEnabled: true, StreamViewType: streamView } }),
  },
})

/**
 * Makes a database that holds this many tickets with their events, numbers, postings and figures. It uses the
 * database's own import, a hundred times as fast as requests would be.
 *
 * Afterwards the stores' settings name these tables.
 *
 * @param file path of the database; what was there is replaced
 */
export const fillDatabase = (file: string, definitions: readonly TableDefinition[], tickets: number): Promise<void> =>
  inScratchFolder(async (folder) => {
    Object.assign(process.env, { TICKETS_TABLE: 'Tickets', SEARCH_TABLE: 'Search', INDEX_SHARDS: '1' })
    const exports = new Map<TableName, ReturnType<typeof openExport>>()
    for (const [table, row] of rowsOfTickets(tickets)) {
      const file = exports.get(table) ?? openExport(folder, table)
      exports.set(table, file)
      await file.write(row)
    }
    for (const file of exports.values()) await file.close()
    const schema = join(folder, 'schema.json')
    writeFileSync(schema, JSON.stringify(definitions.map(schemaOf)))
    const importer = spawn(
      databaseBinary(),
      ['import', '--source', folder, '--schema', schema, '--output', file, '--force'],
      { stdio: ['ignore', 'ignore', 'pipe'] },
    )
    const complaints: Buffer[] = []
    importer.stderr.on('data', (chunk: Buffer) => complaints.push(chunk))
    const [status] = await once(importer, 'close')
    if (status !== 0) throw new Error(`the tickets could not be imported: ${Buffer.concat(complaints).toString()}`)
  })
