import { describe, expect, it } from 'vitest'
import { WEIGHTS } from '../../functions/domain/assignment/suitability.ts'
import { DEFAULT_SCENARIO } from '../../functions/domain/simulation/default-scenario.ts'
import { beginWork, changePresence, openDesk, putOnDesk } from '../../functions/domain/simulation/desk.ts'
import { figuresOf, quantile, type SimulationFigures } from '../../functions/domain/simulation/figures.ts'
import {
  arrivalsPerHour,
  drawWorld,
  newRandom,
  pooledScenario,
  type Scenario,
} from '../../functions/domain/simulation/scenario.ts'
import type { SimulatedTicket, World } from '../../functions/domain/simulation/world.ts'
import { simulate } from '../../functions/domain/simulation.ts'
import { erlangC } from '../../functions/domain/staffing.ts'

const policy = (strategy: 'balanced' | 'round_robin' | 'least_busy' | 'weighted', merging = false) => ({
  routing: { strategy, weights: WEIGHTS, version: 1 },
  merging,
})

const figures = (scenario: Scenario, strategy: Parameters<typeof policy>[0], merging = false): SimulationFigures => {
  const world = drawWorld(scenario, newRandom(7))
  const agentIds = world.agents.map(({ agent_id }) => agent_id)
  return figuresOf(simulate(world, policy(strategy, merging)), agentIds, 1_440)
}

const ticket = (given: Partial<SimulatedTicket>): SimulatedTicket => ({
  id: 't',
  department_id: 'billing',
  priority: 'medium',
  required_skills: [],
  arrives_at: 0,
  work_minutes: 10,
  ...given,
})

const department = (department_id: string, enabled = false, after_minutes = 10) => ({
  department_id,
  overflow: { enabled, after_minutes },
  overload_threshold: 1.2,
  underload_threshold: 0.6,
})

const world = (given: Partial<World>): World => ({
  starts_at: '2026-03-02T00:00:00.000Z',
  departments: [department('billing')],
  agents: [{ agent_id: 'ana', department_id: 'billing', skills: [], capacity: 1, speed: 1 }],
  tickets: [],
  presence_changes: [],
  mismatch_factor: 1.6,
  ...given,
})

const waitsOf = (given: Partial<World>): Readonly<Record<string, number>> =>
  Object.fromEntries(simulate(world(given), policy('balanced')).served.map((one) => [one.ticket.id, one.wait_minutes]))

