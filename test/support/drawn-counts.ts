import { newRandom } from '../../functions/domain/simulation/scenario.ts'

/**
 * Hourly counts, each drawn from a Poisson distribution: the same ones for the same seed.
 *
 * @param meanAt mean count of an hour, by the number of hours since the first; up to a few hundred
 */
export const drawnCounts = (hours: number, meanAt: (hour: number) => number, seed: number): number[] => {
  const random = newRandom(seed)
  return Array.from({ length: hours }, (_, hour) => {
    const floor = Math.exp(-meanAt(hour))
    let count = 0
    for (let product = random(); product > floor; product *= random()) count += 1
    return count
  })
}
