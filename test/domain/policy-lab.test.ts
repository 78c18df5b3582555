import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { WEIGHTS } from '../../functions/domain/assignment/suitability.ts'
import { presenceHistory } from '../../functions/domain/policy-lab/presence-history.ts'
import { recordedWork } from '../../functions/domain/policy-lab/recorded-work.ts'
import {
  comparePolicies,
  mostTickets,
  type PolicyRecord,
  type RecordedTicket,
} from '../../functions/domain/policy-lab.ts'
import { newRandom } from '../../functions/domain/simulation/scenario.ts'
import { SYSTEM } from '../../functions/domain/ticket/change.ts'

const hold = (ticket_id: string, from: number, to: number, agent_id = 'ana') => ({ ticket_id, agent_id, from, to })

describe('the work that a record tells of', () => {
  it('is the time in hand of a ticket that was held alone', () => {
    expect([...recordedWork([hold('t', 10, 40)], [])]).toEqual([['t', 30]])
  })

  it('is shared equally among what an agent holds at the same time', () => {
    const work = recordedWork([hold('t', 0, 60), hold('u', 30, 90), hold('v', 0, 60, 'bob')], [])
    expect(Object.fromEntries(work)).toEqual({ t: 45, u: 45, v: 60 })
  })

  it('does not pass while the agent is offline, but does while they ask not to be disturbed', () => {
    const marks = [
      { agent_id: 'ana', at: 0, presence: 'online' as const },
      { agent_id: 'ana', at: 20, presence: 'offline' as const },
      { agent_id: 'ana', at: 100, presence: 'dnd' as const },
    ]
    expect(recordedWork([hold('t', 10, 110)], marks).get('t')).toBe(20)
    expect(recordedWork([hold('t', 30, 90)], marks).get('t')).toBe(1)
  })

  it('is never more in all than the agent had time', () => {
    const anyHolding = fc.tuple(fc.integer({ min: 0, max: 500 }), fc.integer({ min: 2, max: 300 }))
    fc.assert(
      fc.property(fc.array(anyHolding, { minLength: 1, maxLength: 12 }), (times) => {
        const holdings = times.map(([from, length], place) => hold(`t${place}`, from, from + length))
        const total = [...recordedWork(holdings, []).values()].reduce((sum, minutes) => sum + minutes, 0)
        const [first, last] = [Math.min(...holdings.map(({ from }) => from)), Math.max(...holdings.map(({ to }) => to))]
        // A ticket counts as a minute at least.
        expect(total).toBeLessThanOrEqual(last - first + holdings.length)
      }),
    )
  })
})

describe('a history of presence', () => {
  const event = (at: string, old: string, next: string) => ({
    event_id: '01K5A000000000000000000000',
    type: 'presence_changed' as const,
    subject: 'USER#x',
    seq: 1,
    at,
    actor: SYSTEM,
    changes: { presence: [old, next] as [unknown, unknown] },
    data: {},
  })
  const period = { from: '2026-03-02T00:00:00.000Z', to: '2026-03-03T00:00:00.000Z' }
  const [before, during, after] = ['2026-03-01T08:00:00.000Z', '2026-03-02T08:00:00.000Z', '2026-03-03T08:00:00.000Z']

  it.each([
    ['by the last change before', [event(before, 'offline', 'dnd')], 'dnd', []],
    [
      'by the first change in it',
      [event(during, 'offline', 'online')],
      'offline',
      [{ at: during, presence: 'online' }],
    ],
    ['by the first change after it', [event(after, 'online', 'offline')], 'online', []],
    ['by what they are now, without a history', [], 'online', []],
  ] as const)('begins %s', (_case, events, initial, changes) => {
    expect(presenceHistory(events, 'online', period)).toEqual({ initial, changes })
  })
})

const agents = (count: number, capacity = 3) =>
  Array.from({ length: count }, (_none, place) => ({
    agent_id: `agent-${place}`,
    department_id: 'billing',
    skills: place % 2 === 0 ? ['tax'] : ['card'],
    capacity,
    speed: 1,
  }))

/** Tickets as they come to a desk of four that is busy, though not drowning. */
const someTickets = (count: number, minutes: number): readonly RecordedTicket[] => {
  const random = newRandom(5)
  return Array.from({ length: count }, (_none, place) => ({
    id: `t${place}`,
    department_id: 'billing',
    priority: 'medium' as const,
    required_skills: random() < 0.5 ? ['tax'] : ['card'],
    arrives_at: (place / count) * minutes,
    work_minutes: -30 * Math.log(1 - random()),
    due_in: 60,
  }))
}

const WEEK_MINUTES = 7 * 1_440
const aRecord = (given: Partial<PolicyRecord> = {}): PolicyRecord => ({
  starts_at: '2026-03-02T00:00:00.000Z',
  minutes: WEEK_MINUTES,
  department: { id: 'billing', overload_threshold: 1.2, underload_threshold: 0.6 },
  agents: agents(4),
  tickets: someTickets(900, WEEK_MINUTES),
  uncounted: [],
  presence_changes: [],
  answered_after_minutes: null,
  ...given,
})
const policy = (strategy: 'balanced' | 'round_robin', capacity: number | null = null) => ({
  routing: { strategy, weights: WEIGHTS, version: 1 },
  capacity,
})

