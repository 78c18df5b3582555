import * as z from 'zod'
import { EventRecord } from '../../functions/contracts/events.ts'
import { Presence } from '../../functions/contracts/people.ts'
import { QueueState, Status } from '../../functions/contracts/ticket.ts'
import { Holder } from '../../functions/contracts/ticket-state.ts'
import { Category, Priority } from '../../functions/contracts/triage.ts'
import { AGENT_PREFIX, EVENT_PREFIX } from '../../functions/stores/tables.ts'
import { rawRows } from './raw-rows.ts'

/** What a ticket's row says at a quiet moment. */
const CountedTicket = z.object({
  id: z.string(),
  title: z.string(),
  status: Status,
  queue_state: QueueState,
  category: Category,
  priority: Priority,
  department_id: z.string(),
  assignee: Holder.nullable(),
  created_at: z.string(),
  version: z.number(),
})
export type CountedTicket = z.infer<typeof CountedTicket>

/** Where a ticket stood after one of its events. */
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

/** Everything that the invariants are about, as the tables hold it. */
export interface Census {
  readonly tickets: readonly CountedTicket[]
  /** By ticket, in no order. */
  readonly steps: ReadonlyMap<string, readonly Step[]>
  readonly agents: readonly CountedAgent[]
}

const StepRow = EventRecord.pick({ seq: true, type: true, at: true }).extend({
  ticket_id: z.string(),
  data: z.object({
    queue_state: z.string(),
    department_id: z.string(),
    priority: z.string(),
    assignee_id: z.string().nullable(),
    outcome: z.string().optional(),
  }),
})

const stepOf = (row: unknown): readonly [string, Step] => {
  const { ticket_id, seq, type, at, data } = StepRow.parse(row)
  const { queue_state, department_id, priority, assignee_id, outcome = null } = data
  return [ticket_id, { seq, type, at, queue_state, department_id, priority, assignee_id, outcome }]
}

/** Of a hundred thousand tickets only what is judged travels. */
const TICKETS_AND_EVENTS = {
  FilterExpression: 'sk = :ticket OR (attribute_exists(ticket_id) AND begins_with(sk, :event))',
  ExpressionAttributeValues: { ':ticket': 'TICKET', ':event': EVENT_PREFIX },
  ProjectionExpression: [
    ...['sk', 'id', 'title', '#status', 'queue_state', 'category', 'priority', 'department_id', 'assignee'],
    ...['created_at', 'version', 'seq', '#type', '#at', 'ticket_id', '#data'],
  ].join(', '),
  ExpressionAttributeNames: { '#status': 'status', '#type': 'type', '#at': 'at', '#data': 'data' },
}

/** Reads every ticket with its events, and every agent, straight from the tables. */
export const takeCensus = async (awsUrl: string): Promise<Census> => {
  const tickets: CountedTicket[] = []
  const steps = new Map<string, Step[]>()
  for await (const row of rawRows(awsUrl, 'Tickets', TICKETS_AND_EVENTS)) {
    if (row.sk === 'TICKET') {
      tickets.push(CountedTicket.parse(row))
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
