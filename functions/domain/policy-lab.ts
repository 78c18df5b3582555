import type { DepartmentSettings } from '../contracts/department.ts'
import type { PolicyComparison } from '../contracts/insight.ts'
import type { RoutingPolicy } from './assignment.ts'
import { mean } from './averages.ts'
import { NO_OVERFLOW } from './capacity.ts'
import { DEFAULT_SCENARIO } from './simulation/default-scenario.ts'
import { figuresOf, quantile } from './simulation/figures.ts'
import { newRandom, type Random } from './simulation/scenario.ts'
import type { SimulatedAgent, SimulatedTicket, World } from './simulation/world.ts'
import { type SimulationResult, simulate } from './simulation.ts'
import { DAY_MS, MINUTES_PER_DAY, MINUTES_PER_HOUR } from './time.ts'

/** A ticket as it came in; `arrives_at` is in minutes since the period began. */
export type RecordedTicket = Omit<SimulatedTicket, 'work_minutes'> & {
  /** In minutes; null if the record does not tell. */
  readonly work_minutes: number | null
  /** Minutes from arrival until the first response is late. */
  readonly due_in: number
}

/** What happened in a department during a period. */
export interface PolicyRecord {
  readonly starts_at: string
  readonly minutes: number
  readonly department: Pick<DepartmentSettings, 'id' | 'overload_threshold' | 'underload_threshold'>
  readonly agents: readonly SimulatedAgent[]
  readonly tickets: readonly RecordedTicket[]
  /** Tickets that were counted but not read, by the hour of the period; they are drawn like those that were read. */
  readonly uncounted: readonly number[]
  readonly presence_changes: World['presence_changes']
  /** Mean wait of the customers for the first answer; null if none was given. */
  readonly answered_after_minutes: number | null
}

/** What is compared: a rule, and how many tickets each agent may hold; null leaves each agent's own capacity. */
export interface PolicyUnderTest {
  readonly routing: RoutingPolicy
  readonly capacity: number | null
}

/** Work of a ticket in a department that has resolved none yet, in minutes. */
const UNKNOWN_WORK_MINUTES = 30
/** Lower bound of the share of work: a fiftieth of the time in hand. */
const LEAST_WORK_SHARE = 0.02
/** Each step halves, on a logarithmic scale, how far the share of work may be off: in the end by a seventh. */
const CALIBRATION_STEPS = 5
const SEED = 20_260_301

/** Tickets that are simulated for each policy, over all repetitions, which takes some seconds. */
const SIMULATED_TICKETS = 30_000
/**
 * Every ticket is compared with every agent: this many comparisons for each policy, over all repetitions, take some
 * seconds too.
 */
const SIMULATED_LOOKS = 1_600_000
/** Most tickets that a period may have, so that there are enough repetitions to tell the uncertainty. */
const MOST_TICKETS = 7_500
const MOST_REPETITIONS = 20
/** Student's t at 95 % for 3 to 19 degrees of freedom: one less than the number of repetitions. */
const STUDENT_T = [
  3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145, 2.131, 2.12, 2.11, 2.101, 2.093,
] as const
const FEWEST_REPETITIONS = 4

const oneOf = <One>(all: readonly One[], random: Random): One | undefined => all[Math.floor(random() * all.length)]

/**
 * Draws the tickets that were counted but not read: each at a random time of its hour, otherwise like one that was
 * read.
 */
const drawUncounted = (record: PolicyRecord, random: Random): readonly RecordedTicket[] =>
  record.uncounted.flatMap((count, hour) =>
    Array.from({ length: count }, (_none, place): RecordedTicket => {
      const like = oneOf(record.tickets, random)
      return {
        id: `uncounted-${hour}-${place}`,
        department_id: record.department.id,
        priority: like?.priority ?? 'medium',
        required_skills: like?.required_skills ?? [],
        work_minutes: null,
        due_in: like?.due_in ?? Number.POSITIVE_INFINITY,
        arrives_at: (hour + random()) * MINUTES_PER_HOUR,
      }
    }),
  )

const isWeekend = ({ starts_at }: PolicyRecord, day: number): boolean =>
  [0, 6].includes(new Date(Date.parse(starts_at) + day * DAY_MS).getUTCDay())

