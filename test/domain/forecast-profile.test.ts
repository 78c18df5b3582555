import { describe, expect, it } from 'vitest'
import { newLastCycle } from '../../functions/domain/forecast-profile.ts'

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
