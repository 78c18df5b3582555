import type { SparseVector } from './text-features.ts'

/** One text as the regression sees it: hashed features and a few dense ones (bias first, the lexicon's view after). */
export interface Features {
  readonly hashed: SparseVector
  readonly dense: readonly number[]
}

export interface Example {
  readonly features: Features
  /** Index of the right class. */
  readonly label: number
  /** How much it counts; 1 is a person's decision. */
  readonly weight: number
}

/** A trained model: linear, so two of them can be blended into one of the same size. */
export interface Regression {
  /** Weight of slot s for class c at `s * classes + c`; the number of slots is a power of two. */
  readonly hashed: Float32Array
  /** One row of dense weights per class. */
  readonly dense: readonly Float64Array[]
}

/** Passes over the examples. */
const EPOCHS = 8
/** AdaGrad's step for hashed and for dense weights; dense ones start from the prior and move slowly. */
const STEP = { hashed: 0.5, dense: 0.1 } as const
/** Keeps the first steps of a weight from being too large. */
const EPSILON = 1e-6
/** Pull towards the start, per step: words seen once should not decide alone. */
const DECAY = 1e-4

/** Probabilities that add up to 1 and rise with the logits. */
export const softmax = (logits: readonly number[], temperature: number): number[] => {
  const top = Math.max(...logits)
  const raised = logits.map((logit) => Math.exp((logit - top) / temperature))
  const total = raised.reduce((sum, value) => sum + value, 0)
  return raised.map((value) => value / total)
}

/** A fixed order that mixes the classes: Fisher–Yates with a linear congruential sequence, the same on every machine. */
const mixedOrder = (count: number, seed: number): Uint32Array => {
  const order = Uint32Array.from({ length: count }, (_, at) => at)
  let state = (seed * 2_654_435_761 + 12_345) >>> 0
  for (let last = count - 1; last > 0; last -= 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    const other = Math.floor((state / 2 ** 32) * (last + 1))
    const kept = order[last] ?? 0
    order[last] = order[other] ?? 0
    order[other] = kept
  }
  return order
}

/** One number per class; higher is likelier. */
export const logitsOf = ({ hashed, dense }: Regression, features: Features): number[] => {
  const { slots, values } = features.hashed
  const mask = hashed.length / dense.length - 1
  return dense.map((row, of) => {
    let sum = 0
    for (let at = 0; at < row.length; at += 1) sum += (row[at] ?? 0) * (features.dense[at] ?? 0)
    for (let at = 0; at < slots.length; at += 1) {
      sum += (hashed[((slots[at] ?? 0) & mask) * dense.length + of] ?? 0) * (values[at] ?? 0)
    }
    return sum
  })
}

/** The model whose logits are `share` of one model's and the rest of the other's. */
export const blend = (one: Regression, other: Regression, share: number): Regression => ({
  hashed: one.hashed.map((weight, at) => share * weight + (1 - share) * (other.hashed[at] ?? 0)),
  dense: one.dense.map((row, of) =>
    row.map((weight, at) => share * weight + (1 - share) * (other.dense[of]?.[at] ?? 0)),
  ),
})

/**
 * Multinomial logistic regression, trained from scratch by AdaGrad: the same examples give the same weights.
 *
 * @param prior dense weights at the start, one row per class; the hashed ones start at 0
 * @param slotCount size of the hashed space, a power of two
 */
export const trainRegression = (
  examples: readonly Example[],
  prior: readonly (readonly number[])[],
  slotCount: number,
): Regression => {
  const classes = prior.length
  const mask = slotCount - 1
  const hashed = new Float32Array(slotCount * classes)
  const hashedSquares = new Float32Array(slotCount * classes)
  const dense = prior.map((row) => Float64Array.from(row))
  const denseSquares = prior.map((row) => new Float64Array(row.length))

  const model: Regression = { hashed, dense }

  const learn = ({ features, label, weight }: Example) => {
    const { slots, values } = features.hashed
    softmax(logitsOf(model, features), 1).forEach((share, of) => {
      const slope = (share - (of === label ? 1 : 0)) * weight
      for (let at = 0; at < slots.length; at += 1) {
        const slot = ((slots[at] ?? 0) & mask) * classes + of
        const gradient = slope * (values[at] ?? 0) + DECAY * (hashed[slot] ?? 0)
        const squares = (hashedSquares[slot] ?? 0) + gradient * gradient
        hashedSquares[slot] = squares
        hashed[slot] = (hashed[slot] ?? 0) - (STEP.hashed * gradient) / Math.sqrt(squares + EPSILON)
      }
      const row = dense[of]
      const rowSquares = denseSquares[of]
      if (!row || !rowSquares) return
      for (let at = 0; at < row.length; at += 1) {
        const gradient = slope * (features.dense[at] ?? 0)
        const squares = (rowSquares[at] ?? 0) + gradient * gradient
        rowSquares[at] = squares
        row[at] = (row[at] ?? 0) - (STEP.dense * gradient) / Math.sqrt(squares + EPSILON)
      }
    })
  }

  for (let epoch = 0; epoch < EPOCHS; epoch += 1) {
    for (const at of mixedOrder(examples.length, epoch)) {
      const example = examples[at]
      if (example) learn(example)
    }
  }
  return model
}
