import { BatchWriteCommand } from '@aws-sdk/lib-dynamodb'
import type { EventRecord } from '../functions/contracts/events.ts'
import { SYSTEM } from '../functions/domain/ticket-change.ts'
import { derivedId } from '../functions/platform/ids.ts'
import { createDepartment } from '../functions/stores/departments.ts'
import { documents, tableNamed } from '../functions/stores/documents.ts'
import { recordEvent } from '../functions/stores/events.ts'
import { userRow } from '../functions/stores/people.ts'
import { insightKeys, peopleKeys, type TableName, ticketKeys } from '../functions/stores/tables.ts'
import { ticketRow } from '../functions/stores/ticket-rows.ts'
import { demoHistory, type VolumeDay } from './demo-history.ts'
import { type DemoPeople, demoDepartments, demoPeople } from './demo-people.ts'
import { demoTickets, type TicketStory } from './demo-tickets.ts'

const DAY_MS = 24 * 3_600_000
/** How long the demo's people have been here. */
const HISTORY_DAYS = 56
/** BatchWriteItem's own limit. */
const BATCH = 25
const PARALLEL = 6

interface Row {
  readonly table: TableName
  readonly item: Record<string, unknown>
}

const eventRow = (event: EventRecord): Row => {
  const { Put } = recordEvent(event)
  if (!Put?.Item) throw new Error('an event is a row of its own')
  return { table: 'Tickets', item: Put.Item }
}

const rowsOfPeople = ({ users, agents, changes }: DemoPeople): readonly Row[] => [
  ...users.flatMap((user): Row[] => [
    { table: 'AgentLoad', item: userRow(user) },
    { table: 'AgentLoad', item: { ...peopleKeys.email(user.email), user_id: user.id } },
  ]),
  ...agents.map(
    (agent): Row => ({
      table: 'AgentLoad',
      item: { ...peopleKeys.agent(agent.department_id, agent.id), ...agent },
    }),
  ),
  ...changes.map(({ event }) => eventRow(event)),
]

const rowsOfStory = ({ ticket, events, comments, decisions }: TicketStory): readonly Row[] => [
  { table: 'Tickets', item: ticketRow(ticket) },
  { table: 'Tickets', item: { ...ticketKeys.number(ticket.number), ticket_id: ticket.id } },
  ...comments.map(
    (comment): Row => ({
      table: 'Tickets',
      item: { ...ticketKeys.comment(ticket.id, comment.seq), ...comment },
    }),
  ),
  ...decisions.map(
    (decision): Row => ({
      table: 'Tickets',
      item: {
        ...ticketKeys.decision(ticket.id, decision.decided_at, derivedId(new Date(decision.decided_at), ticket.id)),
        ...decision,
      },
    }),
  ),
  ...events.map(eventRow),
]

const rowOfVolume = ({ scope, date, hours }: VolumeDay): Row => ({
  table: 'Insight',
  item: {
    ...insightKeys.volume(scope, date),
    ...Object.fromEntries(hours.map((count, hour) => [`h${String(hour).padStart(2, '0')}`, count])),
  },
})

const writeBatch = async (rows: readonly Row[]): Promise<void> => {
  let RequestItems: Record<string, { PutRequest: { Item: Record<string, unknown> } }[]> | undefined = {}
  for (const { table, item } of rows) {
    const name = tableNamed(table)
    RequestItems[name] = [...(RequestItems[name] ?? []), { PutRequest: { Item: item } }]
  }
  while (RequestItems && Object.keys(RequestItems).length > 0) {
    const { UnprocessedItems } = await documents.send(new BatchWriteCommand({ RequestItems }))
    RequestItems = UnprocessedItems as typeof RequestItems
  }
}

const writeAll = async (rows: readonly Row[]): Promise<void> => {
  const batches = Array.from({ length: Math.ceil(rows.length / BATCH) }, (_, place) =>
    rows.slice(place * BATCH, (place + 1) * BATCH),
  )
  const worker = async (): Promise<void> => {
    for (let batch = batches.shift(); batch; batch = batches.shift()) await writeBatch(batch)
  }
  await Promise.all(Array.from({ length: PARALLEL }, worker))
}

/**
 * Fills an empty system: the four departments and the admin; with the demo also agents, customers, eight weeks of
 * hourly volume, and tickets in every state with their history.
 */
export const seedDemoData = async ({ withDemo }: { readonly withDemo: boolean }): Promise<void> => {
  const now = new Date()
  const joined = new Date(now.getTime() - HISTORY_DAYS * DAY_MS)
  const departments = demoDepartments(joined)
  for (const { version: _first, ...settings } of departments) {
    const event_id = derivedId(joined, settings.id, 'founded')
    await createDepartment(settings, { event_id, actor: SYSTEM, now: joined }, [])
  }
  const people = demoPeople(withDemo, departments, joined)
  const customers = people.users.filter(({ role }) => role === 'customer')
  // The agents' rows are written with what the tickets gave them to carry.
  const agents = people.agents.map((agent) => ({ ...agent }))
  const stories = withDemo ? demoTickets({ departments, customers, agents }, now) : []
  const history = withDemo ? demoHistory(departments, now) : []
  await writeAll([...rowsOfPeople({ ...people, agents }), ...stories.flatMap(rowsOfStory), ...history.map(rowOfVolume)])
}
