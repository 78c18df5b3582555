import type { ScoreboardRow } from '../../../../functions/contracts/insight.ts'

/** Suggestions of like confidence, whatever they were about. */
export interface Bin {
  /** Confidence, as shares from 0 to 1. */
  readonly from: number
  readonly to: number
  readonly count: number
  /** Share that people agreed with. */
  readonly precision: number
}

/** The bins of all rows added up, lowest confidence first; those that nobody decided anything in are left out. */
export const binsOf = (rows: readonly Pick<ScoreboardRow, 'bins'>[]): readonly Bin[] => {
  const all = rows.flatMap(({ bins }) => bins).filter(({ count, precision }) => count > 0 && precision !== null)
  return [...Map.groupBy(all, ({ from }) => from).values()]
    .flatMap((alike) => {
      const [first] = alike
      if (!first) return []
      const count = alike.reduce((sum, bin) => sum + bin.count, 0)
      const right = alike.reduce((sum, bin) => sum + bin.count * (bin.precision ?? 0), 0)
      return [{ from: first.from, to: first.to, count, precision: right / count }]
    })
    .toSorted((a, b) => a.from - b.from)
}

/** How far, on average over all suggestions, the machine's confidence is from how often it is right. */
export const calibrationGap = (bins: readonly Bin[]): number => {
  const all = bins.reduce((sum, { count }) => sum + count, 0)
  const off = bins.reduce(
    (sum, { from, to, count, precision }) => sum + count * Math.abs(precision - (from + to) / 2),
    0,
  )
  return off / Math.max(1, all)
}
