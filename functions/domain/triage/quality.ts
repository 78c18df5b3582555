import { mean, total } from '../averages.ts'

/** How often each value was said, by the value that was right: `confusion.get(right)?.get(said)`. */
export type Confusion = ReadonlyMap<string, ReadonlyMap<string, number>>

/** One answer and the right one. */
export interface Judged {
  readonly right: string
  readonly said: string
  /** 0 to 1. */
  readonly confidence: number
}

/** Bins of equal width over the confidence. */
const CALIBRATION_BINS = 10

const shareRight = (answers: readonly Judged[]): number =>
  mean(answers.map(({ right, said }) => Number(right === said)))

export const confusionOf = (answers: readonly Judged[]): Confusion => {
  const table = new Map<string, Map<string, number>>()
  for (const { right, said } of answers) {
    const row = table.get(right) ?? new Map<string, number>()
    table.set(right, row.set(said, (row.get(said) ?? 0) + 1))
  }
  return table
}

/** The mean F1 over the values that are right at least once, 0 to 1; 0 for no answers. */
export const macroF1 = (answers: readonly Judged[]): number => {
  const values = [...new Set(answers.map(({ right }) => right))]
  return mean(
    values.map((value) => {
      const hits = answers.filter(({ right, said }) => right === value && said === value).length
      const right = answers.filter((answer) => answer.right === value).length
      const said = answers.filter((answer) => answer.said === value).length
      return (2 * hits) / (right + said)
    }),
  )
}

/** One bin of confidence: how many answers fell into it, and how many of them were right. */
export interface CalibrationBin {
  readonly from: number
  readonly to: number
  readonly count: number
  readonly mean_confidence: number
  /** Share that was right; null for an empty bin. */
  readonly precision: number | null
}

/** The answers by their confidence, in ten bins of equal width, lowest first; a confidence of 1 is in the last. */
export const calibrationBins = (answers: readonly Judged[]): CalibrationBin[] =>
  Array.from({ length: CALIBRATION_BINS }, (_, bin) => {
    const inside = answers.filter(
      ({ confidence }) => Math.min(CALIBRATION_BINS - 1, Math.floor(confidence * CALIBRATION_BINS)) === bin,
    )
    return {
      from: bin / CALIBRATION_BINS,
      to: (bin + 1) / CALIBRATION_BINS,
      count: inside.length,
      mean_confidence: mean(inside.map(({ confidence }) => confidence)),
      precision: inside.length === 0 ? null : shareRight(inside),
    }
  })

/**
 * Expected calibration error: the distance between confidence and precision, weighted by the answers in each bin; 0 to
 * 1.
 */
export const calibrationError = (answers: readonly Judged[]): number =>
  total(
    calibrationBins(answers).map(
      ({ count, mean_confidence, precision }) =>
        (count * Math.abs(mean_confidence - (precision ?? 0))) / Math.max(1, answers.length),
    ),
  )

/** Share of answers that were right, 0 to 1; 0 for none. */
export const accuracy = shareRight
