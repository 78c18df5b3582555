import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Forecaster, type HourForecast, newForecaster } from '../../functions/domain/forecast.ts'
import { newRandom } from '../../functions/domain/simulation/scenario.ts'
import taxiRides from '../corpora/taxi-rides.json' with { type: 'json' }
import { drawnCounts } from '../support/drawn-counts.ts'

const HOURS_8_WEEKS = 8 * 168
const A_MONDAY = '2026-01-05T00'

/** Mean tickets of a desk with a day and a week, by hours since Monday. */
const meanAt = (hour: number): number =>
  20 * (0.2 + Math.max(0, Math.sin(((hour % 24) - 6) * (Math.PI / 12)))) * (Math.floor(hour / 24) % 7 > 4 ? 0.4 : 1)

/** A desk's counts, each Poisson about its mean times a factor. */
const countsOf = (hours: number, factorAt: (hour: number) => number = () => 1): number[] =>
  drawnCounts(hours, (hour) => meanAt(hour) * factorAt(hour), 7)

const learning = (counts: readonly (number | null)[], integer = true): Forecaster => {
  const forecaster = newForecaster({ first_hour: A_MONDAY, integer })
  for (const count of counts) forecaster.observe(count)
  return forecaster
}

const nextOf = (forecaster: Forecaster): HourForecast => {
  const [next] = forecaster.predict(1)
  if (!next) throw new Error('a horizon of 1 gives one hour')
  return next
}

/** Mean absolute error of the next hour's point forecast over the last hours. */
const errorOver = (counts: readonly number[], lastHours: number): number => {
  const forecaster = newForecaster({ first_hour: A_MONDAY })
  let sum = 0
  for (const [hour, count] of counts.entries()) {
    if (hour >= counts.length - lastHours) sum += Math.abs(count - nextOf(forecaster).p50)
    forecaster.observe(count)
  }
  return sum / lastHours
}

const isSane = (hours: readonly HourForecast[]): boolean =>
  hours.every(({ mean, p2_5, p10, p50, p90, p97_5 }) => {
    const quantiles = [0, p2_5, p10, p50, p90, p97_5]
    const ordered = quantiles.every((value, place) => place === 0 || value >= (quantiles[place - 1] ?? 0))
    return ordered && [...quantiles, mean].every(Number.isFinite) && mean >= 0
  })

