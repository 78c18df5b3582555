import { describe, expect, it } from 'vitest'
import { patchOf, thresholdExample } from '../../frontend/src/console/admin/departments/department-form.ts'
import { binsOf, calibrationGap } from '../../frontend/src/console/admin/triage/calibration.ts'
import { tagOf } from '../../frontend/src/console/tag.ts'
import { highestOf, placeAt } from '../../frontend/src/design/charts/series.ts'

describe('a chart', () => {
  it('has room for its highest value and the top of its band, and an axis when there is nothing', () => {
    const series = [{ name: 'counted', kind: 'counted', values: [3, null, 7] }] as const
    expect(highestOf(series)).toBe(7)
    expect(highestOf(series, [null, [2, 12]])).toBe(12)
    expect(highestOf([])).toBe(1)
  })

  it('shows the place nearest to the pointer, and the outermost ones beyond its ends', () => {
    expect([-5, 0, 24, 26, 100, 130].map((x) => placeAt(x, 100, 3))).toEqual([0, 0, 0, 1, 2, 2])
  })
})

describe('calibration', () => {
  const bins = binsOf([
    {
      bins: [
        { from: 0.9, to: 1, count: 30, precision: 0.95 },
        { from: 0.5, to: 0.6, count: 10, precision: 0.35 },
        { from: 0.6, to: 0.7, count: 0, precision: null },
      ],
    },
    { bins: [{ from: 0.5, to: 0.6, count: 30, precision: 0.75 }] },
  ])

  it('adds the bins of all values up, the surest last, and leaves out what nobody decided', () => {
    expect(bins.map(({ from, count }) => [from, count])).toEqual([
      [0.5, 40],
      [0.9, 30],
    ])
    expect(bins[0]?.precision).toBeCloseTo(0.65)
  })

  it('has as its error the mean distance between confidence and truth, weighted by suggestions', () => {
    expect(calibrationGap(bins)).toBeCloseTo((40 * 0.1) / 70)
    expect(calibrationGap([])).toBe(0)
  })
})

it.each([
  [0.85, 0.3, 30, 26, 9],
  [0.5, 0.3, 10, 5, 3],
  [0.85, 0.3, 0, 1, 0],
])(
  'with the load line at %f and help up to %f, %i places are too few from %i tickets and free up to %i',
  (overload, underload, capacity, overloadedFrom, helpsUpTo) => {
    expect(thresholdExample({ overload, underload }, capacity)).toEqual({ overloadedFrom, helpsUpTo })
  },
)

describe('the form of a department', () => {
  const form = (fields: Readonly<Record<string, string>>) => {
    const data = new FormData()
    for (const [name, value] of Object.entries(fields)) data.set(name, value)
    return patchOf(data, { skill: 0.5, availability: 0.3, performance: 0.2 })
  }

  it('keeps the days that are ticked, and calls the midnight after a day 24:00', () => {
    const { business_hours } = form({
      business_hours: 'on',
      'open.1': 'on',
      'from.1': '09:00',
      'to.1': '00:00',
      'from.2': '09:00',
      'to.2': '17:00',
    })
    expect(business_hours).toEqual({ 1: { from: '09:00', to: '24:00' } })
  })

  it('lets the clocks run always unless hours are wanted, and takes the topics that are ticked', () => {
    const { business_hours, categories } = form({ 'open.1': 'on', 'category.billing': 'on' })
    expect(business_hours).toBeNull()
    expect(categories).toEqual(['billing'])
  })
})

it('makes one lower-case word of a tag', () => {
  expect(['  Refund now ', 'VIP', 'a,b'].map(tagOf)).toEqual(['refund-now', 'vip', 'a-b'])
})
