import { describe, expect, it } from 'vitest'
import { todayAt } from '../support/clock.ts'
import { candidate, choose } from '../support/routing-requests.ts'

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
    const waited = candidate({ agent_id: 'bob', active: 9, last_assigned_at: todayAt('08:00') })
    const decision = choose('weighted', [candidate({ last_assigned_at: todayAt('09:00') }), waited], {}, { weights })
    expect(decision).toMatchObject({ chosen: 'bob', candidates: [{ score: 0 }, { score: 0 }] })
  })

  it.each([
    ['exactly the margin is a tie', 0.05, 'bob'],
    ['more than the margin is not', 0.0501, 'ana'],
  ])('%s', (_case, difference, chosen) => {
    const weights = { skill: 0, availability: 1, performance: 0 }
    const top = candidate({ active: 1_000, capacity: 10_000, last_assigned_at: todayAt('09:00') })
    const near = candidate({
      agent_id: 'bob',
      active: 1_000 + difference * 10_000,
      capacity: 10_000,
      last_assigned_at: todayAt('08:00'),
    })
    expect(choose('weighted', [top, near], {}, { weights }).chosen).toBe(chosen)
  })

  it('measures the margin from the top, not from one to the next', () => {
    const weights = { skill: 0, availability: 1, performance: 0 }
    const steps = [
      candidate({ agent_id: 'top', active: 0, capacity: 100, last_assigned_at: todayAt('10:00') }),
      candidate({ agent_id: 'near', active: 4, capacity: 100, last_assigned_at: todayAt('09:00') }),
      candidate({ agent_id: 'far', active: 8, capacity: 100, last_assigned_at: todayAt('08:00') }),
    ]
    expect(choose('weighted', steps, {}, { weights }).chosen).toBe('near')
  })

  it('does not let a full agent set the top', () => {
    const full = candidate({ active: 1, capacity: 1, skills: ['tax'], resolved_total: 1, avg_resolution_hours: 1 })
    const better = candidate({
      agent_id: 'bob',
      last_assigned_at: todayAt('09:00'),
      resolved_total: 1,
      avg_resolution_hours: 1,
    })
    const worse = candidate({ agent_id: 'cem', last_assigned_at: todayAt('08:00'), active: 5 })
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
