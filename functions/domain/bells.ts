import type { EventRecord, EventType, QueueBell } from '../contracts/events.ts'

/** What a message of the TicketQueue asks for. */
export interface Bell {
  /** Whose lines to look at. */
  readonly department_ids: readonly string[]
  /** The ticket that it is about. */
  readonly ticket_id?: string
  /** True if that ticket waits from now on, triaged or not: its own event rings for the line that it joins. */
  readonly endsTriage: boolean
  /** True if an agent may have room who had none: the departments that they help are then looked at too. */
  readonly freesRoom: boolean
  /** The agent who let go of a ticket; they may work in another department than the ticket's. */
  readonly freed_agent_id?: string
}

/** Events that bring tickets into line and free nobody. */
const ARRIVALS: ReadonlySet<EventType> = new Set(['ticket_queued', 'triage_ready', 'comment_added'])

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)

/** The agent who carried the ticket until this event. */
const freedAgent = ({ changes, data }: EventRecord): string | undefined =>
  text(changes.assignee?.[0]) ?? (changes.queue_state?.[0] === 'assigned' ? text(data.assignee_id) : undefined)

/**
 * The department whose line the ticket left by this event; undefined if it did not move, or was still in triage and so
 * in nobody's line.
 */
const formerDepartment = ({ changes }: EventRecord): string | undefined =>
  changes.queue_state?.[0] === 'triaging' ? undefined : text(changes.department_id?.[0])

const isEvent = (message: EventRecord | QueueBell): message is EventRecord => 'event_id' in message

/** What a message asks for, or undefined if it concerns no line: a comment that reopened nothing. */
export const bellOf = (message: EventRecord | QueueBell): Bell | undefined => {
  if (!isEvent(message)) {
    const { department_id, ticket_id } = message
    if (ticket_id !== undefined) return { department_ids: [], ticket_id, endsTriage: true, freesRoom: false }
    return { department_ids: [department_id], endsTriage: false, freesRoom: false }
  }
  const { type, data, ticket_id } = message
  if (type === 'comment_added' && data.reopened !== true) return undefined
  const freed = freedAgent(message)
  return {
    department_ids: [text(data.department_id), formerDepartment(message)].filter((id) => id !== undefined),
    ...(ticket_id !== undefined && { ticket_id }),
    endsTriage: false,
    freesRoom: !ARRIVALS.has(type),
    ...(freed !== undefined && { freed_agent_id: freed }),
  }
}
