import { instantOf, wallClock } from '../business-hours.ts'
import { HOUR_MS, HOURS_PER_WEEK, WEEK_MS } from '../time.ts'

/** Tickets in each of the 24 hours of a local day, by its date, YYYY-MM-DD. */
export type VolumeDays = ReadonlyMap<string, readonly number[]>

/** Hourly counts by a local clock, without a gap, up to the hour that is not over yet. */
export interface VolumeSeries {
  readonly time_zone: string
  /** Local wall clock of the first count, "YYYY-MM-DDTHH". */
  readonly first_hour: string
  /** Null if the local hour did not exist, or nothing was recorded. */
  readonly counts: readonly (number | null)[]
  /** Local wall clock of the hour after the last count, in milliseconds as if it were UTC. */
  readonly next_hour: number
}

const dateOf = (wall: number): string => new Date(wall).toISOString().slice(0, 10)
const hourOf = (wall: number): number => new Date(wall).getUTCHours()

/** The start of the hour that an instant lies in, by the local clock. */
export const startOfHour = (instant: number, timeZone: string): number =>
  instant - (((wallClock(instant, timeZone) % HOUR_MS) + HOUR_MS) % HOUR_MS)

/**
 * The same local hour of the week, `weeks` weeks earlier: an hour more or less if the clocks were changed in between.
 *
 * @param hour its first instant, as a timestamp
 */
export const weeksBefore = (hour: string, weeks: number, timeZone: string): string =>
  new Date(instantOf(wallClock(Date.parse(hour), timeZone) - weeks * WEEK_MS, timeZone)).toISOString()

/**
 * Tickets in the local hour that an instant lies in. An hour that the clock shows twice has half of its count each
 * time.
 *
 * @returns null before the first day that is known; after it, a day without figures is one without tickets
 */
const countAt = (days: VolumeDays, firstDate: string, instant: number, timeZone: string): number | null => {
  const wall = wallClock(instant, timeZone)
  const date = dateOf(wall)
  const hours = days.get(date)
  if (hours === undefined) return date < firstDate ? null : 0
  const count = hours[hourOf(wall)] ?? 0
  const isTwice = [-1, 1].some((step) => wallClock(instant + step * HOUR_MS, timeZone) === wall)
  return isTwice ? Math.round(count / 2) : count
}

const firstDateOf = (days: VolumeDays): string => [...days.keys()].toSorted()[0] ?? '9999-12-31'

/** The last `hours` hours that are over, oldest first, each by its first instant. */
export const recentCounts = (
  days: VolumeDays,
  timeZone: string,
  hours: number,
  now: Date,
): readonly { readonly hour: string; readonly count: number | null }[] => {
  const end = startOfHour(now.getTime(), timeZone)
  const firstDate = firstDateOf(days)
  return Array.from({ length: hours }, (_, place) => {
    const instant = end - (hours - place) * HOUR_MS
    return { hour: new Date(instant).toISOString(), count: countAt(days, firstDate, instant, timeZone) }
  })
}

/**
 * Drops the hours before the first ticket, whose zeros say nothing about the time since. If no ticket has come yet, the
 * watched hours count as zeros.
 *
 * @param watched hours at the end in which the scope is known to have been there
 */
const sinceFirstTicket = (counts: readonly (number | null)[], watched: number): readonly (number | null)[] => {
  const first = counts.findIndex((count) => count !== null && count > 0)
  return first < 0 ? new Array<number>(Math.min(watched, counts.length)).fill(0) : counts.slice(first)
}

/**
 * What is known of a scope's volume as one series by its local clock: an hour that daylight saving skips is null. One
 * that occurs twice is a single count of half its tickets, and is left out while it occurs for the second time, since
 * it is then the next hour.
 *
 * @param weeks how far back to go
 * @param watchedSince a timestamp at which the scope existed already; unknown if not given
 */
export const volumeSeries = (
  days: VolumeDays,
  timeZone: string,
  weeks: number,
  now: Date,
  watchedSince?: string,
): VolumeSeries => {
  const next_hour = wallClock(startOfHour(now.getTime(), timeZone), timeZone)
  const counts: (number | null)[] = []
  let before: number | undefined
  for (const { hour, count } of recentCounts(days, timeZone, weeks * HOURS_PER_WEEK, now)) {
    const wall = wallClock(Date.parse(hour), timeZone)
    if (wall === before) continue
    if (before !== undefined && wall > before + HOUR_MS) counts.push(null)
    counts.push(count)
    before = wall
  }
  if (before === next_hour) counts.pop()
  else if (before !== undefined && next_hour > before + HOUR_MS) counts.push(null)
  const watched = watchedSince === undefined ? 0 : (next_hour - wallClock(Date.parse(watchedSince), timeZone)) / HOUR_MS
  const known = sinceFirstTicket(counts, Math.max(0, Math.floor(watched)))
  const first_hour = new Date(next_hour - known.length * HOUR_MS).toISOString().slice(0, 13)
  return { time_zone: timeZone, first_hour, counts: known, next_hour }
}
