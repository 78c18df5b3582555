import { newErrorBands, type QuantileName } from './quantiles.ts'

/** Busy and quiet hours are told apart only after this many hours: before, an hour may seem quiet by chance. */
const SETTLED_HOURS = 48

/** How far an hour's outcome may stray from its forecast, on the scale of z. */
export interface HourBands {
  /** A quantile's distance from the forecast. */
  readonly quantile: (name: QuantileName) => number
  /** The mean of a measure over the errors. */
  readonly meanOver: (measure: (error: number) => number) => number
}

/**
 * Error bands for busy and for quiet hours, each from errors of its own kind. At a desk that closes at night, most
 * hours of the week have next to no error: among them, the errors of its open hours would seem rare, and their bands
 * would be far too narrow.
 *
 * @param startSpread standard deviation to expect before the first error, on the scale of z
 * @param quietBelow an hour is quiet if less than this is expected of it, on the scale of z
 */
export const newHourBands = (startSpread: number, quietBelow: number) => {
  const busy = newErrorBands(startSpread)
  const quiet = newErrorBands(startSpread)
  let learnt = 0

  const bandsFor = (expected: number) => (expected < quietBelow && learnt >= SETTLED_HOURS ? quiet : busy)

  return {
    at: (hour: number, expected: number): HourBands => {
      const bands = bandsFor(expected)
      return {
        quantile: (name) => bands.quantile(hour, name),
        meanOver: (measure) => bands.meanOver(hour, measure),
      }
    },
    /**
     * The standard deviation of a busy hour's error. That of a quiet hour may be almost 0, and any outcome would then
     * be taken for a slip.
     */
    spread: busy.spread,
    begin: busy.begin,
    learn: (hour: number, expected: number, error: number): void => {
      if (expected < quietBelow) quiet.learn(hour, error)
      if (expected >= quietBelow || learnt < SETTLED_HOURS) busy.learn(hour, error)
      learnt += 1
    },
  }
}
