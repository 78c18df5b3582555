import type { BusinessHours } from '../contracts/department.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS, MINUTES_PER_HOUR } from './time.ts'

/** Beyond this many days without opening, the calendar is taken to be always open, so that a clock always ends. */
const HORIZON_DAYS = 1_500

const formats = new Map<string, Intl.DateTimeFormat>()

const formatOf = (timeZone: string): Intl.DateTimeFormat => {
  const known = formats.get(timeZone)
  if (known) return known
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  formats.set(timeZone, format)
  return format
}

/** The local time of an instant, as if it were UTC: in milliseconds since 1970. */
export const wallClock = (instant: number, timeZone: string): number => {
  const parts = Object.fromEntries(
    formatOf(timeZone)
      .formatToParts(instant)
      .map(({ type, value }) => [type, Number(value)]),
  )
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts
  return Date.UTC(year, month - 1, day, hour, minute, second, new Date(instant).getUTCMilliseconds())
}

/**
 * The instant of a local time, given as `wallClock` returns it. A time that daylight saving skips is taken to be as
 * many minutes after the jump; for one that occurs twice it is the first.
 */
export const instantOf = (local: number, timeZone: string): number => {
  const before = local - (wallClock(local - DAY_MS, timeZone) - (local - DAY_MS))
  const after = local - (wallClock(local + DAY_MS, timeZone) - (local + DAY_MS))
  const candidates = [Math.min(before, after), Math.max(before, after)]
  return candidates.find((instant) => wallClock(instant, timeZone) === local) ?? before
}

const minutesOf = (time: string): number => {
  const [hours = 0, minutes = 0] = time.split(':').map(Number)
  return hours * MINUTES_PER_HOUR + minutes
}

/** The instants between which a local day is open; undefined if it is closed. */
const openingOf = (
  localMidnight: number,
  hours: BusinessHours,
  timeZone: string,
): { from: number; to: number } | undefined => {
  const weekday = ((new Date(localMidnight).getUTCDay() + 6) % 7) + 1
  const opening = hours[String(weekday) as keyof BusinessHours]
  if (!opening) return undefined
  const from = instantOf(localMidnight + minutesOf(opening.from) * MINUTE_MS, timeZone)
  const to = instantOf(localMidnight + minutesOf(opening.to) * MINUTE_MS, timeZone)
  return to > from ? { from, to } : undefined
}

/** Whether at least half of the hour that begins at an instant is open. */
export const isOpenHour = (instant: number, hours: BusinessHours | null, timeZone: string): boolean =>
  addOpenHours(new Date(instant), 0.5, hours, timeZone).getTime() <= instant + HOUR_MS

/**
 * The moment at which `openHours` open hours have passed since `start`.
 *
 * @param hours opening times by weekday; null means always open. A calendar that never opens counts as always open
 */
export const addOpenHours = (start: Date, openHours: number, hours: BusinessHours | null, timeZone: string): Date => {
  const always = new Date(start.getTime() + openHours * HOUR_MS)
  if (hours === null || Object.keys(hours).length === 0) return always

  let left = openHours * HOUR_MS
  const startLocal = wallClock(start.getTime(), timeZone)
  const firstMidnight = startLocal - (((startLocal % DAY_MS) + DAY_MS) % DAY_MS)
  for (let day = 0; day < HORIZON_DAYS; day += 1) {
    const opening = openingOf(firstMidnight + day * DAY_MS, hours, timeZone)
    if (!opening) continue
    const from = Math.max(opening.from, start.getTime())
    const open = opening.to - from
    if (open <= 0) continue
    if (left <= open) return new Date(from + left)
    left -= open
  }
  return always
}
