import { median } from './averages.ts'
import { weeksBefore } from './volume-series.ts'

/** The same hour of this many weeks says how many are usually online. */
const WEEKS = 4

/**
 * How many are usually online in an hour: the median of four weeks' same hours by the local clock, by which people work,
 * or everybody before so much is known.
 *
 * @param onlineAt people online by the hours' timestamps
 */
export const usualRoster =
  (onlineAt: ReadonlyMap<string, number>, everybody: number, timeZone: string) =>
  (hour: string): number => {
    const samples = Array.from({ length: WEEKS }, (_, week) =>
      onlineAt.get(weeksBefore(hour, week + 1, timeZone)),
    ).filter((count) => count !== undefined)
    return samples.length < WEEKS ? everybody : (median(samples) ?? everybody)
  }
