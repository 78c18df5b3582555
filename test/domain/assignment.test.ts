import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { RoutingDecision } from '../../functions/contracts/routing.ts'
import { type Candidate, WEIGHTS } from '../../functions/domain/assignment/suitability.ts'
import { chooseAgent } from '../../functions/domain/assignment.ts'
import { NOON, todayAt } from '../support/clock.ts'
import { aRoutableTicket, candidate, choose } from '../support/routing-requests.ts'

describe('who can be chosen', () => {
  it.each([
    ['offline', { presence: 'offline' }, 'is offline'],
    ['not to be disturbed', { presence: 'dnd' }, 'asked not to be disturbed'],
    ['full', { active: 10 }, 'is full: 10 of 10'],
    ['over the line', { active: 12 }, 'is full: 12 of 10'],
    ['without capacity', { capacity: 0 }, 'has no capacity'],
    ['of negative capacity', { capacity: -3 }, 'has no capacity'],
    ['of a capacity that is no number', { capacity: Number.NaN }, 'has no capacity'],
    ['of unlimited capacity', { capacity: Number.POSITIVE_INFINITY }, 'has an unknown load'],
    ['of a load that is no number', { active: Number.NaN }, 'has an unknown load'],
  ] as const)('leaves out an agent who is %s, and says why', (_case, given, because) => {
    const decision = choose('balanced', [candidate(given)])

    expect(decision).toMatchObject({ outcome: 'queued', chosen: null })
    expect(decision.candidates).toMatchObject([{ eligible: false, excluded_because: because }])
    expect(decision.reason).toBe(`nobody can take it now: ana ${because}`)
    expect(RoutingDecision.safeParse(decision).error).toBeUndefined()
  })

  it('takes an agent with one free place', () => {
    expect(choose('balanced', [candidate({ active: 9 })])).toMatchObject({ outcome: 'assigned', chosen: 'ana' })
  })

  it('queues when there is nobody at all', () => {
    expect(choose('balanced', [])).toMatchObject({ chosen: null, reason: 'nobody works in this department' })
  })

  it('refuses to decide at no time', () => {
    expect(() =>
      chooseAgent({
        ticket: aRoutableTicket(),
        candidates: [],
        policy: { strategy: 'balanced', weights: WEIGHTS, version: 1 },
        now: 'soon',
      }),
    ).toThrow(RangeError)
  })
})

describe('balanced', () => {
  it('prefers an agent with nothing to do to a skilled one', () => {
    const skilled = candidate({ agent_id: 'bob', active: 1, skills: ['tax'] })
    expect(choose('balanced', [skilled, candidate({})], { required_skills: ['tax'] }).chosen).toBe('ana')
  })

  it('prefers the larger share of skills to the smaller load', () => {
    const half = candidate({ active: 1, skills: ['tax'] })
    const whole = candidate({ agent_id: 'bob', active: 9, skills: ['tax', 'refund'] })
    expect(choose('balanced', [half, whole], { required_skills: ['tax', 'refund'] }).chosen).toBe('bob')
  })

  it('measures load by its share of the capacity', () => {
    const oneOfTwo = candidate({ active: 1, capacity: 2 })
    const fourOfTen = candidate({ agent_id: 'bob', active: 4 })
    expect(choose('balanced', [oneOfTwo, fourOfTen]).chosen).toBe('bob')
  })

  it.each([
    ['59 minutes', { created_at: '2026-03-02T11:00:00.001Z' }, 'bob'],
    ['60 minutes', { created_at: todayAt('11:00') }, 'ana'],
    ['no time but is critical', { priority: 'critical' }, 'ana'],
    ['no time but is high', { priority: 'high' }, 'bob'],
    ['an unknown time', { created_at: 'yesterday' }, 'bob'],
    ['less than no time, after the clock was set back', { created_at: todayAt('13:00') }, 'bob'],
  ] as const)(
    'looks for skills according to age and priority: a ticket that has waited %s',
    (_case, ticket, chosen) => {
      const free = candidate({ active: 1 })
      const skilled = candidate({ agent_id: 'bob', active: 9, skills: ['tax'] })
      expect(choose('balanced', [free, skilled], { required_skills: ['tax'], ...ticket }).chosen).toBe(chosen)
    },
  )

  it('says that it stopped looking for skills', () => {
    const { reason } = choose('balanced', [candidate({})], { required_skills: ['tax'], created_at: todayAt('09:00') })
    expect(reason).toContain('skills were not preferred because the ticket has waited 60 minutes')
  })

  it('relaxes skills for itself only: the other strategies keep their formulas', () => {
    const skilled = candidate({ agent_id: 'bob', active: 1, skills: ['tax'] })
    const ticket = { required_skills: ['tax'], priority: 'critical', created_at: todayAt('08:00') } as const
    expect(choose('weighted', [candidate({}), skilled], ticket).chosen).toBe('bob')
  })
})

