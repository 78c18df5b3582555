import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { RoutingDecision } from '../../functions/contracts/routing.ts'
import {
  type Candidate,
  chooseAgent,
  type RoutingPolicy,
  type RoutingRequest,
} from '../../functions/domain/assignment.ts'
import { WEIGHTS } from '../../functions/domain/suitability.ts'

const noon = '2026-03-02T12:00:00.000Z'

const candidate = (given: Partial<Candidate>): Candidate => ({
  agent_id: 'ana',
  name: given.agent_id ?? 'ana',
  department_id: 'billing',
  skills: [],
  presence: 'online',
  active: 0,
  capacity: 10,
  resolved_total: 0,
  avg_resolution_hours: null,
  last_assigned_at: null,
  ...given,
})

const aTicket = (given: Partial<RoutingRequest['ticket']>): RoutingRequest['ticket'] => ({
  id: 't1',
  department_id: 'billing',
  priority: 'medium',
  required_skills: [],
  created_at: noon,
  ...given,
})

const choose = (
  strategy: RoutingPolicy['strategy'],
  candidates: readonly Candidate[],
  ticket: Partial<RoutingRequest['ticket']> = {},
  policy: Partial<RoutingPolicy> = {},
): RoutingDecision =>
  chooseAgent({
    ticket: aTicket(ticket),
    candidates,
    policy: { strategy, weights: WEIGHTS, version: 1, ...policy },
    now: noon,
  })

const at = (clock: string): string => `2026-03-02T${clock}:00.000Z`

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
        ticket: aTicket({}),
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
    ['60 minutes', { created_at: at('11:00') }, 'ana'],
    ['no time but is critical', { priority: 'critical' }, 'ana'],
    ['no time but is high', { priority: 'high' }, 'bob'],
    ['an unknown time', { created_at: 'yesterday' }, 'bob'],
    ['less than no time, after the clock was set back', { created_at: at('13:00') }, 'bob'],
  ] as const)(
    'looks for skills according to age and priority: a ticket that has waited %s',
    (_case, ticket, chosen) => {
      const free = candidate({ active: 1 })
      const skilled = candidate({ agent_id: 'bob', active: 9, skills: ['tax'] })
      expect(choose('balanced', [free, skilled], { required_skills: ['tax'], ...ticket }).chosen).toBe(chosen)
    },
  )

  it('says that it stopped looking for skills', () => {
    const { reason } = choose('balanced', [candidate({})], { required_skills: ['tax'], created_at: at('09:00') })
    expect(reason).toContain('skills were not preferred because the ticket has waited 60 minutes')
  })

  it('relaxes skills for itself only: the other strategies keep their formulas', () => {
    const skilled = candidate({ agent_id: 'bob', active: 1, skills: ['tax'] })
    const ticket = { required_skills: ['tax'], priority: 'critical', created_at: at('08:00') } as const
    expect(choose('weighted', [candidate({}), skilled], ticket).chosen).toBe('bob')
  })
})

describe('round robin', () => {
  it('goes to the least recently assigned, whatever load and skills', () => {
    const early = candidate({ agent_id: 'bob', active: 9, last_assigned_at: at('08:00') })
    const late = candidate({ skills: ['tax'], last_assigned_at: at('09:00') })
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
    expect(choose('round_robin', [candidate({ last_assigned_at: at('10:00') }), early]).chosen).toBe('bob')
  })
})

describe('least busy', () => {
  it('takes the smallest share of the load line', () => {
    const twoOfFour = candidate({ active: 2, capacity: 4 })
    const fourOfTen = candidate({ agent_id: 'bob', active: 4 })
    expect(choose('least_busy', [twoOfFour, fourOfTen]).chosen).toBe('bob')
  })

  it('breaks a tie of equal shares in favour of the agent who has waited longest', () => {
    const recent = candidate({ active: 1, capacity: 3, last_assigned_at: at('09:00') })
    const waited = candidate({ agent_id: 'bob', active: 2, capacity: 6, last_assigned_at: at('08:00') })
    const decision = choose('least_busy', [recent, waited])
    expect(decision.chosen).toBe('bob')
    expect(decision.reason).toBe('bob has waited longest for work, which broke a tie, of 2 who can take it')
  })
})

