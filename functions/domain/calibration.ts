import { softmax } from './logistic.ts'

/** What a model said about a text that it had not learnt from, and what was right. */
export interface HeldOut {
  readonly logits: readonly number[]
  /** Index of the right class. */
  readonly label: number
}

/** Temperatures that are tried, from sharper to softer. */
const TEMPERATURES = Array.from({ length: 41 }, (_, step) => 0.3 * 1.07 ** step)
/** How many held-out decisions the starting temperature is worth. */
const PRIOR_DECISIONS = 10

/**
 * The softmax temperature under which held-out decisions were likeliest (Guo et al. 2017), drawn towards a start.
 *
 * @returns the start when there is nothing held out
 */
export const fitTemperature = (heldOut: readonly HeldOut[], start: number): number => {
  const surprise = (temperature: number): number =>
    heldOut.reduce(
      (sum, { logits, label }) => sum - Math.log(Math.max(softmax(logits, temperature)[label] ?? 0, 1e-9)),
      0,
    ) +
    PRIOR_DECISIONS * Math.log(temperature / start) ** 2
  if (heldOut.length === 0) return start
  return TEMPERATURES.map((temperature) => ({ temperature, cost: surprise(temperature) })).reduce((best, tried) =>
    tried.cost < best.cost ? tried : best,
  ).temperature
}
