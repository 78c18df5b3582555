import { softmax } from './logistic.ts'

/** The logits of two models for a text that neither was trained on, and the right class. */
export interface HeldOut {
  /** By the model trained on no label. */
  readonly before: readonly number[]
  /** By the model trained on the other labels. */
  readonly after: readonly number[]
  /** Index of the right class. */
  readonly label: number
}

/** How far the model of the labels is followed, and how soft its probabilities are. */
export interface Calibration {
  /** Share of the labels' model in the answer, 0 to 1. */
  readonly share: number
  /** Divides the logits; above 1 it lowers the confidence. */
  readonly temperature: number
}

/** Temperatures that are tried, from sharper to softer. */
const TEMPERATURES = Array.from({ length: 21 }, (_, step) => 0.3 * 1.145 ** step)
const SHARES = [0.2, 0.4, 0.6, 0.8, 1]
/** Weight of the starting temperature, in held-out decisions. */
const PRIOR_DECISIONS = 10

const mixed = ({ before, after }: HeldOut, share: number): number[] =>
  after.map((logit, label) => share * logit + (1 - share) * (before[label] ?? 0))

/**
 * The share and the softmax temperature (Guo et al. 2017) under which held-out decisions were likeliest. The
 * temperature is drawn towards a start, so that a few lucky answers do not make a model overconfident.
 */
export const calibrate = (heldOut: readonly HeldOut[], start: number): Calibration => {
  if (heldOut.length === 0) return { share: 1, temperature: start }
  const tried = SHARES.flatMap((share) => {
    const answers = heldOut.map((answer) => ({ logits: mixed(answer, share), label: answer.label }))
    return TEMPERATURES.map((temperature) => ({
      share,
      temperature,
      surprise: answers.reduce(
        (sum, { logits, label }) => sum - Math.log(Math.max(softmax(logits, temperature)[label] ?? 0, 1e-9)),
        PRIOR_DECISIONS * Math.log(temperature / start) ** 2,
      ),
    }))
  })
  return tried.reduce((best, candidate) => (candidate.surprise < best.surprise ? candidate : best))
}
