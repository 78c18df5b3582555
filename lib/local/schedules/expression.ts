/** When a schedule runs next. */
export interface Timetable {
  /** @returns the first run strictly after `instant` (both in ms since 1970), or undefined if there is none */
  next(instant: number): number | undefined
}

const UNIT_MS = { minute: 60_000, hour: 3_600_000, day: 86_400_000 } as const
const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC']
const WEEKDAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT']
const LAST_YEAR = 2199

/** A day on the wall calendar; `weekday` 0 is Sunday, `month` 1 is January. */
interface Day {
  readonly year: number
  readonly month: number
  readonly date: number
  readonly weekday: number
  /** Number of days in its month. */
  readonly monthLength: number
}

const refuse = (expression: string): never => {
  throw new Error(`schedule expression ${expression} is not a rate(), cron() or at() that EventBridge takes`)
}

/**
 * Reads a schedule expression of EventBridge Scheduler: `rate(5 minutes)`, `cron(0 9 ? * MON-FRI *)` with six fields,
 * or `at(2026-01-31T09:00:00)`.
 *
 * A cron time that a time zone skips in spring does not run; one that happens twice in autumn runs once, the first time.
 *
 * @param anchor start of a rate, in ms since 1970; its runs lie whole intervals after it
 * @throws Error for anything else
 */
export const readTimetable = (expression: string, timeZone: string, anchor: number): Timetable => {
  const [, kind, argument = ''] = /^(rate|cron|at)\((.+)\)$/.exec(expression) ?? []
  if (kind === 'rate') return rate(expression, argument, anchor)
  if (kind === 'at') return once(expression, argument, timeZone)
  if (kind === 'cron') return cron(expression, argument, timeZone)
  return refuse(expression)
}

const rate = (expression: string, argument: string, anchor: number): Timetable => {
  const [, count, unit, plural] = /^([1-9]\d*) (minute|hour|day)(s?)$/.exec(argument) ?? []
  if (unit !== 'minute' && unit !== 'hour' && unit !== 'day') return refuse(expression)
  if ((count === '1') === (plural === 's')) return refuse(expression)
  const interval = Number(count) * UNIT_MS[unit]
  return { next: (instant) => anchor + Math.max(1, Math.floor((instant - anchor) / interval) + 1) * interval }
}

const once = (expression: string, argument: string, timeZone: string): Timetable => {
  const wall = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(argument) ? Date.parse(`${argument}Z`) : Number.NaN
  if (Number.isNaN(wall)) return refuse(expression)
  const instant = wallClock(timeZone)(wall)
  return { next: (after) => (instant !== undefined && instant > after ? instant : undefined) }
}

/**
 * Turns wall-clock time (given as if it were UTC, in ms) into the instant when a clock of that zone first shows it;
 * undefined for a time that the zone skips.
 */
const wallClock = (timeZone: string): ((wall: number) => number | undefined) => {
  const offset = offsetOf(timeZone)
  return (wall) => {
    const around = [wall - UNIT_MS.day, wall + UNIT_MS.day].map((near) => wall - offset(near))
    const shown = around.filter((instant) => instant + offset(instant) === wall)
    return shown.length > 0 ? Math.min(...shown) : undefined
  }
}

/** The zone's offset from UTC at an instant, in ms, positive east of Greenwich. */
const offsetOf = (timeZone: string): ((instant: number) => number) => {
  const clock = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  return (instant) => {
    const shown = Object.fromEntries(clock.formatToParts(instant).map(({ type, value }) => [type, Number(value)]))
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = shown
    return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(instant / 1000) * 1000
  }
}

