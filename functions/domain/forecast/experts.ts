import { HOURS_PER_DAY, HOURS_PER_WEEK } from '../time.ts'
import { newAutoregression } from './autoregression.ts'
import type { Expert } from './expert.ts'
import { newFlatProfile, newLastCycle, newWeekProfile } from './profile.ts'
import { newDoubleSeasonal, newLevelled, newMultiplicative, newSeasonalNaive } from './smoothing.ts'

/** Hours back that are informative: the last ones, the same hour of earlier days and weeks, and their neighbours. */
const LAGS = [1, 2, 3, 4, 5, 6, 12, 23, 24, 25, 47, 48, 49, 72, 96, 120, 144, 167, 168, 169, 336]
const SHORT_LAGS = [1, 2, 3, 24, 25, 168]
const AFTER_A_DAY_LAGS = [1, 2, 3, 23, 24, 25, 47, 48, 49, 72, 96, 120, 144, 167, 168, 169]

const SLOW = { forgetting: 0.9995, ridge: 3 }
const FAST = { forgetting: 0.997, ridge: 8 }

/** From a standard deviation of z to one of log counts: their derivative 2/z, for counts around 400. */
const LOG_RATIO = 0.1

const onRoot = { transform: (z: number): number => z, restore: (value: number): number => value }
const LARGEST_LOG = 50
/** z² is a count and 3/8: this much more is the count and 1, which has a logarithm at every count. */
const TO_ONE_MORE = 0.625
const onLog = {
  transform: (z: number): number => Math.log(z * z + TO_ONE_MORE),
  restore: (value: number): number => Math.sqrt(Math.max(0, Math.exp(Math.min(value, LARGEST_LOG)) - TO_ONE_MORE)),
}

/**
 * The experts whose forecasts are combined. They differ in what they take as usual and in how fast they adapt, so that
 * some of them suit any series.
 *
 * @param firstHour hours from a Monday 00:00 to the first observation
 * @param chance least standard deviation of z: 0.5 for counts, which stray at least this far by chance
 */
export const newExperts = (firstHour: number, chance: number): readonly Expert[] => {
  const regressions = [
    { ...SLOW, ...onRoot, lags: LAGS, profile: newWeekProfile(chance) },
    { ...SLOW, ...onLog, lags: LAGS, profile: newWeekProfile(chance * LOG_RATIO) },
    { ...FAST, ...onRoot, lags: SHORT_LAGS, profile: newWeekProfile(chance) },
    { ...SLOW, ...onLog, lags: LAGS, profile: newFlatProfile(chance * LOG_RATIO) },
    { ...SLOW, ...onRoot, lags: AFTER_A_DAY_LAGS, profile: newLastCycle(HOURS_PER_DAY, chance) },
    { ...FAST, ...onRoot, lags: SHORT_LAGS, profile: newLastCycle(HOURS_PER_DAY, chance) },
  ]
  return [
    ...regressions.map((options) => newAutoregression(firstHour, options)),
    newDoubleSeasonal(firstHour),
    newMultiplicative(firstHour, HOURS_PER_WEEK, { levelGain: 0.1, seasonGain: 0.2 }),
    newMultiplicative(firstHour, HOURS_PER_DAY, { levelGain: 0.2, seasonGain: 0.2 }),
    newLevelled(firstHour, chance),
    newSeasonalNaive(HOURS_PER_WEEK),
  ]
}
