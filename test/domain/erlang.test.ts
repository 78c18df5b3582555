import { expect, it } from 'vitest'
import { erlangC } from '../../functions/domain/erlang.ts'

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
