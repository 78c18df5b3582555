import type { EventRecord } from '../../functions/contracts/events.ts'
import type { AgentState } from '../../functions/contracts/people-state.ts'
import type { TicketState } from '../../functions/contracts/ticket-state.ts'
import { topicOf } from '../../functions/domain/live.ts'
import { parseTicket, queueOrder } from '../../functions/stores/ticket-rows.ts'
import type { Change, DatabaseModel, Row } from './database-model.ts'
import { STALE_CHANGES } from './services.ts'

/** Violations that are found during the run; each line names the rule and what broke it. */
export interface Findings {
  readonly overCapacity: string[]
  readonly overtaken: string[]
  readonly overruled: string[]
  readonly gaps: string[]
}

/** Observes the database's changes, and records what cannot be seen at the end of a run. */
export interface Watch {
  readonly findings: Findings
  /** The tickets as they are, oldest first. */
  readonly tickets: () => readonly TicketState[]
  /** The events of each ticket, by subject. */
  readonly histories: () => ReadonlyMap<string, readonly EventRecord[]>
  /** The moment of the database at which an event of a ticket was written. */
  readonly writtenAt: (ticketId: string, seq: number) => number
  /** The moments of the database at which a socket joined a ticket, in order. */
  readonly joinedAt: (connection: string, ticketId: string) => readonly number[]
  /** Sets the moment of the database at which the invocation of the next writes began. */
  readonly written: (since: number) => void
}

/** A ticket's place in a line, and the moment of the database since which it has had it. */
interface Place {
  readonly departmentId: string
  readonly order: string
  readonly since: number
}

export const newWatch = (database: DatabaseModel): Watch => {
  const findings: Findings = { overCapacity: [], overtaken: [], overruled: [], gaps: [] }
  const tickets = new Map<string, TicketState>()
  const lines = new Map<string, Place>()
  const histories = new Map<string, EventRecord[]>()
  const moments = new Map<string, number>()
  const joins = new Map<string, number[]>()
  let writerSince = 0
  /** The ticket's change at the start of the current transaction. */
  let moved: { readonly before: TicketState | undefined; readonly after: TicketState; readonly at: number } | undefined
  let latest: EventRecord | undefined
  let latestAt = 0

  const stand = (after: TicketState, sequence: number): void => {
    const known = lines.get(after.id)
    if (after.queue_state !== 'waiting') {
      lines.delete(after.id)
      return
    }
    const order = queueOrder(after)
    if (known?.departmentId === after.department_id && known.order === order) return
    lines.set(after.id, { departmentId: after.department_id, order, since: sequence })
  }

  /** Tickets ahead in the line before the round began, even in the oldest view of the index, had to be served first. */
  const findOvertaken = (before: TicketState, after: TicketState): void => {
    const agent = after.assignee
    if (!agent || agent.department_id !== before.department_id || before.returns_to?.id === agent.id) return
    const own = queueOrder(before)
    for (const [id, { departmentId, order, since }] of lines) {
      const wasSeen = since <= writerSince - STALE_CHANGES
      if (id === after.id || departmentId !== before.department_id || order >= own || !wasSeen) continue
      findings.overtaken.push(`ticket ${id} was overtaken by ${after.id}, which went to ${agent.name}`)
    }
  }

  const lastOf = (subject: string, wanted: EventRecord['type']): EventRecord | undefined =>
    histories.get(subject)?.findLast(({ type }) => type === wanted)

  /** Whether a person had given a ticket to an agent who was away. */
  const isMeantForLater = ({ id, assignee }: TicketState): boolean => {
    const given = lastOf(`TICKET#${id}`, 'ticket_assigned')
    const gone = lastOf(`USER#${assignee?.id}`, 'presence_changed')
    return given?.data.outcome === 'manual' && (gone === undefined || gone.at <= given.at)
  }

  const findOverruled = ({ actor, type }: EventRecord, before: TicketState, after: TicketState): void => {
    if (actor.kind === 'user') return
    if (type === 'ticket_unassigned' && isMeantForLater(before)) {
      findings.overruled.push(`${type} took ${after.id} from ${before.assignee?.name}, whom a person had chosen`)
    }
    for (const field of ['category', 'priority'] as const) {
      if (before[`${field}_set_by`] !== 'person' || before[field] === after[field]) continue
      findings.overruled.push(`${type} set the ${field} of ${after.id} to ${after[field]}, where a person had chosen`)
    }
    if (before.department_set_by === 'person' && before.department_id !== after.department_id) {
      findings.overruled.push(`${type} took ${after.id} out of the department that a person had chosen`)
    }
    const isTakenOver = before.queue_state === 'assigned' && after.queue_state === 'assigned'
    if (isTakenOver && before.assignee?.id !== after.assignee?.id) {
      findings.overruled.push(`${type} took ${after.id} from ${before.assignee?.name}`)
    }
  }

  const hear = (event: EventRecord, sequence: number): void => {
    const history = histories.get(event.subject) ?? []
    if (event.seq !== history.length + 1) {
      findings.gaps.push(`${event.subject} has event ${event.seq} after ${history.length}`)
    }
    history.push(event)
    histories.set(event.subject, history)
    moments.set(`${event.subject} ${event.seq}`, sequence)
    latest = event
    latestAt = sequence
    if (moved?.at !== sequence - 1 || moved.before === undefined) return
    const { before, after } = moved
    findOverruled(event, before, after)
    if (event.type === 'ticket_assigned' && event.actor.kind === 'system') findOvertaken(before, after)
  }

  const weigh = (before: AgentState, after: AgentState, sequence: number): void => {
    const isClaim = after.active > before.active && latest?.type === 'ticket_assigned' && latestAt >= sequence - 2
    if (!isClaim || latest?.data.override === true) return
    if (after.active > after.capacity || (latest?.actor.kind !== 'user' && after.presence !== 'online')) {
      findings.overCapacity.push(`${after.name} (${after.presence}) carries ${after.active} of ${after.capacity}`)
    }
  }

  const join = ({ connection_id, topic, ticket_id }: Row, sequence: number): void => {
    if (topic !== topicOf.ticket(String(ticket_id))) return
    const key = `${connection_id} ${ticket_id}`
    joins.set(key, [...(joins.get(key) ?? []), sequence])
  }

  database.onChange(({ table, sequence, before, after }: Change) => {
    if (table === 'Connections' && after && !before) join(after, sequence)
    if (table === 'AgentLoad' && before && after && String(after.sk).startsWith('AGENT#')) {
      weigh(before as unknown as AgentState, after as unknown as AgentState, sequence)
    }
    if (table !== 'Tickets' || !after) return
    if (after.sk === 'TICKET') {
      const ticket = parseTicket(after)
      moved = { before: tickets.get(ticket.id), after: ticket, at: sequence }
      tickets.set(ticket.id, ticket)
      stand(ticket, sequence)
    } else if (String(after.sk).startsWith('EVENT#')) {
      if (before) findings.gaps.push(`event ${after.seq} of ${after.pk} was written twice`)
      else hear(after as unknown as EventRecord, sequence)
    }
  })

  return {
    findings,
    tickets: () => [...tickets.values()],
    histories: () => histories,
    joinedAt: (connection, ticketId) => joins.get(`${connection} ${ticketId}`) ?? [],
    writtenAt: (ticketId, seq) => moments.get(`TICKET#${ticketId} ${seq}`) ?? 0,
    written: (since) => {
      writerSince = since
    },
  }
}
