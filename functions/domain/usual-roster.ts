import { median } from './averages.ts'
import { HOUR_MS } from './volume-series.ts'

/** The same hour of this many weeks says how many are usually online. */
const WEEKS = 4
const WEEK_MS = 168 * HOUR_MS

/**
 * How many are usually online in an hour: the median of four weeks' same hours, or everybody before so much is known.
 *
 * @param onlineAt people online by the hours' timestamps
 */
export const usualRoster =
  (onlineAt: ReadonlyMap<string, number>, everybody: number) =>
  (hour: string): number => {
    const samples = Array.from({ length: WEEKS }, (_, week) =>
      onlineAt.get(new Date(Date.parse(hour) - (week + 1) * WEEK_MS).toISOString()),
    ).filter((count) => count !== undefined)
    return samples.length < WEEKS ? everybody : (median(samples) ?? everybody)
  }
