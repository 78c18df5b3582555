/**
 * Bound of the uncertainty in directions that no observation has touched for long, as a multiple of the initial one.
 */
const GROWTH_LIMIT = 100

/** A linear regression that learns one observation at a time and forgets old ones slowly. */
export interface Regression {
  readonly estimate: (features: Float64Array) => number
  readonly learn: (features: Float64Array, target: number) => void
}

/**
 * Recursive ridge least squares with exponential forgetting.
 *
 * @param size number of features
 * @param forgetting weight of an observation relative to the next one, in (0, 1]
 * @param ridge weight of the prior that every coefficient is 0, in units of one observation with feature 1
 */
export const newRegression = (size: number, forgetting: number, ridge: number): Regression => {
  const coefficients = new Float64Array(size)
  /**
   * Inverse of the features' weighted second moments: symmetric, so only the diagonal and what is left of it are
   * stored, row by row.
   */
  const inverse = new Float64Array((size * (size + 1)) / 2)
  for (let row = 0, diagonal = 0; row < size; row += 1, diagonal += row + 1) inverse[diagonal] = 1 / ridge
  const limit = (GROWTH_LIMIT * size) / ridge
  const gain = new Float64Array(size)

  const estimate = (features: Float64Array): number => {
    let sum = 0
    for (let place = 0; place < size; place += 1) sum += (coefficients[place] ?? 0) * (features[place] ?? 0)
    return sum
  }

  const learn = (features: Float64Array, target: number): void => {
    let trace = 0
    for (let row = 0, place = 0; row < size; row += 1, place += 1) {
      const own = features[row] ?? 0
      let sum = 0
      for (let column = 0; column < row; column += 1, place += 1) {
        const shared = inverse[place] ?? 0
        sum += shared * (features[column] ?? 0)
        gain[column] = (gain[column] ?? 0) + shared * own
      }
      const diagonal = inverse[place] ?? 0
      gain[row] = sum + diagonal * own
      trace += diagonal
    }
    let spread = forgetting
    for (let row = 0; row < size; row += 1) spread += (gain[row] ?? 0) * (features[row] ?? 0)
    const step = (target - estimate(features)) / spread
    const growth = trace > limit ? 1 : 1 / forgetting
    for (let row = 0, place = 0; row < size; row += 1) {
      const own = gain[row] ?? 0
      coefficients[row] = (coefficients[row] ?? 0) + own * step
      const share = own / spread
      for (let column = 0; column <= row; column += 1, place += 1) {
        inverse[place] = ((inverse[place] ?? 0) - share * (gain[column] ?? 0)) * growth
      }
    }
  }

  return { estimate, learn }
}