describe('the policy lab', () => {
  it('finds no difference between a policy and itself, and gives the same answer each time', () => {
    const first = comparePolicies(aRecord(), policy('balanced'), policy('balanced'))
    expect(first.proposed).toEqual(first.today)
    expect(comparePolicies(aRecord(), policy('balanced'), policy('balanced'))).toEqual(first)
  })

  it('sees that round robin makes customers wait longer and ignores skills', () => {
    const { today, proposed } = comparePolicies(aRecord(), policy('balanced'), policy('round_robin'))
    expect(proposed.mean_wait_seconds - proposed.uncertainty).toBeGreaterThan(0)
    expect(proposed.mean_wait_seconds).toBeGreaterThan(1.2 * today.mean_wait_seconds)
    expect(proposed.skill_match).toBeLessThan(today.skill_match)
  })

  it('sees what a load line of one ticket costs: any free agent must do, skilled or not', () => {
    const { today, proposed } = comparePolicies(aRecord(), policy('balanced', 1), policy('balanced', 10))
    expect(proposed.skill_match).toBeGreaterThan(today.skill_match)
  })

  it('counts a ticket as late from the moment it is, and one that nobody served', () => {
    const tickets = [0, 1, 2].map(
      (place): RecordedTicket => ({
        id: `t${place}`,
        department_id: 'billing',
        priority: 'medium',
        required_skills: [],
        arrives_at: 0,
        work_minutes: 30,
        due_in: 30,
      }),
    )
    const busy = { agents: agents(1, 3), tickets, minutes: 60 }
    // Waits of 0, 30 and 60 minutes: the last is late.
    expect(comparePolicies(aRecord(busy), policy('balanced'), policy('balanced')).today).toMatchObject({
      breaches: 1,
      mean_wait_seconds: 1_800,
    })
    const presence_changes = [{ at: 0, agent_id: 'agent-0', presence: 'offline' as const }]
    const late = tickets.map((ticket) => ({ ...ticket, arrives_at: 1 }))
    const nobody = aRecord({ ...busy, tickets: late, presence_changes })
    expect(comparePolicies(nobody, policy('balanced'), policy('balanced')).today).toMatchObject({ breaches: 3 })
  })

  it('counts an unserved ticket’s wait until the period ends, so that ignoring customers never pays', () => {
    const tickets = someTickets(6, 60).map((ticket) => ({ ...ticket, work_minutes: 30 }))
    const presence_changes = [{ at: 15, agent_id: 'agent-0', presence: 'offline' as const }]
    const left = aRecord({ agents: agents(1), tickets, minutes: 60, presence_changes })
    const nobody = { ...left, agents: [], presence_changes: [] }
    const outcomeOf = (record: PolicyRecord) => comparePolicies(record, policy('balanced'), policy('balanced')).today

    // They come every ten minutes from the beginning, and wait 60, 50, 40, 30, 20 and 10 minutes for nobody.
    expect(outcomeOf(nobody)).toMatchObject({ mean_wait_seconds: 35 * 60, p95_wait_seconds: 60 * 60, breaches: 6 })
    expect(outcomeOf(left).mean_wait_seconds).toBeLessThan(35 * 60)
    expect(outcomeOf(left).mean_wait_seconds).toBeGreaterThan(((40 + 30 + 20 + 10) / 6) * 60)
  })

  it('draws what was counted and is not at hand like what is', () => {
    const uncounted = Array.from({ length: 168 }, () => 5)
    const [few, many] = [[], uncounted].map((hours) =>
      comparePolicies(aRecord({ uncounted: hours }), policy('balanced'), policy('balanced')),
    )
    expect(many?.today.mean_wait_seconds).toBeGreaterThan(few?.today.mean_wait_seconds ?? Number.POSITIVE_INFINITY)
  })

  it('sets the share of work so that today’s policy makes customers wait as long as they really did', () => {
    const holds = aRecord({
      tickets: someTickets(900, WEEK_MINUTES).map((ticket) => ({ ...ticket, work_minutes: 240 })),
    })
    const drowned = comparePolicies(holds, policy('balanced'), policy('round_robin')).today
    expect(drowned.mean_wait_seconds).toBeGreaterThan(24 * 3_600)

    const real = { ...holds, answered_after_minutes: 20 }
    const { today, proposed } = comparePolicies(real, policy('balanced'), policy('round_robin'))
    expect(today.mean_wait_seconds).toBeGreaterThan(5 * 60)
    expect(today.mean_wait_seconds).toBeLessThan(25 * 60)
    expect(proposed.mean_wait_seconds).toBeGreaterThan(today.mean_wait_seconds)
  })

  it('never takes more work than there was time, however long customers waited', () => {
    const waited = comparePolicies(aRecord({ answered_after_minutes: 9_999 }), policy('balanced'), policy('balanced'))
    expect(waited).toEqual(comparePolicies(aRecord(), policy('balanced'), policy('balanced')))
  })

  it('says nothing happened where nothing came', () => {
    expect(comparePolicies(aRecord({ tickets: [] }), policy('balanced'), policy('round_robin')).proposed).toEqual({
      mean_wait_seconds: 0,
      p95_wait_seconds: 0,
      jain: 1,
      skill_match: 1,
      breaches: 0,
      uncertainty: 0,
    })
  })

  it.each([12, 150])('answers within seconds for the largest period that it takes of %i agents', (count) => {
    const minutes = 30 * 1_440
    const record = aRecord({ minutes, tickets: someTickets(mostTickets(count), minutes), agents: agents(count, 10) })
    const began = process.cpuUsage()
    comparePolicies(record, policy('balanced'), policy('round_robin'))
    // A function with 1 GiB has a little more than half of a processor, and 25 s.
    expect(process.cpuUsage(began).user).toBeLessThan(14_000_000)
  })

  it('takes a month of 200 tickets a day of as many agents as work in any department', () => {
    expect(mostTickets(12)).toBeGreaterThanOrEqual(6_000)
    expect(mostTickets(60)).toBeGreaterThanOrEqual(6_000)
    expect(mostTickets(500)).toBe(800)
  })
})
