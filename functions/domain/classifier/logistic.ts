import type { SparseVector } from './text-features.ts'

/**
 * The features of a text: hashed ones and a few dense ones (first the bias, then the evidence of the lexicon or the
 * rubric).
 */
export interface Features {
  readonly hashed: SparseVector
  readonly dense: readonly number[]
}

export interface Example {
  readonly features: Features
  /** Index of the right class. */
  readonly label: number
  /** Its weight; 1 for a person's decision. */
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
/** Limits the first steps of a weight. */
const EPSILON = 1e-6
/** Pull of hashed weights towards 0, per step, so that words seen once do not decide alone. */
const DECAY = 1e-4
/** A linear congruential sequence modulo 2^32, x' = MULTIPLIER · x + INCREMENT (Press et al., Numerical Recipes). */
const MULTIPLIER = 1_664_525
const INCREMENT = 1_013_904_223
/** Spreads neighbouring seeds over 32 bits: 2^32 ÷ the golden ratio, as in Knuth's multiplicative hashing. */
const SEED_FACTOR = 2_654_435_761
const SEED_OFFSET = 12_345
/** AdaGrad's step for hashed and for dense weights; dense ones start from the prior and move slowly. */
const STEP = { hashed: 0.5, dense: 0.1 } as const

/** Probabilities that add up to 1 and rise with the logits. */
export const softmax = (logits: readonly number[], temperature: number): number[] => {
  const top = Math.max(...logits)
  const raised = logits.map((logit) => Math.exp((logit - top) / temperature))
  const total = raised.reduce((sum, value) => sum + value, 0)
  return raised.map((value) => value / total)
}

/** A fixed order that mixes the classes, by the shuffle of Fisher and Yates: the same on every machine. */
const mixedOrder = (count: number, seed: number): Uint32Array => {
  const order = Uint32Array.from({ length: count }, (_, place) => place)
  let state = (seed * SEED_FACTOR + SEED_OFFSET) >>> 0
  for (let last = count - 1; last > 0; last -= 1) {
    state = (Math.imul(state, MULTIPLIER) + INCREMENT) >>> 0
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
  return dense.map((row, label) => {
    let sum = 0
    for (let place = 0; place < row.length; place += 1) sum += (row[place] ?? 0) * (features.dense[place] ?? 0)
    for (let place = 0; place < slots.length; place += 1) {
      sum += (hashed[((slots[place] ?? 0) & mask) * dense.length + label] ?? 0) * (values[place] ?? 0)
    }
    return sum
  })
}

/** A mixture of two models: its logits are `share` times those of `one` plus `1 - share` times those of `other`. */
export const blend = (one: Regression, other: Regression, share: number): Regression => ({
  hashed: one.hashed.map((weight, place) => share * weight + (1 - share) * (other.hashed[place] ?? 0)),
  dense: one.dense.map((row, label) =>
    row.map((weight, place) => share * weight + (1 - share) * (other.dense[label]?.[place] ?? 0)),
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
    softmax(logitsOf(model, features), 1).forEach((share, guess) => {
      const slope = (share - (guess === label ? 1 : 0)) * weight
      for (let place = 0; place < slots.length; place += 1) {
        const slot = ((slots[place] ?? 0) & mask) * classes + guess
        const gradient = slope * (values[place] ?? 0) + DECAY * (hashed[slot] ?? 0)
        const squares = (hashedSquares[slot] ?? 0) + gradient * gradient
        hashedSquares[slot] = squares
        hashed[slot] = (hashed[slot] ?? 0) - (STEP.hashed * gradient) / Math.sqrt(squares + EPSILON)
      }
      const row = dense[guess]
      const rowSquares = denseSquares[guess]
      if (!row || !rowSquares) return
      for (let place = 0; place < row.length; place += 1) {
        const gradient = slope * (features.dense[place] ?? 0)
        const squares = (rowSquares[place] ?? 0) + gradient * gradient
        rowSquares[place] = squares
        row[place] = (row[place] ?? 0) - (STEP.dense * gradient) / Math.sqrt(squares + EPSILON)
      }
    })
  }

  for (let epoch = 0; epoch < EPOCHS; epoch += 1) {
    for (const place of mixedOrder(examples.length, epoch)) {
      const example = examples[place]
      if (example) learn(example)
    }
  }
  return model
}
