import { describe, expect, it } from 'vitest'
import { newRandom } from '../../functions/domain/scenario.ts'
import { agentsNeeded, erlangC, withBacklog, withShrinkage } from '../../functions/domain/staffing.ts'

const aQuestion = { arrivals_per_hour: 200, handle_seconds: 180, target_seconds: 20, service_level: 0.8 }

/** Share of tickets that wait no longer than the target, by playing a queue ticket by ticket. */
const playedServiceLevel = (agents: number, tickets: number): number => {
  const random = newRandom(11)
  const exponential = (mean: number): number => -mean * Math.log(1 - random())
  const freeAt = new Array<number>(agents).fill(0)
  let now = 0
  let inTime = 0
  for (let ticket = 0; ticket < tickets; ticket += 1) {
    now += exponential(3_600 / aQuestion.arrivals_per_hour)
    const soonest = Math.min(...freeAt)
    const start = Math.max(now, soonest)
    freeAt[freeAt.indexOf(soonest)] = start + exponential(aQuestion.handle_seconds)
    if (start - now <= aQuestion.target_seconds) inTime += 1
  }
  return inTime / tickets
}

describe('erlangC', () => {
  it('agrees with the tables: 100 calls in 30 minutes of 180 seconds for 14 agents', () => {
    const { p_wait, service_level, asa_seconds } = erlangC({ ...aQuestion, agents: 14 })

    expect(p_wait).toBeCloseTo(0.1741319, 7)
    expect(service_level).toBeCloseTo(0.88835, 5)
    expect(asa_seconds).toBeCloseTo(7.8359, 4)
  })

  it.each([12, 14])('foretells within a point what a played queue of %i agents achieves', (agents) => {
    const { service_level } = erlangC({ ...aQuestion, agents })

    expect(Math.abs(playedServiceLevel(agents, 200_000) - service_level)).toBeLessThan(0.01)
  })
})

describe('agentsNeeded', () => {
  it('finds the fewest agents that give the wanted service', () => {
    const agents = agentsNeeded(aQuestion)

    expect(erlangC({ ...aQuestion, agents }).service_level).toBeGreaterThanOrEqual(aQuestion.service_level)
    expect(erlangC({ ...aQuestion, agents: agents - 1 }).service_level).toBeLessThan(aQuestion.service_level)
  })

  it('takes chance alone as given: a dispersion up to 1 asks for nobody more', () => {
    expect(agentsNeeded({ ...aQuestion, dispersion: 1 })).toBe(agentsNeeded(aQuestion))
    expect(agentsNeeded({ ...aQuestion, dispersion: 0.5 })).toBe(agentsNeeded(aQuestion))
  })

  it('asks for more people the less is known about the rate, and for no one without work', () => {
    expect(agentsNeeded({ ...aQuestion, dispersion: 20 })).toBeGreaterThan(agentsNeeded(aQuestion))
    expect(agentsNeeded({ ...aQuestion, dispersion: 20 })).toBeLessThan(2 * agentsNeeded(aQuestion))
    expect(agentsNeeded({ ...aQuestion, arrivals_per_hour: 0 })).toBe(0)
    expect(agentsNeeded({ ...aQuestion, arrivals_per_hour: 0.01 })).toBe(1)
  })

  it.each([
    ['arrivals_per_hour', -1],
    ['arrivals_per_hour', Number.NaN],
    ['handle_seconds', 0],
    ['service_level', 1],
    ['target_seconds', Number.POSITIVE_INFINITY],
  ])('refuses %s of %s', (name, value) => {
    expect(() => agentsNeeded({ ...aQuestion, [name]: value })).toThrow(RangeError)
  })
})

it('adds what waits to the load of the hours in which it is to be worked off', () => {
  expect(withBacklog(10, 12, 4)).toBe(13)
  expect(withBacklog(10, 12, 0)).toBe(22)
})

it('rosters more people than are at work', () => {
  expect(withShrinkage(9, 0.1)).toBe(10)
  expect(withShrinkage(0, 0.1)).toBe(0)
  expect(() => withShrinkage(9, 1)).toThrow(RangeError)
})

describe('erlangC', () => {
  it('agrees with the tables: 100 calls in 30 minutes of 180 seconds for 14 agents', () => {
    const service = erlangC({ arrivals_per_hour: 200, handle_seconds: 180, agents: 14, target_seconds: 20 })
    expect(service.p_wait).toBeCloseTo(0.1741319, 7)
    expect(service.service_level).toBeCloseTo(0.88835, 5)
    expect(service.asa_seconds).toBeCloseTo(7.8359, 4)
  })

  it.each([
    ['nothing comes', 0, 5, { p_wait: 0, service_level: 1, asa_seconds: 0 }],
    [
      'all agents are needed all the time',
      100,
      5,
      { p_wait: 1, service_level: 0, asa_seconds: Number.POSITIVE_INFINITY },
    ],
    ['nobody works', 1, 0, { p_wait: 1, service_level: 0, asa_seconds: Number.POSITIVE_INFINITY }],
  ])('knows the edges: %s', (_case, arrivals_per_hour, agents, service) => {
    expect(erlangC({ arrivals_per_hour, handle_seconds: 180, agents, target_seconds: 20 })).toEqual(service)
  })

  it('stays exact for thousands of agents', () => {
    const { p_wait } = erlangC({ arrivals_per_hour: 9_900, handle_seconds: 3_600, agents: 10_000, target_seconds: 0 })
    expect(p_wait).toBeGreaterThan(0)
    expect(p_wait).toBeLessThan(1)
  })
})