const cron = (expression: string, argument: string, timeZone: string): Timetable => {
  const [minute, hour, date, month, weekday, year, ...rest] = argument.split(' ')
  if (!minute || !hour || !date || !month || !weekday || !year || rest.length > 0) return refuse(expression)
  if ((date === '?') === (weekday === '?')) return refuse(expression)

  const numbers = (field: string, low: number, high: number, names: readonly string[] = []) =>
    fieldValues(field, low, high, names) ?? refuse(expression)
  const minutes = numbers(minute, 0, 59)
  const hours = numbers(hour, 0, 23)
  const months = new Set(numbers(month, 1, 12, ['', ...MONTHS]))
  const years = new Set(numbers(year, 1970, LAST_YEAR))
  const isDue = weekday === '?' ? dateRule(date) : weekdayRule(weekday)
  if (!isDue) return refuse(expression)

  const instantOf = wallClock(timeZone)
  const offset = offsetOf(timeZone)
  return {
    next: (after) => {
      for (const day of daysFrom(after + offset(after) - UNIT_MS.day)) {
        if (!years.has(day.year) || !months.has(day.month) || !isDue(day)) continue
        const midnight = Date.UTC(day.year, day.month - 1, day.date)
        for (const at of hours.flatMap((h) => minutes.map((m) => midnight + h * UNIT_MS.hour + m * UNIT_MS.minute))) {
          const instant = instantOf(at)
          if (instant !== undefined && instant > after) return instant
        }
      }
      return undefined
    },
  }
}

function* daysFrom(wall: number): Generator<Day> {
  const start = new Date(wall)
  for (let count = 0; ; count += 1) {
    const day = new Date(Date.UTC(start.getUTCFullYear(), start.getUTCMonth(), start.getUTCDate() + count))
    const [year, month] = [day.getUTCFullYear(), day.getUTCMonth() + 1]
    if (year > LAST_YEAR) return
    const monthLength = new Date(Date.UTC(year, month, 0)).getUTCDate()
    yield { year, month, date: day.getUTCDate(), weekday: day.getUTCDay(), monthLength }
  }
}

/** Values of a cron field such as `*`, `5`, `1-5`, `0/15`, `MON,WED`, in order; undefined if it is malformed. */
const fieldValues = (
  field: string,
  low: number,
  high: number,
  names: readonly string[],
): readonly number[] | undefined => {
  const read = (text: string): number => {
    const named = text === '' ? -1 : names.indexOf(text.toUpperCase())
    const value = named >= 0 ? named : /^\d+$/.test(text) ? Number(text) : Number.NaN
    return value >= low && value <= high ? value : Number.NaN
  }
  const values = new Set<number>()
  for (const part of field.split(',')) {
    const [range = '', step] = part.split('/')
    const [from = '', to] = range.split('-')
    const first = range === '*' ? low : read(from)
    const last = range === '*' || (step !== undefined && to === undefined) ? high : read(to ?? from)
    const stride = step === undefined ? 1 : /^[1-9]\d*$/.test(step) ? Number(step) : Number.NaN
    if (Number.isNaN(first + last + stride) || first > last) return undefined
    for (let value = first; value <= last; value += stride) values.add(value)
  }
  return [...values].toSorted((a, b) => a - b)
}

/** Day-of-month field: numbers, `L` (last day) or `15W` (nearest weekday of the same month). */
const dateRule = (field: string): ((day: Day) => boolean) | undefined => {
  if (field === 'L') return ({ date, monthLength }) => date === monthLength
  const [, nearest] = /^([1-9]|[12]\d|3[01])W$/.exec(field) ?? []
  if (nearest) return (day) => day.date === nearestWeekday(Number(nearest), day)
  const dates = fieldValues(field, 1, 31, [])
  return dates && (({ date }) => dates.includes(date))
}

const nearestWeekday = (date: number, { year, month, monthLength }: Day): number => {
  const weekday = new Date(Date.UTC(year, month - 1, date)).getUTCDay()
  if (weekday === 6) return date === 1 ? 3 : date - 1
  if (weekday === 0) return date === monthLength ? date - 2 : date + 1
  return date
}

/** Day-of-week field, 1 = Sunday: numbers or names, `6L` (last Friday of the month), `2#1` (first Monday). */
const weekdayRule = (field: string): ((day: Day) => boolean) | undefined => {
  const names = ['', ...WEEKDAYS]
  const [, weekday = '', last, nth] = /^(\w+?)(?:(L)|#([1-5]))$/.exec(field) ?? []
  if (weekday) {
    const [only] = fieldValues(weekday, 1, 7, names) ?? []
    if (only === undefined) return undefined
    if (last) return (day) => day.weekday === only - 1 && day.date > day.monthLength - 7
    return (day) => day.weekday === only - 1 && Math.ceil(day.date / 7) === Number(nth)
  }
  if (field === 'L') return (day) => day.weekday === 6
  const weekdays = fieldValues(field, 1, 7, names)
  return weekdays && (({ weekday }) => weekdays.includes(weekday + 1))
}