describe('a simulated desk', () => {
  it('serves by priority, then age', () => {
    const tickets = [
      ticket({ id: 'first' }),
      ticket({ id: 'late', arrives_at: 2 }),
      ticket({ id: 'early', arrives_at: 1 }),
      ticket({ id: 'pressing', arrives_at: 3, priority: 'high' }),
    ]
    expect(waitsOf({ tickets })).toEqual({ first: 0, pressing: 7, early: 19, late: 28 })
  })

  it('works faster at a higher speed, and 1.6 times longer without the skill', () => {
    const agents = [{ agent_id: 'ana', department_id: 'billing', skills: ['tax'], capacity: 9, speed: 2 }]
    const tickets = [ticket({ required_skills: ['vat'] }), ticket({ id: 'u', required_skills: ['tax'], arrives_at: 1 })]
    const { served } = simulate(world({ agents, tickets }), policy('balanced'))
    expect(served).toMatchObject([
      { handle_minutes: 8, has_skills: false },
      { handle_minutes: 5, has_skills: true, wait_minutes: 7 },
    ])
  })

  const two = (enabled: boolean, after_minutes = 10): Partial<World> => ({
    departments: [department('billing', enabled, after_minutes), department('account')],
    agents: [
      { agent_id: 'ana', department_id: 'billing', skills: [], capacity: 1, speed: 1 },
      { agent_id: 'bob', department_id: 'account', skills: [], capacity: 1, speed: 1 },
    ],
  })

  it.each([
    ['overflows to an idle agent of another department after ten minutes', true, 10, 10],
    ['overflows at once where no time is to pass', true, 0, 0],
    ['waits for its own department without overflow', false, 10, 60],
  ])('%s', (_case, enabled, after_minutes, wait) => {
    const tickets = [ticket({ id: 'long', work_minutes: 60 }), ticket({ id: 'next' })]
    expect(waitsOf({ ...two(enabled, after_minutes), tickets })).toMatchObject({ next: wait })
  })

  it('gives each agent one ticket per pass, so that tickets which overflow together are spread', () => {
    const helpers = ['bob', 'cem'].map((agent_id) => ({
      agent_id,
      department_id: 'account',
      skills: [],
      capacity: 5,
      speed: 1,
    }))
    const departments = [department('billing', true), department('account')]
    expect(waitsOf({ departments, agents: helpers, tickets: [ticket({}), ticket({ id: 'u' })] })).toEqual({
      t: 10,
      u: 10,
    })
  })

  it('gives an agent who gets free a ticket of the own department before one that overflows', () => {
    const tickets = [
      ticket({ id: 'long', work_minutes: 60 }),
      ticket({ id: 'overdue' }),
      ticket({ id: 'theirs', department_id: 'account', work_minutes: 20 }),
      ticket({ id: 'own', department_id: 'account', arrives_at: 19 }),
    ]
    expect(waitsOf({ ...two(true), tickets })).toMatchObject({ own: 1, overdue: 30 })
  })

  it('looks at merges on the hour, and shares the waiting tickets with the helpers', () => {
    const away = { at: 0, agent_id: 'ana', presence: 'offline' as const }
    const tickets = [ticket({ arrives_at: 1 }), ticket({ id: 'u', arrives_at: 2 }), ticket({ id: 'v', arrives_at: 61 })]
    const { served, merge_switches } = simulate(
      world({ ...two(false), tickets, presence_changes: [away] }),
      policy('balanced', true),
    )
    expect(served.map(({ ticket: { id }, agent_id, wait_minutes }) => [id, agent_id, wait_minutes])).toEqual([
      ['t', 'bob', 59],
      ['u', 'bob', 68],
      ['v', 'bob', 19],
    ])
    expect(merge_switches).toBe(1)
  })

  it('gives nothing to agents who went offline, and takes their pile back with its age', () => {
    const tickets = [ticket({ id: 'begun' }), ticket({ id: 'pile' })]
    const agents = [{ agent_id: 'ana', department_id: 'billing', skills: [], capacity: 2, speed: 1 }]
    const presence_changes = [
      { at: 5, agent_id: 'ana', presence: 'offline' as const },
      { at: 50, agent_id: 'ana', presence: 'online' as const },
    ]
    expect(waitsOf({ tickets, agents, presence_changes })).toEqual({ begun: 0, pile: 50 })
    expect(waitsOf({ tickets, agents, presence_changes: presence_changes.slice(0, 1) })).toEqual({ begun: 0 })
  })

  it('refuses a ticket of a department that the world does not have', () => {
    expect(() => simulate(world({ tickets: [ticket({ department_id: 'sales' })] }), policy('balanced'))).toThrow(
      RangeError,
    )
  })

  it('repeats itself exactly from the same seed, and only then', () => {
    const run = (seed: number) =>
      simulate(drawWorld({ ...DEFAULT_SCENARIO, days: 3 }, newRandom(seed)), policy('balanced'))
    expect(run(1)).toEqual(run(1))
    expect(run(1).served.length).not.toBe(run(2).served.length)
  })

  it('agrees with Erlang C on M/M/N within 5 %', () => {
    const one = pooledScenario({ ...DEFAULT_SCENARIO, departments: DEFAULT_SCENARIO.departments.slice(0, 1) })
    const pooled = { ...one, load: 0.8, days: 1_000 }
    const exact = erlangC({
      arrivals_per_hour: arrivalsPerHour(pooled),
      handle_seconds: 40 * 60,
      agents: 4,
      target_seconds: 0,
    })
    const { mean_wait_minutes } = figures(pooled, 'balanced')
    expect(Math.abs(mean_wait_minutes / (exact.asa_seconds / 60) - 1)).toBeLessThan(0.05)
  })
})

