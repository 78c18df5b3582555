import { median } from '../averages.ts'
import { weeksBefore } from './series.ts'

/** Weeks whose same hour tells how many are usually online. */
const WEEKS = 4

/**
 * How many are usually online in an hour: the median of the same hour of the last four weeks, by the local clock, by
 * which people work; `everybody` while fewer weeks are known.
 *
 * @param onlineAt number of people online by the timestamp of the hour
 */
export const usualRoster =
  (onlineAt: ReadonlyMap<string, number>, everybody: number, timeZone: string) =>
  (hour: string): number => {
    const samples = Array.from({ length: WEEKS }, (_, week) =>
      onlineAt.get(weeksBefore(hour, week + 1, timeZone)),
    ).filter((count) => count !== undefined)
    return samples.length < WEEKS ? everybody : (median(samples) ?? everybody)
  }
