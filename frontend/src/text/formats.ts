const DAY_MS = 86_400_000
/** Some Monday, in UTC. */
const MONDAY = Date.UTC(2024, 0, 1)

/** Numbers, dates and lengths of time as a language writes them. */
export const formatsOf = (locale: string) => {
  const number = new Intl.NumberFormat(locale)
  const decimal = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 })
  const tenths = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 })
  const hundredths = new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 })
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 })
  const time = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' })
  const day = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short' })
  const calendarDay = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', timeZone: 'UTC' })
  const weekday = new Intl.DateTimeFormat(locale, { weekday: 'long', timeZone: 'UTC' })
  const date = new Intl.DateTimeFormat(locale, { dateStyle: 'medium' })
  const stamp = new Intl.DateTimeFormat(locale, {
    day: '2-digit',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  })
  const dayAndTime = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' })
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })
  const plurals = new Intl.PluralRules(locale)
  const lengthOf = (value: number, unit: 'second' | 'minute' | 'hour' | 'day') =>
    new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: 0 }).format(value)
  const list = new Intl.ListFormat(locale, { type: 'unit' })
  const spoken = (value: number, unit: 'minute' | 'hour' | 'day') =>
    new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }).format(value)

  return {
    number: (value: number) => number.format(value),
    decimal: (value: number) => decimal.format(value),
    /** With its tenth even if that is 0, so that the figures of a column are level. */
    tenths: (value: number) => tenths.format(value),
    hundredths: (value: number) => hundredths.format(value),
    percent: (share: number) => percent.format(share),
    time: (at: string) => time.format(new Date(at)),
    /** A date without a time, such as `2026-02-24`: the same day wherever it is read. */
    calendarDay: (date: string) => calendarDay.format(new Date(date)),
    /** Monday is 1. */
    weekday: (day: number) => weekday.format(new Date(MONDAY + (day - 1) * DAY_MS)),
    /** A day with its year. */
    date: (at: string) => date.format(new Date(at)),
    /** Date and time to the second, for records. */
    stamp: (at: string) => stamp.format(new Date(at)),
    dayAndTime: (at: string) => dayAndTime.format(new Date(at)),
    /** The time of day, with the date if it is not today, and the year if it is not this year. */
    moment: (at: string, now: number) => {
      const [then, today] = [new Date(at), new Date(now)]
      if (then.toDateString() === today.toDateString()) return time.format(then)
      const format = then.getFullYear() === today.getFullYear() ? day : date
      return `${format.format(then)}, ${time.format(then)}`
    },
    /** Such as "4 seconds ago": from a timestamp to `now`, in milliseconds since 1970. */
    ago: (at: string, now: number) => {
      const seconds = Math.min(0, Math.round((Date.parse(at) - now) / 1_000))
      if (seconds > -60) return relative.format(seconds, 'second')
      if (seconds > -3_600) return relative.format(Math.ceil(seconds / 60), 'minute')
      if (seconds > -86_400) return relative.format(Math.ceil(seconds / 3_600), 'hour')
      return relative.format(Math.ceil(seconds / 86_400), 'day')
    },
    /** A length of time in its largest fitting unit. */
    seconds: (value: number) => {
      if (value < 90) return lengthOf(value, 'second')
      if (value < 5_400) return lengthOf(value / 60, 'minute')
      if (value < 172_800) return lengthOf(value / 3_600, 'hour')
      return lengthOf(value / 86_400, 'day')
    },
    /** A length of time in words, to the minute, or to the hour from two days on: "7 hours, 33 minutes". */
    spokenLength: (milliseconds: number) => {
      const minutes = Math.floor(milliseconds / 60_000)
      const hours = Math.floor(minutes / 60)
      if (hours >= 48) return list.format([spoken(Math.floor(hours / 24), 'day'), spoken(hours % 24, 'hour')])
      const rest = spoken(minutes % 60, 'minute')
      return hours === 0 ? rest : list.format([spoken(hours, 'hour'), rest])
    },
    /** Picks the form of a word that goes with a count. */
    plural: (count: number, one: string, other: string) =>
      `${number.format(count)} ${plurals.select(count) === 'one' ? one : other}`,
  }
}