describe('newForecaster', () => {
  it('learns a day and a week: far better than the same hour a week ago, close to chance alone', () => {
    const counts = countsOf(HOURS_8_WEEKS)
    const last = 168
    const naive =
      counts.slice(-last).reduce((sum, count, place) => {
        return sum + Math.abs(count - (counts[counts.length - last + place - 168] ?? 0))
      }, 0) / last

    expect(errorOver(counts, last) / naive).toBeLessThan(0.8)
  })

  it('covers what comes by its bands', () => {
    const counts = countsOf(HOURS_8_WEEKS)
    const forecaster = newForecaster({ first_hour: A_MONDAY })
    let within95 = 0
    let within80 = 0
    for (const [hour, count] of counts.entries()) {
      if (hour >= 672) {
        const { p2_5, p10, p90, p97_5 } = nextOf(forecaster)
        if (count >= p2_5 && count <= p97_5) within95 += 1
        if (count >= p10 && count <= p90) within80 += 1
      }
      forecaster.observe(count)
    }
    const scored = counts.length - 672

    expect(within95 / scored).toBeGreaterThan(0.93)
    expect(within95 / scored).toBeLessThan(0.99)
    expect(within80 / scored).toBeGreaterThan(0.77)
    expect(within80 / scored).toBeLessThan(0.93)
  })

  it('widens its bands with the distance, and before it knows anything', () => {
    const [next, ...later] = newForecaster({ first_hour: A_MONDAY }).predict(24)
    const known = learning(countsOf(HOURS_8_WEEKS)).predict(24)

    expect(next?.p2_5).toBe(0)
    expect(next?.p97_5).toBeGreaterThan(4)
    expect(later.at(-1)?.p97_5).toBeGreaterThanOrEqual(next?.p97_5 ?? Number.NaN)
    expect(known[10]?.p97_5).toBeLessThan(3 * meanAt(10))
  })

  it.each([4, 40, 400, 4_000])(
    'expects after a first hour of %i that as many come again, or half, or twice',
    (count) => {
      const [next, ...later] = learning([count]).predict(24)

      expect(next?.p50).toBeGreaterThanOrEqual(0.8 * count)
      expect(next?.p50).toBeLessThanOrEqual(1.25 * count)
      expect(next?.p2_5).toBeLessThanOrEqual(count / 2)
      expect(next?.p97_5).toBeGreaterThanOrEqual(2 * count)
      expect(next?.p97_5).toBeLessThan(4 * count + 5)
      for (const { p2_5, p97_5 } of later) {
        expect(p2_5).toBeLessThanOrEqual(next?.p2_5 ?? Number.NaN)
        expect(p97_5).toBeGreaterThanOrEqual(next?.p97_5 ?? Number.NaN)
      }
    },
  )

  it('holds in the first day that what has just stopped has stopped', () => {
    const { p50, p97_5 } = nextOf(learning([40, 38, 45, 3, 1, 0, 2]))

    expect(p50).toBeLessThan(10)
    expect(p97_5).toBeGreaterThan(20)
  })

  it('expects about one ticket a day where one comes a day, and never a rush', () => {
    const random = newRandom(3)
    const counts = Array.from({ length: 30 }, () => {
      const at = 9 + Math.floor(random() * 8)
      return Array.from({ length: 24 }, (_, hour) => (hour === at ? 1 : 0))
    }).flat()
    const day = learning(counts).predict(24)
    const expected = day.reduce((sum, { mean }) => sum + mean, 0)

    expect(expected).toBeGreaterThan(0.5)
    expect(expected).toBeLessThan(2.5)
    expect(Math.max(...day.map(({ p97_5 }) => p97_5))).toBeLessThanOrEqual(2)
  })

  it('learns nothing from hours before the first one that is known', () => {
    const counts = countsOf(240)
    const late = learning([...new Array(336).fill(null), ...counts])
    const unknown = learning(new Array(100).fill(null))

    expect(late.predict(48)).toEqual(learning(counts).predict(48))
    expect(unknown.predict(48)).toEqual(newForecaster({ first_hour: '2026-01-09T04' }).predict(48))
  })

  it('predicts without changing its state', () => {
    const counts = countsOf(400)
    const asked = newForecaster({ first_hour: A_MONDAY })
    const left = newForecaster({ first_hour: A_MONDAY })
    for (const count of counts) {
      asked.predict(3)
      asked.observe(count)
      left.observe(count)
    }

    expect(asked.predict(48)).toEqual(asked.predict(48))
    expect(asked.predict(48)).toEqual(left.predict(48))
  })

  it('knows the hour of the week that it starts at', () => {
    const counts = countsOf(HOURS_8_WEEKS)
    const later = newForecaster({ first_hour: '2026-01-07T05' })
    for (const count of counts.slice(2 * 24 + 5)) later.observe(count)

    expect(later.predict(24).map(({ p50 }) => p50)[11]).toBeGreaterThan(15)
    expect(later.predict(24).map(({ p50 }) => p50)[2]).toBeLessThan(8)
  })

  it.each<[string, (number | null)[]]>([
    ['nothing at all', []],
    ['three points', [3, 9, 4]],
    ['zeros', new Array(1_000).fill(0)],
    ['a constant', new Array(1_000).fill(7)],
    ['one ticket a day', Array.from({ length: 1_000 }, (_, hour) => (hour % 24 === 10 ? 1 : 0))],
    ['hours that were never recorded', new Array(400).fill(null)],
    ['a missing day', countsOf(1_000).map((count, hour) => (hour > 900 && hour <= 924 ? null : count))],
    ['a spike of a thousand times', countsOf(1_000).map((count, hour) => (hour === 990 ? 20_000 : count))],
    ['an outage', countsOf(1_000).map((count, hour) => (hour > 960 ? 0 : count))],
  ])('gives finite, ordered bands from 0 for %s', (_case, counts) => {
    expect(isSane(learning(counts).predict(48))).toBe(true)
    expect(isSane(learning(counts, false).predict(48))).toBe(true)
  })

  it('gives finite, ordered bands whatever comes', () => {
    const anyCount = fc.oneof(fc.nat(20), fc.nat(1_000_000), fc.constant(null), fc.constant(0))
    fc.assert(
      fc.property(fc.array(anyCount, { maxLength: 120 }), (counts) => isSane(learning(counts).predict(30))),
      { numRuns: 60 },
    )
  })

  it('is not carried away by a spike of one hour', () => {
    const counts = countsOf(1_000)
    const spiked = counts.map((count, hour) => (hour === 960 ? 1_000 * Math.max(1, count) : count))

    expect(errorOver(spiked, 24)).toBeLessThan(2 * errorOver(counts, 24))
  })

  it('follows a load ten times as high within 48 hours', () => {
    const stepped = countsOf(HOURS_8_WEEKS, (hour) => (hour >= HOURS_8_WEEKS - 72 ? 10 : 1))
    const load = stepped.slice(-24).reduce((sum, count) => sum + count, 0) / 24

    expect(errorOver(stepped, 24)).toBeLessThan(0.3 * load)
  })

  it('gives whole numbers for counts, and not for measures', () => {
    const measures = countsOf(500).map((count) => count / 7)

    expect(Number.isInteger(nextOf(learning(countsOf(500))).p50)).toBe(true)
    expect(Number.isInteger(nextOf(learning(measures, false)).p50)).toBe(false)
  })

  it.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -1])('refuses %s', (count) => {
    const forecaster = learning([1, 2, 3])
    const before = forecaster.predict(3)

    expect(() => forecaster.observe(count)).toThrow(RangeError)
    expect(forecaster.predict(3)).toEqual(before)
  })

  it.each(['2026-13-01T00', '2026-02-31T10', '2026-03-02T24', '2026-03-02T10:00', '2026-3-2T10', 'yesterday'])(
    'refuses a first hour of %s',
    (first_hour) => {
      expect(() => newForecaster({ first_hour })).toThrow(RangeError)
    },
  )

  it('refuses a horizon that is none', () => {
    expect(() => newForecaster({ first_hour: A_MONDAY }).predict(0)).toThrow(RangeError)
  })
})

describe('on taxi rides of New York', () => {
  it('errs less than half as much as the same hour a week ago', () => {
    const counts = taxiRides.values
    const naive = counts.slice(-168).reduce((sum, count, place) => {
      return sum + Math.abs(count - (counts[counts.length - 2 * 168 + place] ?? 0))
    }, 0)

    expect(errorOver(counts, 168) / (naive / 168)).toBeLessThan(0.5)
  })
})
