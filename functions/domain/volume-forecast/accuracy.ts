import { mean } from '../averages.ts'
import type { ForecastHour } from '../volume-forecast.ts'

/** An hour's forecast as it was made at its beginning, and the actual count. */
export interface ScoredHour extends ForecastHour {
  readonly actual: number
  /** The count of the same hour a week before; null if it is not known. */
  readonly week_before: number | null
}

export interface ForecastAccuracy {
  /**
   * Mean absolute error, divided by that of repeating the same hour of the week before; null if there is no such hour,
   * or if that error is 0.
   */
  readonly mase: number | null
  /** Mean pinball loss at 0.1, 0.5 and 0.9, in tickets. */
  readonly pinball: number | null
  readonly coverage_80: number | null
  readonly coverage_95: number | null
  readonly hours_scored: number
}

const meanOrNull = (values: readonly number[]): number | null => (values.length === 0 ? null : mean(values))

/**
 * A quantile's loss: the distance to the outcome, times `share` if the outcome is above it and `1 - share` if below.
 */
export const pinballLoss = (actual: number, quantile: number, share: number): number =>
  actual >= quantile ? share * (actual - quantile) : (1 - share) * (quantile - actual)

const pinballOf = ({ actual, p10, p50, p90 }: ScoredHour): number =>
  (pinballLoss(actual, p10, 0.1) + pinballLoss(actual, p50, 0.5) + pinballLoss(actual, p90, 0.9)) / 3

const shareWithin = (hours: readonly ScoredHour[], isWithin: (hour: ScoredHour) => boolean): number | null =>
  hours.length === 0 ? null : hours.filter(isWithin).length / hours.length

/** How accurate the forecasts of one hour ahead have been. */
export const accuracyOf = (hours: readonly ScoredHour[]): ForecastAccuracy => {
  const compared = hours.flatMap(({ actual, p50, week_before }) =>
    week_before === null ? [] : [{ error: Math.abs(actual - p50), naive: Math.abs(actual - week_before) }],
  )
  const error = meanOrNull(compared.map((one) => one.error))
  const naive = meanOrNull(compared.map((one) => one.naive))
  return {
    mase: error === null || !naive ? null : error / naive,
    pinball: meanOrNull(hours.map(pinballOf)),
    coverage_80: shareWithin(hours, ({ actual, p10, p90 }) => actual >= p10 && actual <= p90),
    coverage_95: shareWithin(hours, ({ actual, p2_5, p97_5 }) => actual >= p2_5 && actual <= p97_5),
    hours_scored: hours.length,
  }
}
