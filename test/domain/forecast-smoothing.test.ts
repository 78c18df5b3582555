import { describe, expect, it } from 'vitest'
import type { Expert } from '../../functions/domain/forecast/expert.ts'
import { newMultiplicative, newSeasonalNaive } from '../../functions/domain/forecast/smoothing.ts'

const WEEK = 168
/** What the hour of day brings on the scale of z: nothing at night, most at noon. */
const dayAt = (hour: number): number => 1 + Math.max(0, 6 - Math.abs((hour % 24) - 12))

const taught = (expert: Expert, hours: number, valueAt: (hour: number) => number): Expert => {
  for (let hour = 0; hour < hours; hour += 1) expert.observe(valueAt(hour))
  return expert
}

describe('newSeasonalNaive', () => {
  it('repeats the week before, as often as it is asked to', () => {
    const path = taught(newSeasonalNaive(WEEK), 2 * WEEK, (hour) => hour).path(WEEK + 2)

    expect(path.slice(0, 3)).toEqual([WEEK, WEEK + 1, WEEK + 2])
    expect(path.slice(WEEK)).toEqual([WEEK, WEEK + 1])
  })

  it('repeats the last day while no week is known, but for the next hour the last one', () => {
    const expert = taught(newSeasonalNaive(WEEK), 30, (hour) => hour)

    expect(expert.next()).toBe(29)
    expect(expert.path(26)).toEqual([29, ...Array.from({ length: 23 }, (_, step) => 7 + step), 6, 7])
  })

  it('goes on with the last hour while no day is known', () => {
    expect(taught(newSeasonalNaive(WEEK), 5, (hour) => hour).path(3)).toEqual([4, 4, 4])
  })
})

describe('newMultiplicative', () => {
  const GAINS = { levelGain: 0.1, seasonGain: 0.2 }

  it('takes the last day as usual while the hours of its week are not known', () => {
    const path = taught(newMultiplicative(0, WEEK, GAINS), 72, dayAt).path(24)
    const ratio = (path[12] ?? Number.NaN) / (path[0] ?? Number.NaN)

    expect(ratio).toBeGreaterThan(3)
    expect(path.indexOf(Math.max(...path))).toBe(12)
  })

  it('knows each hour of the week by itself once it has come', () => {
    const weekAt = (hour: number): number => (hour % WEEK === 80 ? 20 : 4)
    const path = taught(newMultiplicative(0, WEEK, GAINS), 8 * WEEK, weekAt).path(WEEK)

    expect(path.indexOf(Math.max(...path))).toBe(80)
    expect(path[80 - 24]).toBeLessThan(6)
  })
})
