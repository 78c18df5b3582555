import * as z from 'zod'
import type { EventRecord } from '../../functions/contracts/events.ts'
import { Presence } from '../../functions/contracts/people.ts'
import type { TicketState } from '../../functions/contracts/ticket-state.ts'
import { parseEvent } from '../../functions/stores/events.ts'
import { AGENT_PREFIX, EVENT_PREFIX, ticketKeys } from '../../functions/stores/tables.ts'
import { parseTicket } from '../../functions/stores/ticket-rows.ts'
import { rawRows } from './raw-rows.ts'

/** The fields of a ticket that are checked. */
export type CountedTicket = Pick<
  TicketState,
  | 'id'
  | 'title'
  | 'status'
  | 'queue_state'
  | 'category'
  | 'priority'
  | 'department_id'
  | 'assignee'
  | 'created_at'
  | 'version'
>

const counted = (row: Readonly<Record<string, unknown>>): CountedTicket => {
  const { id, title, status, queue_state, category, priority, department_id, assignee, created_at, version } =
    parseTicket(row)
  return { id, title, status, queue_state, category, priority, department_id, assignee, created_at, version }
}

/** A ticket's state after one of its events. */
export interface Step {
  readonly seq: number
  readonly type: EventRecord['type']
  readonly at: string
  readonly queue_state: string
  readonly department_id: string
  readonly priority: string
  readonly assignee_id: string | null
  /** How an assignment came about: `assigned`, `moved` or `manual`. */
  readonly outcome: string | null
}

const CountedAgent = z.object({
  id: z.string(),
  department_id: z.string(),
  presence: Presence,
  active: z.number(),
  capacity: z.number(),
})
export type CountedAgent = z.infer<typeof CountedAgent>

/** Everything that the invariants cover, as the tables hold it. */
export interface Census {
  readonly tickets: readonly CountedTicket[]
  /** By ticket, in no order. */
  readonly steps: ReadonlyMap<string, readonly Step[]>
  readonly agents: readonly CountedAgent[]
}

const Facts = z.object({
  queue_state: z.string(),
  department_id: z.string(),
  priority: z.string(),
  assignee_id: z.string().nullable(),
  outcome: z.string().optional(),
})

const stepOf = (row: unknown): readonly [string, Step] => {
  const { ticket_id = '', seq, type, at, data } = parseEvent(row)
  const { outcome = null, ...facts } = Facts.parse(data)
  return [ticket_id, { seq, type, at, ...facts, outcome }]
}

/** Selects the rows that are checked. */
const TICKETS_AND_EVENTS = {
  FilterExpression: 'sk = :ticket OR (attribute_exists(ticket_id) AND begins_with(sk, :event))',
  ExpressionAttributeValues: { ':ticket': ticketKeys.ticket('').sk, ':event': EVENT_PREFIX },
}

/** Reads every ticket with its events, and every agent, straight from the tables. */
export const takeCensus = async (awsUrl: string): Promise<Census> => {
  const tickets: CountedTicket[] = []
  const steps = new Map<string, Step[]>()
  for await (const row of rawRows(awsUrl, 'Tickets', TICKETS_AND_EVENTS)) {
    if (row.sk === ticketKeys.ticket('').sk) {
      tickets.push(counted(row))
      continue
    }
    const [ticketId, step] = stepOf(row)
    const known = steps.get(ticketId)
    if (known) known.push(step)
    else steps.set(ticketId, [step])
  }
  const agents: CountedAgent[] = []
  for await (const row of rawRows(awsUrl, 'AgentLoad')) {
    if (String(row.sk).startsWith(AGENT_PREFIX)) agents.push(CountedAgent.parse(row))
  }
  return { tickets, steps, agents }
}