/** Replaces each day by some recorded day of its kind, working day or weekend: what might have come just as well. */
const redrawDays = (
  record: PolicyRecord,
  tickets: readonly RecordedTicket[],
  random: Random,
): readonly RecordedTicket[] => {
  const days = Array.from({ length: Math.floor(record.minutes / MINUTES_PER_DAY) }, (_none, day) => day)
  if (days.length < 2) return tickets
  const byDay = Map.groupBy(tickets, ({ arrives_at }) => Math.floor(arrives_at / MINUTES_PER_DAY))
  const redrawn = days.flatMap((day) => {
    const alike = days.filter((other) => isWeekend(record, other) === isWeekend(record, day))
    const source = oneOf(alike, random) ?? day
    return (byDay.get(source) ?? []).map((ticket) => ({
      ...ticket,
      id: `${ticket.id}-${day}`,
      arrives_at: ticket.arrives_at + (day - source) * MINUTES_PER_DAY,
    }))
  })
  // The rest of a day that is not whole stays as it was.
  return [...redrawn, ...tickets.filter(({ arrives_at }) => arrives_at >= days.length * MINUTES_PER_DAY)]
}

type LabTicket = SimulatedTicket & Pick<RecordedTicket, 'due_in'>

/** The first repetition is the record itself; the others vary what chance decided. */
const drawTickets = (record: PolicyRecord, repetition: number): readonly LabTicket[] => {
  const random = newRandom(SEED + repetition)
  const known = record.tickets.flatMap(({ work_minutes }) => work_minutes ?? [])
  const tickets = [...record.tickets, ...drawUncounted(record, random)]
  const came = repetition === 0 ? tickets : redrawDays(record, tickets, random)
  return came
    .map((ticket) => {
      const recorded = repetition === 0 ? ticket.work_minutes : null
      return { ...ticket, work_minutes: recorded ?? oneOf(known, random) ?? UNKNOWN_WORK_MINUTES }
    })
    .toSorted((a, b) => a.arrives_at - b.arrives_at)
}

const worldOf = (record: PolicyRecord, tickets: readonly LabTicket[], capacity: number | null): World => ({
  starts_at: record.starts_at,
  departments: [
    {
      department_id: record.department.id,
      overload_threshold: record.department.overload_threshold,
      underload_threshold: record.department.underload_threshold,
      overflow: NO_OVERFLOW,
    },
  ],
  agents: record.agents.map((agent) => ({ ...agent, capacity: capacity ?? agent.capacity })),
  tickets,
  presence_changes: record.presence_changes,
  mismatch_factor: DEFAULT_SCENARIO.mismatch_factor,
})

const replay = (
  record: PolicyRecord,
  tickets: readonly LabTicket[],
  { routing, capacity }: PolicyUnderTest,
): SimulationResult => simulate(worldOf(record, tickets, capacity), { routing, merging: false })

/** The wait of every ticket, in minutes; one that nobody served has waited at least until the end of the period. */
const waitsOf = (
  { minutes }: PolicyRecord,
  tickets: readonly LabTicket[],
  { served }: SimulationResult,
): readonly number[] => {
  const waited = new Map(served.map(({ ticket, wait_minutes }) => [ticket.id, wait_minutes]))
  return tickets.map(({ id, arrives_at }) => waited.get(id) ?? Math.max(0, minutes - arrives_at))
}

type Outcome = Omit<PolicyComparison['today'], 'uncertainty'>

const outcomeOf = (record: PolicyRecord, tickets: readonly LabTicket[], policy: PolicyUnderTest): Outcome => {
  const result = replay(record, tickets, policy)
  const agentIds = record.agents.map(({ agent_id }) => agent_id)
  const figures = figuresOf(result, agentIds, 0)
  const waits = waitsOf(record, tickets, result)
  const dueIn = new Map(tickets.map(({ id, due_in }) => [id, due_in]))
  const inTime = result.served.filter(({ ticket, wait_minutes }) => wait_minutes <= (dueIn.get(ticket.id) ?? 0))
  return {
    mean_wait_seconds: mean(waits) * 60,
    p95_wait_seconds: quantile(waits, 0.95) * 60,
    jain: figures.jain,
    skill_match: figures.skill_match,
    // A ticket that nobody served is late too.
    breaches: tickets.length - inTime.length,
  }
}

