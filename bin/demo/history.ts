import type { StoredDepartment } from '../../functions/domain/department.ts'
import { newRandom, type Random } from '../../functions/domain/simulation/scenario.ts'

const DAYS = 8 * 7
const DAY_MS = 24 * 3_600_000

/** Tickets an hour in the middle of a working day, one for each department in order. */
const PEAKS = [7, 11, 5, 4]

/** Share of the peak by hour of the day: quiet nights, a morning hill, a lower one in the afternoon. */
const DAILY_SHAPE = [
  0.05, 0.04, 0.03, 0.03, 0.04, 0.08, 0.2, 0.42, 0.7, 0.95, 1, 0.92, 0.74, 0.72, 0.85, 0.82, 0.7, 0.52, 0.38, 0.3, 0.24,
  0.17, 0.12, 0.08,
]
/** Share by day of the week, Sunday first. */
const WEEKLY_SHAPE = [0.3, 1.15, 1.05, 1, 0.97, 0.9, 0.38]

/** Draws from a Poisson distribution by Knuth's product of uniforms, which suits small means. */
const poisson = (mean: number, random: Random): number => {
  const floor = Math.exp(-mean)
  let count = 0
  for (let product = random(); product > floor; product *= random()) count += 1
  return count
}

export interface VolumeDay {
  /** A department's id, or `all`. */
  readonly scope: string
  /** Local day, YYYY-MM-DD. */
  readonly date: string
  /** Tickets in each of its hours from midnight on, as far as they have ended. */
  readonly hours: readonly number[]
}

/**
 * Eight weeks of hourly counts with the shape of days and weeks, and today's up to the hour that has just ended.
 *
 * Without today's, a desk would seem to have become silent at midnight, and the forecast would follow.
 */
export const demoHistory = (departments: readonly StoredDepartment[], now: Date): readonly VolumeDay[] => {
  const random = newRandom(20_260)
  const today = Math.floor(now.getTime() / DAY_MS) * DAY_MS
  return Array.from({ length: DAYS + 1 }, (_, place) => new Date(today - (DAYS - place) * DAY_MS)).flatMap((day) => {
    const date = day.toISOString().slice(0, 10)
    const weekly = WEEKLY_SHAPE[day.getUTCDay()] ?? 1
    const endedHours = day.getTime() === today ? now.getUTCHours() : 24
    const own = departments.map(
      ({ id }, place): VolumeDay => ({
        scope: id,
        date,
        hours: DAILY_SHAPE.map((share) => poisson(share * weekly * (PEAKS[place] ?? 5), random)).slice(0, endedHours),
      }),
    )
    const all = DAILY_SHAPE.slice(0, endedHours).map((_share, hour) =>
      own.reduce((sum, { hours }) => sum + (hours[hour] ?? 0), 0),
    )
    return [...own, { scope: 'all', date, hours: all }]
  })
}
