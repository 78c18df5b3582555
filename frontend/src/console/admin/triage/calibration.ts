import type { ScoreboardRow } from '../../../../../functions/contracts/insight.ts'

/** Suggestions of similar confidence, of all categories. */
export interface Bin {
  /** Confidence, as shares from 0 to 1. */
  readonly from: number
  readonly to: number
  readonly count: number
  /** Share with which people agreed, from 0 to 1. */
  readonly precision: number
}

/** The bins of all rows added up, lowest confidence first, without bins that have no decision. */
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

/** The mean distance, over all suggestions, between the model's confidence and how often it was right. */
export const calibrationGap = (bins: readonly Bin[]): number => {
  const all = bins.reduce((sum, { count }) => sum + count, 0)
  const off = bins.reduce(
    (sum, { from, to, count, precision }) => sum + count * Math.abs(precision - (from + to) / 2),
    0,
  )
  return off / Math.max(1, all)
}