const scaled = (tickets: readonly LabTicket[], share: number): readonly LabTicket[] =>
  tickets.map((ticket) => ({ ...ticket, work_minutes: ticket.work_minutes * share }))

/**
 * The share of the time in hand that is work, at most 1: an agent who holds a ticket also waits for the customer, and
 * the record does not say how long. With this share, tickets wait as long under today's policy as customers really
 * waited for their first answer.
 */
const workShare = (record: PolicyRecord, tickets: readonly LabTicket[], today: PolicyUnderTest): number => {
  const { answered_after_minutes } = record
  if (answered_after_minutes === null) return 1
  const waitsTooLong = (share: number): boolean => {
    const { served } = replay(record, scaled(tickets, share), today)
    return mean(served.map(({ wait_minutes }) => wait_minutes)) > answered_after_minutes
  }
  if (!waitsTooLong(1)) return 1
  let [low, high] = [LEAST_WORK_SHARE, 1]
  for (let step = 0; step < CALIBRATION_STEPS; step += 1) {
    const middle = Math.sqrt(low * high)
    if (waitsTooLong(middle)) high = middle
    else low = middle
  }
  return low
}

/**
 * How far the mean of one such period may be from the usual one: by the spread of the repetitions, not of their mean.
 */
const halfWidth = (means: readonly number[]): number => {
  const centre = mean(means)
  const variance = means.reduce((sum, one) => sum + (one - centre) ** 2, 0) / Math.max(1, means.length - 1)
  return (STUDENT_T[means.length - FEWEST_REPETITIONS] ?? 2) * Math.sqrt(variance)
}

const summary = (outcomes: readonly Outcome[]): PolicyComparison['today'] => {
  const over = (field: keyof Outcome): number => mean(outcomes.map((outcome) => outcome[field]))
  return {
    mean_wait_seconds: over('mean_wait_seconds'),
    p95_wait_seconds: over('p95_wait_seconds'),
    jain: Math.min(1, over('jain')),
    skill_match: Math.min(1, over('skill_match')),
    breaches: Math.round(over('breaches')),
    uncertainty: halfWidth(outcomes.map(({ mean_wait_seconds }) => mean_wait_seconds)),
  }
}

/** How many tickets a period had, including those that were not read. */
export const ticketsIn = ({ tickets, uncounted }: PolicyRecord): number =>
  tickets.length + uncounted.reduce((sum, count) => sum + count, 0)

/** How many repetitions take only some seconds. */
const affordable = (record: PolicyRecord): number => {
  const tickets = Math.max(1, ticketsIn(record))
  const looks = tickets * Math.max(1, record.agents.length)
  return Math.floor(Math.min(SIMULATED_TICKETS / tickets, SIMULATED_LOOKS / looks))
}

/** Most tickets that a period may have, by the number of agents, so that an answer comes in time. */
export const mostTickets = (agents: number): number =>
  Math.min(MOST_TICKETS, Math.floor(SIMULATED_LOOKS / FEWEST_REPETITIONS / Math.max(1, agents)))

/**
 * Replays a period under two policies, with the rules that serve real tickets, and the same arrivals, work and presence
 * for both: what differs between the answers is the policy. Repetitions vary the days and the work, which gives the
 * uncertainty. Work is scaled so that today's policy makes customers wait as long as they did. Other departments, and
 * so overflow and merges, are left out. The same record gives the same answer.
 *
 * @param record of at most `mostTickets` tickets
 */
export const comparePolicies = (
  record: PolicyRecord,
  today: PolicyUnderTest,
  proposed: PolicyUnderTest,
): PolicyComparison => {
  const repetitions = Math.min(MOST_REPETITIONS, Math.max(FEWEST_REPETITIONS, affordable(record)))
  const share = workShare(record, drawTickets(record, 0), today)
  const worlds = Array.from({ length: repetitions }, (_none, repetition) =>
    scaled(drawTickets(record, repetition), share),
  )
  const under = (policy: PolicyUnderTest) => summary(worlds.map((tickets) => outcomeOf(record, tickets, policy)))
  return { today: under(today), proposed: under(proposed) }
}
