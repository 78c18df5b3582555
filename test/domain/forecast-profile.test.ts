import { describe, expect, it } from 'vitest'
import { newLastCycle, newWeekProfile } from '../../functions/domain/forecast/profile.ts'

describe('newLastCycle', () => {
  const known = (hours: number) => {
    const profile = newLastCycle(24, 0.5)
    for (let hour = 0; hour < hours; hour += 1) profile.learn(hour, hour)
    return profile
  }

  it('takes what was at the same hour of the last cycle for usual', () => {
    expect(known(48).usual(48)).toBe(24)
    expect(known(50).usual(50)).toBe(26)
    expect(known(50).usual(52, [0, 0])).toBe(28)
  })

  it('goes on from the cycle that it foresees when it looks further than one', () => {
    const imagined = Array.from({ length: 30 }, (_, step) => 1_000 + step)

    expect(known(48).usual(48 + 24, imagined.slice(0, 24))).toBe(1_000)
    expect(known(48).usual(48 + 30, imagined)).toBe(1_006)
  })

  it('takes the last value for usual while no cycle is complete', () => {
    expect(known(5).usual(5)).toBe(4)
    expect(known(0).usual(0)).toBe(0)
  })
})

describe('newWeekProfile', () => {
  const PEAK = 33
  /** Two at every hour but one a week, which has twenty. */
  const known = (weeks: number) => {
    const profile = newWeekProfile(0.5)
    for (let hour = 0; hour < weeks * 168; hour += 1) profile.learn(hour, hour % 168 === PEAK ? 20 : 2)
    return profile
  }

  it('believes half of a weekly peak at first, and all but a hundredth of it after two months', () => {
    expect(known(0).usual(PEAK)).toBe(0)
    expect(known(1).usual(PEAK)).toBeGreaterThan(10)
    expect(known(1).usual(PEAK)).toBeLessThan(14)
    expect(known(3).usual(PEAK)).toBeGreaterThan(18)
    expect(known(8).usual(PEAK)).toBeGreaterThan(19.7)
  })

  it('leans on the hour of day where the week has not come round yet', () => {
    const profile = newWeekProfile(0.5)
    for (let hour = 0; hour < 72; hour += 1) profile.learn(hour, hour % 24 === 9 ? 20 : 2)

    expect(profile.usual(72 + 9)).toBeGreaterThan(14)
    expect(profile.usual(72 + 10)).toBeLessThan(4)
  })
})
