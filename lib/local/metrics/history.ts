/** The values of a metric within one minute. */
interface Minute {
  readonly minute: number
  count: number
  sum: number
  min: number
  max: number
  /** How many values lie at each level of magnitude, for percentiles. */
  readonly levels: Map<number, number>
}

/** A metric with one set of dimensions. */
export interface Series {
  readonly namespace: string
  readonly name: string
  readonly dimensions: Readonly<Record<string, string>>
}

/** CloudWatch's names: Sum, Average, Minimum, Maximum, SampleCount, or a percentile such as `p99`. */
export type Statistic = string

/** The newest two hours of every metric, minute by minute. */
export interface MetricHistory {
  add(series: Series, value: number, now: Date): void
  /** The metrics of this name that have exactly these dimensions. */
  find(namespace: string, name: string, dimensionNames: readonly string[]): readonly Series[]
  /**
   * A statistic over some minutes that end with the given one.
   *
   * @param minute minutes since 1970
   * @returns undefined if nothing was emitted in that time
   */
  statistic(series: Series, statistic: Statistic, minute: number, minutes: number): number | undefined
}

/** The hour that is shown, and the hour before it that its first point may cover. */
const KEPT_MINUTES = 120
/** Values within 5 % of each other count as one level: percentiles are that exact, and take little memory. */
const LEVEL_STEP = Math.log(1.05)

export const minuteOf = (time: Date): number => Math.floor(time.getTime() / 60_000)

const levelOf = (value: number): number =>
  value > 0 ? Math.round(Math.log(value) / LEVEL_STEP) : Number.NEGATIVE_INFINITY
const valueAt = (level: number): number => Math.exp(level * LEVEL_STEP)

const keyOf = ({ namespace, name, dimensions }: Series): string =>
  JSON.stringify([namespace, name, Object.entries(dimensions).toSorted(([a], [b]) => a.localeCompare(b))])

/** The smallest level that the given share of all values lies at or below. @param share within (0, 1] */
const percentile = (minutes: readonly Minute[], share: number): number => {
  const levels = new Map<number, number>()
  for (const { levels: own } of minutes) {
    for (const [level, count] of own) levels.set(level, (levels.get(level) ?? 0) + count)
  }
  const sorted = [...levels].toSorted(([a], [b]) => a - b)
  let left = share * sorted.reduce((sum, [, count]) => sum + count, 0)
  for (const [level, count] of sorted) {
    left -= count
    if (left <= 0) return valueAt(level)
  }
  return 0
}

const add = (one: number, other: number): number => one + other

/** @throws Error for a statistic that is not known here */
const summarize = (minutes: readonly Minute[], statistic: Statistic): number => {
  const sum = minutes.map((minute) => minute.sum).reduce(add, 0)
  const count = minutes.map((minute) => minute.count).reduce(add, 0)
  switch (statistic) {
    case 'Sum':
      return sum
    case 'SampleCount':
      return count
    case 'Average':
      return sum / count
    case 'Minimum':
      return Math.min(...minutes.map(({ min }) => min))
    case 'Maximum':
      return Math.max(...minutes.map(({ max }) => max))
  }
  const [, share] = /^p(\d+(?:\.\d+)?)$/.exec(statistic) ?? []
  if (share === undefined) throw new Error(`the statistic ${statistic} is not known on this machine`)
  return percentile(minutes, Number(share) / 100)
}

export const newMetricHistory = (): MetricHistory => {
  const kept = new Map<string, { readonly series: Series; readonly minutes: Minute[] }>()

  const open = (series: Series): Minute[] => {
    const minutes: Minute[] = []
    kept.set(keyOf(series), { series, minutes })
    return minutes
  }
  /** Forgets what is too old, and metrics without any values left. */
  const forget = (before: number): void => {
    for (const [key, { minutes }] of kept) {
      while (minutes[0] && minutes[0].minute < before) minutes.shift()
      if (minutes.length === 0) kept.delete(key)
    }
  }

  let newest = 0
  return {
    add: (series, value, now) => {
      const minute = minuteOf(now)
      if (minute > newest) {
        newest = minute
        forget(minute - KEPT_MINUTES)
      }
      const minutes = kept.get(keyOf(series))?.minutes ?? open(series)
      let last = minutes.at(-1)
      if (!last || last.minute < minute) {
        last = { minute, count: 0, sum: 0, min: value, max: value, levels: new Map() }
        minutes.push(last)
      }
      last.count += 1
      last.sum += value
      last.min = Math.min(last.min, value)
      last.max = Math.max(last.max, value)
      const level = levelOf(value)
      last.levels.set(level, (last.levels.get(level) ?? 0) + 1)
    },
    find: (namespace, name, dimensionNames) => {
      const wanted = dimensionNames.toSorted().join()
      return [...kept.values()]
        .map(({ series }) => series)
        .filter(
          (series) =>
            series.namespace === namespace &&
            series.name === name &&
            Object.keys(series.dimensions).toSorted().join() === wanted,
        )
    },
    statistic: (series, statistic, minute, minutes) => {
      const within = (kept.get(keyOf(series))?.minutes ?? []).filter(
        (each) => each.minute <= minute && each.minute > minute - minutes,
      )
      return within.length === 0 ? undefined : summarize(within, statistic)
    },
  }
}