describe('the defaults', () => {
  const atCapacity = (capacity: number): Scenario => ({ ...DEFAULT_SCENARIO, capacity })
  const balanced = figures(atCapacity(3), 'balanced')

  it('keep the mean wait at capacity 3 within 18 minutes and 0.6 of round robin', () => {
    expect(balanced.mean_wait_minutes).toBeLessThanOrEqual(18)
    expect(balanced.mean_wait_minutes).toBeLessThanOrEqual(
      0.6 * figures(atCapacity(3), 'round_robin').mean_wait_minutes,
    )
  })

  it('keep it at capacity 10 within 0.6 of weighted', () => {
    const wait = figures(atCapacity(10), 'balanced').mean_wait_minutes
    expect(wait).toBeLessThanOrEqual(0.6 * figures(atCapacity(10), 'weighted').mean_wait_minutes)
  })

  it('share work evenly and mostly with the skilled', () => {
    expect(balanced.jain).toBeGreaterThanOrEqual(0.98)
    expect(balanced.skill_match).toBeGreaterThanOrEqual(0.65)
  })

  it.each(['balanced', 'round_robin', 'least_busy', 'weighted'] as const)('never cross a load line: %s', (strategy) => {
    expect(figures({ ...atCapacity(3), load: 0.95, days: 20 }, strategy).over_capacity).toBe(0)
  })

  const overloaded = (overflows: boolean): Scenario => ({
    ...atCapacity(3),
    days: 30,
    departments: DEFAULT_SCENARIO.departments.map((one, place) => ({
      ...one,
      load_factor: place === 0 ? 1.6 : 0.8,
      overflow: { enabled: overflows, after_minutes: 10 },
    })),
  })

  it('relieve an overloaded department tenfold by overflow, and by merging', () => {
    const alone = figures(overloaded(false), 'balanced').mean_wait_minutes
    expect(figures(overloaded(true), 'balanced').mean_wait_minutes).toBeLessThan(alone / 10)
    expect(figures(overloaded(false), 'balanced', true).mean_wait_minutes).toBeLessThan(alone / 10)
  })

  it('do not let merges flap', () => {
    const { merge_switches } = simulate(drawWorld(overloaded(false), newRandom(7)), policy('balanced', true))
    expect(merge_switches).toBeGreaterThan(0)
    expect(merge_switches / 30).toBeLessThanOrEqual(6)
  })
})

describe('the figures of a simulation', () => {
  const served = [
    {
      ticket: ticket({ required_skills: ['tax'] }),
      agent_id: 'ana',
      wait_minutes: 90,
      handle_minutes: 1,
      has_skills: true,
    },
    { ticket: ticket({ arrives_at: 60 }), agent_id: 'ana', wait_minutes: 2, handle_minutes: 5, has_skills: true },
    {
      ticket: ticket({ arrives_at: 61, required_skills: ['tax'] }),
      agent_id: 'bob',
      wait_minutes: 4,
      handle_minutes: 15,
      has_skills: false,
    },
  ]

  it('leave out what came while the desk filled, and count who did nothing', () => {
    const result = { served, over_capacity: 0, merge_switches: 0 }
    expect(figuresOf(result, ['ana', 'bob', 'cem'], 60)).toEqual({
      served: 2,
      mean_wait_minutes: 3,
      mean_wait_uncertainty_minutes: Number.POSITIVE_INFINITY,
      p95_wait_minutes: 4,
      jain: 20 ** 2 / (3 * (5 ** 2 + 15 ** 2)),
      skill_match: 0,
      over_capacity: 0,
    })
  })

  it('say how far the mean may be from the truth, by the spread of twenty stretches', () => {
    const one = { ticket: ticket({}), agent_id: 'ana', handle_minutes: 5, has_skills: true }
    const waits = Array.from({ length: 40 }, (_none, place) => ({ ...one, wait_minutes: place < 20 ? 0 : 2 }))
    const result = { served: waits, over_capacity: 0, merge_switches: 0 }
    // Twenty batches of which half are 0 and half are 2: t₁₉ · √(20 ÷ 19 ÷ 20).
    expect(figuresOf(result, ['ana'], 0).mean_wait_uncertainty_minutes).toBeCloseTo(2.093 * Math.sqrt(1 / 19), 9)
  })
})

describe('a simulated agent who goes offline', () => {
  it('carries only the ticket in hand', () => {
    const desk = openDesk({ agent_id: 'ana', department_id: 'billing', skills: [], capacity: 3, speed: 1 })
    const tickets = ['begun', 'second', 'third'].map((id) => ticket({ id }))
    for (const one of tickets) putOnDesk(desk, one, '2026-03-02T00:00:00.000Z')
    beginWork(desk)
    expect(changePresence(desk, 'offline').map(({ id }) => id)).toEqual(['second', 'third'])
    expect(desk.candidate).toMatchObject({ presence: 'offline', active: 1 })
  })
})

describe('quantiles', () => {
  it.each([
    [[1, 2, 3, 4], 0.5, 2],
    [[4, 1, 3, 2], 0.95, 4],
    [[7], 0, 7],
    [[], 0.5, 0],
  ])('of %j at %f', (amounts, share, expected) => {
    expect(quantile(amounts, share)).toBe(expected)
  })
})
