import type { EventRecord } from '../../functions/contracts/events.ts'
import { SYSTEM } from '../../functions/domain/ticket/change.ts'
import { derivedId } from '../../functions/platform/ids.ts'
import { createDepartment } from '../../functions/stores/departments.ts'
import type { Write } from '../../functions/stores/documents.ts'
import { recordEvent } from '../../functions/stores/events.ts'
import { putLabel } from '../../functions/stores/labels.ts'
import { userRow } from '../../functions/stores/people.ts'
import { insightKeys, peopleKeys, ticketKeys } from '../../functions/stores/tables.ts'
import { ticketRow } from '../../functions/stores/ticket-rows.ts'
import { type PlacedRow, putRows } from '../operator/table-rows.ts'
import { demoHistory, type VolumeDay } from './history.ts'
import { type DemoPeople, demoDepartments, demoPeople } from './people.ts'
import { demoTickets, type TicketStory } from './tickets.ts'

const DAY_MS = 24 * 3_600_000
/** How long ago the demo's people joined. */
const HISTORY_DAYS = 56

/** The row that a write of a store puts. */
const rowOf = (table: PlacedRow['table'], { Put }: Write): PlacedRow => {
  if (!Put?.Item) throw new Error('the write puts no row')
  return { table, item: Put.Item }
}

const eventRow = (event: EventRecord): PlacedRow => rowOf('Tickets', recordEvent(event))

const rowsOfPeople = ({ users, agents, changes }: DemoPeople): readonly PlacedRow[] => [
  ...users.flatMap((user): PlacedRow[] => [
    { table: 'AgentLoad', item: userRow(user) },
    { table: 'AgentLoad', item: { ...peopleKeys.email(user.email), user_id: user.id } },
  ]),
  ...agents.map(
    (agent): PlacedRow => ({
      table: 'AgentLoad',
      item: { ...peopleKeys.agent(agent.department_id, agent.id), ...agent },
    }),
  ),
  ...changes.map(({ event }) => eventRow(event)),
]

const rowsOfStory = ({ ticket, events, comments, decisions, labels }: TicketStory): readonly PlacedRow[] => [
  { table: 'Tickets', item: ticketRow(ticket) },
  { table: 'Tickets', item: { ...ticketKeys.number(ticket.number), ticket_id: ticket.id } },
  ...comments.map(
    (comment): PlacedRow => ({
      table: 'Tickets',
      item: { ...ticketKeys.comment(ticket.id, comment.seq), ...comment },
    }),
  ),
  ...decisions.map(
    (decision): PlacedRow => ({
      table: 'Tickets',
      item: {
        ...ticketKeys.decision(ticket.id, decision.decided_at, derivedId(new Date(decision.decided_at), ticket.id)),
        ...decision,
      },
    }),
  ),
  ...labels.map((label) => rowOf('Insight', putLabel(label))),
  ...events.map(eventRow),
]

const rowOfVolume = ({ scope, date, hours }: VolumeDay): PlacedRow => ({
  table: 'Insight',
  item: {
    ...insightKeys.volume(scope, date),
    ...Object.fromEntries(hours.map((count, hour) => [`h${String(hour).padStart(2, '0')}`, count])),
  },
})

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
  // Copied, since the tickets change their load; the rows are written with it.
  const agents = people.agents.map((agent) => ({ ...agent }))
  const stories = withDemo ? demoTickets({ departments, customers, agents }, now) : []
  const history = withDemo ? demoHistory(departments, now) : []
  await putRows([...rowsOfPeople({ ...people, agents }), ...stories.flatMap(rowsOfStory), ...history.map(rowOfVolume)])
}