describe('weighted', () => {
  it.each([
    ['no skill asked, idle, a newcomer', {}, [], 0.5 * 0.5 + 0.3 * 1 + 0.2 * 0.7],
    [
      'half of the skills, 4 of 10, good',
      { skills: ['tax'], active: 4, resolved_total: 1, avg_resolution_hours: 24 },
      ['tax', 'vat'],
      0.25 + 0.18 + 0.2,
    ],
    ['none of the skills, 36 hours', { resolved_total: 5, avg_resolution_hours: 36 }, ['tax'], 0.3 + 0.2 * 0.75],
    [
      'all skills, 48 hours',
      { skills: ['tax'], resolved_total: 5, avg_resolution_hours: 48 },
      ['tax'],
      0.5 + 0.3 + 0.1,
    ],
    ['all skills, 72 hours', { skills: ['tax'], resolved_total: 5, avg_resolution_hours: 72 }, ['tax'], 0.8],
    ['all skills, 200 hours', { skills: ['tax'], resolved_total: 5, avg_resolution_hours: 200 }, ['tax'], 0.8],
    ['an average before the first resolution', { resolved_total: 0, avg_resolution_hours: 90 }, [], 0.25 + 0.3 + 0.14],
    ['an average that is no number', { resolved_total: 3, avg_resolution_hours: Number.NaN }, [], 0.25 + 0.3 + 0.14],
  ])('scores %s', (_case, given, required_skills, score) => {
    expect(choose('weighted', [candidate(given)], { required_skills }).candidates[0]?.score).toBeCloseTo(score, 12)
  })

  it('takes the weights of the policy', () => {
    const weights = { skill: 0, availability: 1, performance: 0 }
    const decision = choose('weighted', [candidate({ active: 3 })], {}, { weights })
    expect(decision.candidates[0]?.score).toBeCloseTo(0.7, 12)
  })

  it('prefers nobody by weights that are no numbers', () => {
    const weights = { skill: Number.NaN, availability: 0.5, performance: 0.5 }
    const waited = candidate({ agent_id: 'bob', active: 9, last_assigned_at: at('08:00') })
    const decision = choose('weighted', [candidate({ last_assigned_at: at('09:00') }), waited], {}, { weights })
    expect(decision).toMatchObject({ chosen: 'bob', candidates: [{ score: 0 }, { score: 0 }] })
  })

  it.each([
    ['exactly the margin is a tie', 0.05, 'bob'],
    ['more than the margin is not', 0.0501, 'ana'],
  ])('%s', (_case, difference, chosen) => {
    const weights = { skill: 0, availability: 1, performance: 0 }
    const top = candidate({ active: 1_000, capacity: 10_000, last_assigned_at: at('09:00') })
    const near = candidate({
      agent_id: 'bob',
      active: 1_000 + difference * 10_000,
      capacity: 10_000,
      last_assigned_at: at('08:00'),
    })
    expect(choose('weighted', [top, near], {}, { weights }).chosen).toBe(chosen)
  })

  it('measures the margin from the top, not from one to the next', () => {
    const weights = { skill: 0, availability: 1, performance: 0 }
    const steps = [
      candidate({ agent_id: 'top', active: 0, capacity: 100, last_assigned_at: at('10:00') }),
      candidate({ agent_id: 'near', active: 4, capacity: 100, last_assigned_at: at('09:00') }),
      candidate({ agent_id: 'far', active: 8, capacity: 100, last_assigned_at: at('08:00') }),
    ]
    expect(choose('weighted', steps, {}, { weights }).chosen).toBe('near')
  })

  it('does not let a full agent set the top', () => {
    const full = candidate({ active: 1, capacity: 1, skills: ['tax'], resolved_total: 1, avg_resolution_hours: 1 })
    const better = candidate({
      agent_id: 'bob',
      last_assigned_at: at('09:00'),
      resolved_total: 1,
      avg_resolution_hours: 1,
    })
    const worse = candidate({ agent_id: 'cem', last_assigned_at: at('08:00'), active: 5 })
    expect(choose('weighted', [full, better, worse], { required_skills: ['tax'] }).chosen).toBe('bob')
  })
})

describe('skills', () => {
  it.each([
    ['java is not javascript', ['javascript'], ['java'], 0],
    ['go is not django', ['django'], ['go'], 0],
    ['a word of a phrase is not the phrase', ['react native'], ['react'], 0],
    ['case and space do not matter', ['  React   Native'], ['react-native'], 1],
    ['signs do', ['c++'], ['c'], 0],
    ['an alias is the skill, wherever it stands', ['javascript'], ['JS'], 1],
    ['an alias of an alias too', ['ecma'], ['javascript'], 1],
    ['a circle of aliases means nothing', ['left'], ['right'], 0],
    ['twice is once', ['java', 'tax'], ['tax', 'Tax'], 1],
    ['one of three', ['tax'], ['tax', 'vat', 'law'], 1 / 3],
    ['no skill is half', ['tax'], [], 0.5],
    ['an empty name is no skill', ['tax'], [' '], 0.5],
    ['names of built-in properties are ordinary', ['tax'], ['constructor'], 0],
  ])('%s', (_case, skills, required_skills, share) => {
    const skill_aliases = { js: 'JavaScript', ecma: 'js', left: 'right', right: 'left' }
    const decision = choose('balanced', [candidate({ skills })], { required_skills }, { skill_aliases })
    expect(decision.candidates[0]?.skill).toBeCloseTo(share, 12)
  })
})

describe('the decision', () => {
  it('names policy, strategy and time, and scores only where the strategy does', () => {
    expect(choose('round_robin', [candidate({})], {}, { version: 7 })).toMatchObject({
      decided_at: noon,
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
  last_assigned_at: fc.option(fc.constantFrom(at('08:00'), at('09:00'), 'never')),
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
