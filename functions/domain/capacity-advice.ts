import type { DepartmentSettings } from '../contracts/department.ts'
import type { Forecast } from '../contracts/insight.ts'
import type { AgentState } from '../contracts/people-state.ts'
import { agentsNeeded, erlangC, withBacklog, withShrinkage } from './staffing.ts'
import { SECONDS_PER_DAY, SECONDS_PER_HOUR } from './time.ts'
import type { ForecastHour } from './volume-forecast.ts'

export type StaffedHour = Forecast['staffing'][number]

/** Share of tickets that are to reach an agent within the time for a first response. */
export const SERVICE_LEVEL = 0.9
/** Share of the time online that goes to pauses and other work. */
export const SHRINKAGE = 0.1
/** Open hours within which tickets that wait now, or arrive while the desk is closed, are to be worked off. */
export const WORK_OFF_HOURS = 4
/** Handling time that is assumed until a ticket has been resolved. */
const UNKNOWN_HANDLE_SECONDS = 1_800
const LEAST_HANDLE_SECONDS = 1
/** Wait that is reported for a queue that never stops growing: a day. */
const LONGEST_WAIT_SECONDS = SECONDS_PER_DAY
/** Width of a normal variable's 80 % band, in standard deviations. */
const BAND_DEVIATIONS = 2.563

/** What an hour's staffing depends on, apart from its tickets. */
export interface StaffingTerms {
  readonly handle_seconds: number
  readonly target_seconds: number
  readonly waiting: number
  /** Whether the desk is open in the hour that begins at this timestamp. */
  readonly isOpen: (hour: string) => boolean
}

/**
 * An agent's own time for a ticket, in seconds: the mean time from opening to resolution, divided by the mean number of
 * tickets that an agent may carry at once.
 */
export const handleSeconds = (
  agents: readonly Pick<AgentState, 'resolved_total' | 'resolution_hours' | 'capacity'>[],
): number => {
  const resolved = agents.reduce((sum, { resolved_total }) => sum + Math.max(0, resolved_total), 0)
  const hours = agents.reduce((sum, { resolution_hours }) => sum + Math.max(0, resolution_hours), 0)
  const capacity = agents.reduce((sum, agent) => sum + agent.capacity, 0) / Math.max(1, agents.length)
  if (resolved === 0 || capacity === 0) return UNKNOWN_HANDLE_SECONDS
  return Math.max(LEAST_HANDLE_SECONDS, (hours * SECONDS_PER_HOUR) / resolved / capacity)
}

/** The wait that is good service: the time to a first response of a ticket of medium priority. */
export const targetSeconds = ({ sla }: Pick<DepartmentSettings, 'sla'>): number =>
  sla.first_response_hours.medium * SECONDS_PER_HOUR

const dispersionOf = ({ mean, p10, p90 }: ForecastHour): number =>
  mean > 0 ? ((p90 - p10) / BAND_DEVIATIONS) ** 2 / mean : 1

/**
 * For each hour, the tickets that it helps to work off: those that wait now, and those that came while the desk was
 * closed, count in each of the next `WORK_OFF_HOURS` open hours.
 */
const backlogs = (hours: readonly ForecastHour[], { waiting, isOpen }: StaffingTerms): readonly number[] => {
  const backlog = hours.map(() => 0)
  const open = hours.flatMap(({ hour }, step) => (isOpen(hour) ? [step] : []))
  const workOffFrom = (first: number, tickets: number): void => {
    for (const step of open.filter((one) => one >= first).slice(0, WORK_OFF_HOURS)) {
      backlog[step] = (backlog[step] ?? 0) + tickets
    }
  }
  let carried = waiting
  for (const [step, { hour, mean }] of hours.entries()) {
    if (isOpen(hour)) {
      workOffFrom(step, carried)
      carried = 0
    } else carried += mean
  }
  return backlog
}

/** Nobody is needed while the desk is closed; tickets of that time wait until it opens. */
const closedHour = (hour: string, rostered: number, hoursUntilOpen: number | undefined): StaffedHour => ({
  hour,
  agents_needed: 0,
  agents_rostered: rostered,
  expected_wait_seconds: Math.min(
    LONGEST_WAIT_SECONDS,
    (hoursUntilOpen ?? Number.POSITIVE_INFINITY) * SECONDS_PER_HOUR,
  ),
})

/** People at work out of those rostered. Somebody rostered alone is taken to be there. */
const presentOf = (rostered: number): number =>
  Math.floor(rostered * (1 - SHRINKAGE)) || Math.min(1, Math.ceil(rostered))

/** The fewest people to roster so that `present` are at work. */
const rosterFor = (present: number): number =>
  presentOf(present) >= present ? present : withShrinkage(present, SHRINKAGE)

/** @param backlog tickets that this hour and others after it work off together */
const staffHour = (hour: ForecastHour, rostered: number, backlog: number, terms: StaffingTerms): StaffedHour => {
  const { handle_seconds, target_seconds } = terms
  const arrivals_per_hour = withBacklog(hour.mean, backlog, WORK_OFF_HOURS)
  const needed = agentsNeeded({
    arrivals_per_hour,
    handle_seconds,
    target_seconds,
    service_level: SERVICE_LEVEL,
    dispersion: dispersionOf(hour),
  })
  const queue = { arrivals_per_hour, handle_seconds, agents: presentOf(rostered), target_seconds }
  return {
    hour: hour.hour,
    agents_needed: rosterFor(needed),
    agents_rostered: rostered,
    expected_wait_seconds: Math.min(LONGEST_WAIT_SECONDS, erlangC(queue).asa_seconds),
  }
}

/** How many people each hour needs, and how many are usually there. The hours are consecutive, from now on. */
export const staffHours = (
  hours: readonly ForecastHour[],
  rosteredAt: (hour: string) => number,
  terms: StaffingTerms,
): StaffedHour[] => {
  const backlog = backlogs(hours, terms)
  return hours.map((hour, step) => {
    const rostered = rosteredAt(hour.hour)
    const hoursUntilOpen = hours.slice(step).findIndex((later) => terms.isOpen(later.hour))
    return hoursUntilOpen === 0
      ? staffHour(hour, rostered, backlog[step] ?? 0, terms)
      : closedHour(hour.hour, rostered, hoursUntilOpen < 0 ? undefined : hoursUntilOpen)
  })
}

/** The hours that need more people than are usually there. */
export const shortHours = (staffing: readonly StaffedHour[]): readonly StaffedHour[] =>
  staffing.filter(({ agents_needed, agents_rostered }) => agents_needed > agents_rostered)