describe('round robin', () => {
  it('goes to the least recently assigned, whatever load and skills', () => {
    const early = candidate({ agent_id: 'bob', active: 9, last_assigned_at: todayAt('08:00') })
    const late = candidate({ skills: ['tax'], last_assigned_at: todayAt('09:00') })
    expect(choose('round_robin', [late, early], { required_skills: ['tax'] }).chosen).toBe('bob')
  })

  it.each([
    ['nobody assigned yet', null],
    ['an unreadable time', 'long ago'],
  ])('puts %s before all', (_case, last_assigned_at) => {
    const early = candidate({ last_assigned_at: '1999-01-01T00:00:00.000Z' })
    expect(choose('round_robin', [early, candidate({ agent_id: 'bob', last_assigned_at })]).chosen).toBe('bob')
  })

  it('compares times, not their spelling', () => {
    const early = candidate({ agent_id: 'bob', last_assigned_at: '2026-03-02T11:00:00+02:00' })
    expect(choose('round_robin', [candidate({ last_assigned_at: todayAt('10:00') }), early]).chosen).toBe('bob')
  })
})

describe('least busy', () => {
  it('takes the smallest share of the load line', () => {
    const twoOfFour = candidate({ active: 2, capacity: 4 })
    const fourOfTen = candidate({ agent_id: 'bob', active: 4 })
    expect(choose('least_busy', [twoOfFour, fourOfTen]).chosen).toBe('bob')
  })

  it('breaks a tie of equal shares in favour of the agent who has waited longest', () => {
    const recent = candidate({ active: 1, capacity: 3, last_assigned_at: todayAt('09:00') })
    const waited = candidate({ agent_id: 'bob', active: 2, capacity: 6, last_assigned_at: todayAt('08:00') })
    const decision = choose('least_busy', [recent, waited])
    expect(decision.chosen).toBe('bob')
    expect(decision.reason).toBe('bob has waited longest for work, which broke a tie, of 2 who can take it')
  })
})

describe('the decision', () => {
  it('names policy, strategy and time, and scores only where the strategy does', () => {
    expect(choose('round_robin', [candidate({})], {}, { version: 7 })).toMatchObject({
      decided_at: NOON,
      strategy: 'round_robin',
      policy_version: 7,
      candidates: [
        { agent_id: 'ana', score: null, skill: 0.5, availability: 1, performance: 0.7, active: 0, capacity: 10 },
      ],
    })
  })

  it('lists everyone: those who could, best first, then the excluded', () => {
    const listed = choose('least_busy', [
      candidate({ agent_id: 'off', presence: 'offline' }),
      candidate({ agent_id: 'busy', active: 5 }),
      candidate({ agent_id: 'full', active: 10 }),
      candidate({ agent_id: 'free' }),
    ]).candidates.map(({ agent_id }) => agent_id)
    expect(listed).toEqual(['free', 'busy', 'full', 'off'])
  })

  it.each([
    ['a single one', [candidate({})], 'ana is the only one who can take it'],
    ['equals', [candidate({ agent_id: 'bob' }), candidate({})], 'ana comes first by id among equals'],
    [
      'idleness',
      [candidate({ agent_id: 'bob', active: 1 }), candidate({})],
      'ana has nothing to do, of 2 who can take it',
    ],
  ])('explains the choice of %s', (_case, candidates, reason) => {
    expect(choose('balanced', candidates).reason).toBe(reason)
  })
})

const anyCandidate: fc.Arbitrary<Candidate> = fc.record({
  agent_id: fc.uuid(),
  name: fc.constant('someone'),
  department_id: fc.constant('billing'),
  skills: fc.subarray(['tax', 'vat', 'law']),
  presence: fc.constantFrom('online', 'dnd', 'offline'),
  active: fc.integer({ min: 0, max: 4 }),
  capacity: fc.integer({ min: 0, max: 4 }),
  resolved_total: fc.nat(3),
  avg_resolution_hours: fc.option(fc.double({ min: 0, max: 100, noNaN: true })),
  last_assigned_at: fc.option(fc.constantFrom(todayAt('08:00'), todayAt('09:00'), 'never')),
})
const anyStrategy = fc.constantFrom('balanced', 'round_robin', 'least_busy', 'weighted')
const anyCandidates = fc.uniqueArray(anyCandidate, { selector: ({ agent_id }) => agent_id, maxLength: 8 })

describe('always', () => {
  it('never chooses a full or absent agent, and finds someone whenever anyone has room', () => {
    fc.assert(
      fc.property(anyStrategy, anyCandidates, (strategy, candidates) => {
        const { chosen } = choose(strategy, candidates, { required_skills: ['tax'] })
        const free = candidates.filter(({ presence, active, capacity }) => presence === 'online' && active < capacity)
        expect(chosen === null).toBe(free.length === 0)
        if (chosen !== null) expect(free.map(({ agent_id }) => agent_id)).toContain(chosen)
      }),
    )
  })

  it('decides the same whatever the order of the candidates', () => {
    fc.assert(
      fc.property(
        anyStrategy,
        anyCandidates.chain((candidates) =>
          fc.tuple(fc.constant(candidates), fc.shuffledSubarray(candidates, { minLength: candidates.length })),
        ),
        (strategy, [candidates, shuffled]) => {
          expect(choose(strategy, shuffled)).toEqual(choose(strategy, candidates))
        },
      ),
    )
  })

  it('answers what the contract promises', () => {
    fc.assert(
      fc.property(anyStrategy, anyCandidates, (strategy, candidates) => {
        expect(RoutingDecision.safeParse(choose(strategy, candidates)).error).toBeUndefined()
      }),
    )
  })
})
