import { softmax } from './logistic.ts'

/** What two models said about a text that neither had learnt from, and what was right. */
export interface HeldOut {
  /** The model that has seen no label. */
  readonly before: readonly number[]
  /** The model that has seen the other labels. */
  readonly after: readonly number[]
  /** Index of the right class. */
  readonly label: number
}

/** How far labels are followed, and how soft the answer is. */
export interface Calibration {
  /** Share of the labels' model in the answer, 0 to 1. */
  readonly share: number
  /** Divides the logits: above 1 is more modest. */
  readonly temperature: number
}

/** Temperatures that are tried, from sharper to softer. */
const TEMPERATURES = Array.from({ length: 21 }, (_, step) => 0.3 * 1.145 ** step)
const SHARES = [0.2, 0.4, 0.6, 0.8, 1]
/** How many held-out decisions the starting temperature is worth. */
const PRIOR_DECISIONS = 10

const mixed = ({ before, after }: HeldOut, share: number): number[] =>
  after.map((logit, label) => share * logit + (1 - share) * (before[label] ?? 0))

/**
 * The share and the softmax temperature (Guo et al. 2017) under which held-out decisions were likeliest. The
 * temperature is drawn towards a start, so that a few lucky answers do not make a model boast.
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
