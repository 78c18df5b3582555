import { describe, expect, it } from 'vitest'
import { type Forecaster, newForecaster } from '../../functions/domain/forecast.ts'
import { drawnCounts } from '../support/drawn-counts.ts'

const A_MONDAY = '2026-01-05T00'
const WEEK = 168

const isOpen = (hour: number): boolean => hour % 24 >= 9 && hour % 24 < 17 && hour % WEEK < 5 * 24
/** Ten an hour from nine to five on workdays, and nothing at night. */
const officeAt = (hour: number): number => (isOpen(hour) ? 10 : 0)

const learning = (counts: readonly number[]): Forecaster => {
  const forecaster = newForecaster({ first_hour: A_MONDAY })
  for (const count of counts) forecaster.observe(count)
  return forecaster
}

/** Some hours' counts, each with its forecast from so many hours before; 1 is the hour before. */
const foretold = (counts: readonly number[], isAsked: (hour: number) => boolean, horizon: number) => {
  const forecaster = newForecaster({ first_hour: A_MONDAY })
  return counts.flatMap((count, hour) => {
    const path = isAsked(hour) ? forecaster.predict(horizon) : []
    forecaster.observe(count)
    return path.map((forecast, step) => ({ ...forecast, count: counts[hour + step] ?? Number.NaN }))
  })
}

const sumOf = <T>(hours: readonly T[], measure: (hour: T) => number): number =>
  hours.reduce((sum, hour) => sum + measure(hour), 0)

describe('a desk that closes at night', () => {
  it.each([1, 2, 3])('has bands that cover its open hours, however many hours it is closed (%i)', (seed) => {
    const counts = drawnCounts(12 * WEEK, officeAt, seed)
    const hours = foretold(counts, (hour) => hour >= 4 * WEEK && isOpen(hour), 1)
    const within80 = hours.filter(({ count, p10, p90 }) => count >= p10 && count <= p90)
    const within95 = hours.filter(({ count, p2_5, p97_5 }) => count >= p2_5 && count <= p97_5)

    expect(within80.length / hours.length).toBeGreaterThan(0.75)
    expect(within80.length / hours.length).toBeLessThan(0.92)
    expect(within95.length / hours.length).toBeGreaterThan(0.92)
  })

  it('is not told of a crowd at night', () => {
    for (const { p50, p97_5 } of learning(drawnCounts(8 * WEEK + 20, officeAt, 1)).predict(10)) {
      expect(p50).toBe(0)
      expect(p97_5).toBeLessThanOrEqual(1)
    }
  })

  it('takes what breaks its silence for news, and for no slip', () => {
    const [next] = learning([...drawnCounts(8 * WEEK + 20, officeAt, 1), 20, 20]).predict(1)

    expect(next?.mean).toBeGreaterThan(0.9)
  })

  it('has bands in its first week that are no wider because some hours happen to be quiet', () => {
    const hours = foretold(drawnCounts(5 * 24, officeAt, 7), (hour) => hour >= 48 && hour < 96, 24)

    expect(sumOf(hours, ({ p10, p90 }) => p90 - p10) / sumOf(hours, ({ count }) => count)).toBeLessThan(2.8)
  })
})

describe('the first week of a desk', () => {
  /** Busy by day and quiet at night. */
  const dayAt = (hour: number): number => 4 * (0.2 + Math.max(0, Math.sin(((hour % 24) - 6) * (Math.PI / 12))))

  it.each([7, 8, 9])(
    'is expected to bring as many tickets as come, though nobody knows yet how far to trust it (%i)',
    (seed) => {
      const hours = foretold(drawnCounts(5 * 24, dayAt, seed), (hour) => hour >= 48 && hour < 96, 24)
      const expected = sumOf(hours, ({ mean }) => mean) / sumOf(hours, ({ count }) => count)

      expect(expected).toBeGreaterThan(0.85)
      expect(expected).toBeLessThan(1.2)
    },
  )

  it.each([7, 8, 9])('is foretold by its first days: when it opens and when it closes (%i)', (seed) => {
    const hours = foretold(drawnCounts(5 * 24, officeAt, seed), (hour) => hour >= 48 && hour < 96, 24)
    const missed = sumOf(hours, ({ count, p50 }) => Math.abs(count - p50)) / sumOf(hours, ({ count }) => count)

    expect(missed).toBeLessThan(0.45)
  })
})

describe('a peak that comes once a week', () => {
  it.each([1, 2, 3])('is foretold within a tenth after two months, a day before it comes (%i)', (seed) => {
    const peakAt = (hour: number): number => (hour % WEEK === 10 ? 120 : 5)
    const counts = drawnCounts(15 * WEEK + 11, peakAt, seed)
    const peaks = foretold(counts, (hour) => hour >= 8 * WEEK && hour % WEEK === WEEK - 14, 25).filter(
      (_, place) => place % 25 === 24,
    )

    expect(sumOf(peaks, ({ p50 }) => p50) / sumOf(peaks, ({ count }) => count)).toBeGreaterThan(0.9)
    expect(sumOf(peaks, ({ p50 }) => p50) / sumOf(peaks, ({ count }) => count)).toBeLessThan(1.1)
  })
})
