import { describe, expect, it } from 'vitest'
import {
  candidatesFor,
  departmentLoad,
  graceEndsAt,
  mayOverflow,
  notYetServed,
  OVERFLOW,
  type Reach,
  returnsAfterGrace,
  takersAmong,
  takesTickets,
} from '../../functions/domain/capacity.ts'
import { candidate } from '../support/routing-requests.ts'

describe('the load of a department', () => {
  it('counts what everybody holds, and the capacity of those online', () => {
    const agents = [
      candidate({ active: 4 }),
      candidate({ active: 2, capacity: 2, presence: 'dnd' }),
      candidate({ active: 3, presence: 'offline' }),
      candidate({ active: 6 }),
    ]
    expect(departmentLoad(agents, 5)).toEqual({
      agents_online: 2,
      active: 15,
      capacity: 20,
      waiting: 5,
      utilisation: 0.75,
      pressure: 1,
    })
  })

  it('has no utilisation when nobody is online, but all the pressure', () => {
    expect(departmentLoad([candidate({ active: 3, presence: 'offline' })], 4)).toMatchObject({
      utilisation: 0,
      pressure: 7,
    })
  })

  it('is nothing for a department without agents and tickets', () => {
    expect(departmentLoad([], 0)).toEqual({
      agents_online: 0,
      active: 0,
      capacity: 0,
      waiting: 0,
      utilisation: 0,
      pressure: 0,
    })
  })
})

describe('overflow', () => {
  it.each([
    ['just before the time', 9.99, OVERFLOW, false],
    ['at the time', 10, OVERFLOW, true],
    ['at a time of its own', 3, { enabled: true, after_minutes: 3 }, true],
    ['at once, where no time is to pass', 0, { enabled: true, after_minutes: 0 }, true],
    ['when switched off', 1_000, { enabled: false, after_minutes: 10 }, false],
  ])('%s', (_case, waiting_minutes, overflow, allowed) => {
    expect(mayOverflow(waiting_minutes, overflow)).toBe(allowed)
  })
})

describe('the candidates of a ticket', () => {
  const own = candidate({ agent_id: 'own', active: 10 })
  const helper = candidate({ agent_id: 'helper', department_id: 'account', active: 9 })
  const idle = candidate({ agent_id: 'idle', department_id: 'technical' })
  const working = candidate({ agent_id: 'working', department_id: 'technical', active: 1 })
  const away = candidate({ agent_id: 'away', department_id: 'technical', presence: 'offline' })
  const everybody = [own, helper, idle, working, away]
  const reach: Reach = { department_id: 'billing', merged_department_ids: [], waiting_minutes: 0, overflow: OVERFLOW }
  const idsWithin = (given: Partial<Reach>): readonly string[] =>
    candidatesFor({ ...reach, ...given }, everybody).map(({ agent_id }) => agent_id)

  it('are those of its department, also the full ones, so that the decision can say why', () => {
    expect(idsWithin({})).toEqual(['own'])
  })

  it('include all of a merged department', () => {
    expect(idsWithin({ merged_department_ids: ['account'] })).toEqual(['own', 'helper'])
  })

  it('include only idle agents of other departments once it may overflow', () => {
    expect(idsWithin({ waiting_minutes: 10 })).toEqual(['own', 'idle'])
  })

  it('leave out those who were given a ticket in this pass', () => {
    expect(notYetServed(everybody, new Set(['own', 'idle'])).map(({ agent_id }) => agent_id)).toEqual([
      'helper',
      'working',
      'away',
    ])
  })
})

describe('going offline', () => {
  it('keeps the tickets for the grace time', () => {
    expect(graceEndsAt(new Date('2026-03-02T12:00:00.000Z'), 15)).toEqual(new Date('2026-03-02T12:15:00.000Z'))
  })

  it.each([
    ['an open ticket without a reply', 'open', false, true],
    ['an open ticket with a reply', 'open', true, false],
    ['a ticket in progress', 'in_progress', false, false],
    ['a resolved ticket', 'resolved', false, false],
  ] as const)('then decides on %s', (_case, status, agent_replied, returns) => {
    expect(returnsAfterGrace({ status, agent_replied })).toBe(returns)
  })
})

describe('admins', () => {
  it.each([
    ['agent', false, true],
    ['admin', false, false],
    ['admin', true, true],
  ] as const)('an %s takes tickets where admins_take_tickets is %s: %s', (role, admins_take_tickets, takes) => {
    expect(takesTickets(role, { admins_take_tickets })).toBe(takes)
    expect(takersAmong([{ role }], { admins_take_tickets })).toEqual(takes ? [{ role }] : [])
  })
})
