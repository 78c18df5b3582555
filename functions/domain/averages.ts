/** The sum; 0 for none. */
export const total = (amounts: readonly number[]): number => amounts.reduce((sum, amount) => sum + amount, 0)

/** The arithmetic mean; 0 for none. */
export const mean = (amounts: readonly number[]): number => (amounts.length === 0 ? 0 : total(amounts) / amounts.length)

/** The median; for an even number of amounts the mean of the two in the middle; null for none. */
export const median = (amounts: readonly number[]): number | null => {
  const ordered = amounts.toSorted((a, b) => a - b)
  const [low, high] = [ordered[Math.floor((ordered.length - 1) / 2)], ordered[Math.floor(ordered.length / 2)]]
  return low === undefined || high === undefined ? null : (low + high) / 2
}
