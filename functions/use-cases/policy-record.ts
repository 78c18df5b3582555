import type { AgentState } from '../contracts/people-state.ts'
import { subjectOf } from '../contracts/subjects.ts'
import { Status } from '../contracts/ticket.ts'
import type { TicketState } from '../contracts/ticket-state.ts'
import { mean } from '../domain/averages.ts'
import { takersAmong } from '../domain/capacity.ts'
import type { StoredDepartment } from '../domain/department.ts'
import { RefusedError } from '../domain/errors.ts'
import { presenceHistory } from '../domain/policy-lab/presence-history.ts'
import { type PresenceMark, recordedWork, type TicketInHand } from '../domain/policy-lab/recorded-work.ts'
import { mostTickets, type PolicyRecord, type RecordedTicket, ticketsIn } from '../domain/policy-lab.ts'
import { slaClocks } from '../domain/sla.ts'
import { HOUR_MS, HOURS_PER_DAY, HOURS_PER_WEEK, MINUTE_MS } from '../domain/time.ts'
import { recentCounts } from '../domain/volume-forecast/series.ts'
import { listAgents } from '../stores/agents.ts'
import { countDepartmentTickets, listDepartmentTickets } from '../stores/department-tickets.ts'
import { listEvents } from '../stores/events.ts'
import { readVolume } from '../stores/volume.ts'

/** A period in whole hours. */
interface Span {
  readonly from: Date
  readonly to: Date
}

const assertReplayable = (tickets: number, agents: number): void => {
  const most = mostTickets(agents)
  if (tickets <= most) return
  throw new RefusedError(
    'invalid',
    'period_too_large',
    `${tickets} tickets came in this period; at most ${most} can be replayed, please choose a shorter one`,
    { fields: [{ path: 'from', message: `must leave at most ${most} tickets` }] },
  )
}

const minutesSince = (from: Date, instant: string): number => (Date.parse(instant) - from.getTime()) / MINUTE_MS

/** Each agent's presence through the period: first what it was at the beginning, then each change. */
const presenceOfAll = async (agents: readonly AgentState[], { from, to }: Span): Promise<readonly PresenceMark[]> => {
  const bounds = { from: from.toISOString(), to: to.toISOString() }
  const marks = await Promise.all(
    agents.map(async ({ id, presence }): Promise<readonly PresenceMark[]> => {
      const { initial, changes } = presenceHistory(await listEvents(subjectOf.user(id)), presence, bounds)
      return [
        { agent_id: id, at: 0, presence: initial },
        ...changes.map((change) => ({ agent_id: id, at: minutesSince(from, change.at), presence: change.presence })),
      ]
    }),
  )
  return marks.flat()
}

/** Who had each ticket in hand, from when to when; until the end of the period if it is not resolved. */
const ticketsInHand = (tickets: readonly TicketState[], { from, to }: Span): readonly TicketInHand[] =>
  tickets.flatMap(({ id, assigned_at, resolved_at, resolution, assignee }) => {
    const agent = resolution?.agent ?? assignee
    const end = resolved_at ?? to.toISOString()
    if (!agent || assigned_at === null || end < assigned_at) return []
    return [
      {
        ticket_id: id,
        agent_id: agent.id,
        from: minutesSince(from, assigned_at),
        to: minutesSince(from, end),
      },
    ]
  })

const recordedTickets = (
  tickets: readonly TicketState[],
  department: StoredDepartment,
  marks: readonly PresenceMark[],
  span: Span,
): readonly RecordedTicket[] => {
  const work = recordedWork(ticketsInHand(tickets, span), marks)
  return tickets.map((ticket) => ({
    id: ticket.id,
    department_id: department.id,
    priority: ticket.priority,
    required_skills: ticket.required_skills,
    arrives_at: minutesSince(span.from, ticket.created_at),
    work_minutes: ticket.resolved_at === null ? null : (work.get(ticket.id) ?? null),
    due_in: minutesSince(
      new Date(ticket.created_at),
      slaClocks(ticket.created_at, ticket.priority, department).first_response_due_at,
    ),
  }))
}

/** The customers' mean wait for the first answer, in minutes; null if none was answered. */
const answeredAfter = (tickets: readonly TicketState[]): number | null => {
  const waits = tickets.flatMap(({ created_at, first_response_at }) =>
    first_response_at === null ? [] : [minutesSince(new Date(created_at), first_response_at)],
  )
  return waits.length === 0 ? null : mean(waits)
}

/**
 * For each hour, the tickets that were counted but are not in `tickets`: only on days without any in `tickets`, since a
 * ticket that moved to another department was counted here as well.
 */
const uncountedTickets = async (
  department: StoredDepartment,
  tickets: readonly RecordedTicket[],
  { from, to }: Span,
): Promise<readonly number[]> => {
  const hours = Math.round((to.getTime() - from.getTime()) / HOUR_MS)
  const days = await readVolume(department.id, Math.ceil(hours / HOURS_PER_WEEK), to)
  const volume = recentCounts(days, department.time_zone, hours, to)
  const known = new Set(tickets.map(({ arrives_at }) => Math.floor(arrives_at / (60 * HOURS_PER_DAY))))
  return volume.map(({ count }, hour) => (known.has(Math.floor(hour / HOURS_PER_DAY)) ? 0 : (count ?? 0)))
}

/**
 * What happened in a department during a period: its tickets, and the presence of its present agents.
 *
 * @param from rounded down to a whole hour; `to` is rounded up
 * @throws RefusedError `period_too_large`; `nobody_present` if tickets came and no agent was ever online
 */
export const readPolicyRecord = async (department: StoredDepartment, from: Date, to: Date): Promise<PolicyRecord> => {
  const span: Span = {
    from: new Date(Math.floor(from.getTime() / HOUR_MS) * HOUR_MS),
    to: new Date(Math.ceil(to.getTime() / HOUR_MS) * HOUR_MS),
  }
  const period = { from: span.from.toISOString(), to: span.to.toISOString() }
  const [count, members] = await Promise.all([
    countDepartmentTickets(department.id, Status.options, period),
    listAgents(department.id),
  ])
  const agents = takersAmong(members, department)
  assertReplayable(count, agents.length)

  const tickets = await listDepartmentTickets(department.id, Status.options, period)
  const marks = await presenceOfAll(agents, span)
  const recorded = recordedTickets(tickets, department, marks, span)
  const record: PolicyRecord = {
    starts_at: period.from,
    minutes: (span.to.getTime() - span.from.getTime()) / MINUTE_MS,
    department,
    agents: agents.map(({ id, department_id, skills, capacity }) => ({
      agent_id: id,
      department_id,
      skills,
      capacity,
      speed: 1,
    })),
    tickets: recorded,
    uncounted: await uncountedTickets(department, recorded, span),
    presence_changes: marks,
    answered_after_minutes: answeredAfter(tickets),
  }
  const came = ticketsIn(record)
  assertReplayable(came, agents.length)
  if (came > 0 && !marks.some(({ presence }) => presence === 'online')) {
    throw new RefusedError('invalid', 'nobody_present', 'no agent of this department was online in this period')
  }
  return record
}
