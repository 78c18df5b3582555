const RATE = /^rate\((?:1 (?:minute|hour|day)|(?:[2-9]|[1-9]\d+) (?:minutes|hours|days))\)$/
const AT = /^at\((\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)\)$/

interface CronField {
  readonly lowest: number
  readonly highest: number
  /** Names of values, the first for the lowest. */
  readonly names: readonly string[]
  /** Further values of this field, beside values, ranges and steps. */
  readonly special: RegExp | undefined
}

const plain = (lowest: number, highest: number): CronField => ({ lowest, highest, names: [], special: undefined })

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC']
const DAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT']

/** Minutes, hours, day of month, month, day of week, year (EventBridge Scheduler user guide, cron-based schedules). */
const CRON_FIELDS: readonly CronField[] = [
  plain(0, 59),
  plain(0, 23),
  { ...plain(1, 31), special: /^(?:L|LW|(?:[1-9]|[12]\d|3[01])W)$/ },
  { ...plain(1, 12), names: MONTHS },
  {
    ...plain(1, 7),
    names: DAYS,
    special: new RegExp(`^(?:[1-7]|${DAYS.join('|')})?L$|^(?:[1-7]|${DAYS.join('|')})#[1-5]$`),
  },
  plain(1970, 2199),
]

const isCronValue = (text: string, { lowest, highest, names }: CronField): boolean =>
  names.includes(text.toUpperCase()) || (/^\d+$/.test(text) && Number(text) >= lowest && Number(text) <= highest)

/** Values, ranges and steps, separated by commas: `0/15`, `8-17`, `MON,WED`, `*`. */
const isCronField = (text: string, field: CronField): boolean =>
  text.split(',').every((part) => {
    if (field.special?.test(part.toUpperCase())) return true
    const [range = '', step, ...rest] = part.split('/')
    const ends = range.split('-')
    return (
      rest.length === 0 &&
      (step === undefined || (/^\d+$/.test(step) && Number(step) >= 1 && Number(step) <= field.highest)) &&
      (range === '*' || (ends.length <= 2 && ends.every((end) => isCronValue(end, field))))
    )
  })

/** Most days of each month, from January on. */
const LENGTHS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

/** Whether a single day of month is in none of the listed months, such as 30 February; false for ranges and steps. */
const isNoDay = (day: string, months: string): boolean =>
  /^\d+$/.test(day) &&
  months.split(',').every((month) => {
    const length =
      LENGTHS[MONTHS.includes(month.toUpperCase()) ? MONTHS.indexOf(month.toUpperCase()) : Number(month) - 1]
    return length !== undefined && Number(day) > length
  })

/** Exactly one of day of month and day of week must be `?`. */
const isCron = (fields: readonly string[]): boolean => {
  const days = [fields[2], fields[4]]
  return (
    fields.length === CRON_FIELDS.length &&
    days.filter((day) => day === '?').length === 1 &&
    !isNoDay(fields[2] ?? '', fields[3] ?? '') &&
    CRON_FIELDS.every((field, place) => {
      const text = fields[place] ?? ''
      return (text === '?' && (place === 2 || place === 4)) || isCronField(text, field)
    })
  )
}

/** Whether a time zone of this name exists, such as `Europe/Berlin`. */
export const isTimeZone = (name: string): boolean => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

/** Whether a date and time exists, unlike 30 February. */
const isMoment = (text: string): boolean => {
  const at = new Date(`${text}Z`)
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text)
}

/** Whether EventBridge can read it: `rate(5 minutes)`, `cron(0 10 * * ? *)`, `at(2026-01-01T00:00:00)`. */
export const isScheduleExpression = (text: string): boolean => {
  const cron = /^cron\((.*)\)$/.exec(text)?.[1]
  if (cron !== undefined) return isCron(cron.split(' '))
  const at = AT.exec(text)?.[1]
  return at === undefined ? RATE.test(text) : isMoment(at)
}
