import { describe, expect, it } from 'vitest'
import { newRandom } from '../../functions/domain/simulation/scenario.ts'
import { type AgentQueue, agentsNeeded, erlangC, withBacklog, withShrinkage } from '../../functions/domain/staffing.ts'

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

/**
 * Share of tickets served in time where the rate is a gamma variable and each rate counts as often as its tickets come:
 * its density times the rate, summed over small steps of the rate's logarithm.
 */
const integratedServiceLevel = (question: Omit<AgentQueue, 'agents'>, dispersion: number, agents: number): number => {
  const { arrivals_per_hour } = question
  const scale = dispersion - 1
  let tickets = 0
  let inTime = 0
  for (let logarithm = -12; logarithm < Math.log(arrivals_per_hour + 40 * scale); logarithm += 0.01) {
    const rate = Math.exp(logarithm)
    const weight = Math.exp((arrivals_per_hour / scale + 1) * logarithm - rate / scale)
    tickets += weight
    inTime += weight * erlangC({ ...question, arrivals_per_hour: rate, agents }).service_level
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
    [5, 1_800, 600, [4, 8, 16, 32]],
    [0.5, 3_600, 600, [4, 16, 32, 100]],
    [50, 600, 300, [4, 16, 100, 1_000]],
  ])(
    'meets the service where the rate is uncertain, with hardly a person more or less: %f an hour',
    (arrivals_per_hour, handle_seconds, target_seconds, dispersions) => {
      const question = { arrivals_per_hour, handle_seconds, target_seconds }
      for (const dispersion of dispersions) {
        const agents = agentsNeeded({ ...question, service_level: 0.9, dispersion })
        const doubt = Math.max(1, Math.ceil(0.03 * agents))
        expect(integratedServiceLevel(question, dispersion, agents + doubt)).toBeGreaterThanOrEqual(0.9)
        expect(integratedServiceLevel(question, dispersion, agents - doubt - 1)).toBeLessThan(0.9)
      }
    },
  )

  it.each([
    [0.5, 3_600, 0.9],
    [5, 1_800, 0.9],
    [200, 180, 0.8],
  ])(
    'never asks for fewer people because less is known: %f an hour of %i seconds',
    (arrivals_per_hour, handle_seconds, service_level) => {
      const question = { arrivals_per_hour, handle_seconds, target_seconds: 600, service_level }
      const needed = [1, 1.01, 1.5, 2, 4, 8, 16, 32, 100, 1_000, 5_000, 10_000].map((dispersion) =>
        agentsNeeded({ ...question, dispersion }),
      )

      expect(needed).toEqual(needed.toSorted((a, b) => a - b))
      expect(needed.at(-1)).toBeGreaterThan(3 * (needed.at(-4) ?? Number.NaN))
    },
  )

  it.each([2_000_010, 1e9, 1e300])('asks for 100,000 at most: %f an hour', (arrivals_per_hour) => {
    expect(agentsNeeded({ ...aQuestion, arrivals_per_hour })).toBe(100_000)
    expect(agentsNeeded({ ...aQuestion, arrivals_per_hour: 1_900_000 })).toBeLessThan(100_000)
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

  it.each([
    ['arrivals_per_hour', Number.NaN],
    ['arrivals_per_hour', -5],
    ['handle_seconds', 0],
    ['target_seconds', -1],
    ['agents', Number.POSITIVE_INFINITY],
    ['agents', 2.5],
    ['agents', -1],
  ])('refuses %s of %f', (name, value) => {
    const queue = { arrivals_per_hour: 5, handle_seconds: 180, agents: 3, target_seconds: 20 }
    expect(() => erlangC({ ...queue, [name]: value })).toThrow(RangeError)
  })

  it('stays exact for thousands of agents', () => {
    const { p_wait } = erlangC({ arrivals_per_hour: 9_900, handle_seconds: 3_600, agents: 10_000, target_seconds: 0 })
    expect(p_wait).toBeGreaterThan(0)
    expect(p_wait).toBeLessThan(1)
  })
})
