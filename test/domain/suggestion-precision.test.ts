import { describe, expect, it } from 'vitest'
import { labelFrom, type TriageLabel } from '../../functions/domain/triage/label.ts'
import {
  measureConfidence,
  measuredPolicy,
  precisionDrift,
} from '../../functions/domain/triage/suggestion-precision.ts'
import { aGuestTicket, aStoredTriage } from '../support/triage-records.ts'

let tickets = 0
/** A decision about a suggestion of `billing`: right, or corrected to `account`. */
const decided = (isRight: boolean, changes: Parameters<typeof aStoredTriage>[0] = {}): TriageLabel => {
  tickets += 1
  const ticket = aGuestTicket({
    id: `T${tickets}`,
    category: isRight ? 'billing' : 'account',
    category_set_by: 'person',
    triage: aStoredTriage(changes),
  })
  return labelFrom(ticket, { verdict: isRight ? 'accepted' : 'modified', by: 'anna', now: new Date(tickets * 1_000) })
}
const manyDecided = (
  right: number,
  wrong: number,
  changes: Parameters<typeof aStoredTriage>[0] = {},
): TriageLabel[] => [
  ...Array.from({ length: right }, () => decided(true, changes)),
  ...Array.from({ length: wrong }, () => decided(false, changes)),
]

describe('the confidence from which a category is applied', () => {
  const policy = { apply_category: true, min_confidence: 0.5 }
  const billing = { source: 'bedrock', suggested_category: 'billing' } as const
  const needed = (labels: readonly TriageLabel[], suggestion: Parameters<typeof measuredPolicy>[1] = billing): number =>
    measuredPolicy(policy, suggestion, measureConfidence(labels)).min_confidence

  it('is the department’s own while nothing is measured', () => {
    expect(needed([])).toBe(0.5)
  })

  it('moves up past the bins in which people found fewer suggestions right than the policy relies on', () => {
    expect(
      needed([...manyDecided(4, 26, { confidence: 0.72 }), ...manyDecided(28, 2, { confidence: 0.93 })]),
    ).toBeCloseTo(0.8)
  })

  it('stays when too few decisions speak against it', () => {
    expect(needed(manyDecided(0, 2, { confidence: 0.72 }))).toBe(0.5)
  })

  it('never falls below what the department wrote', () => {
    expect(needed(manyDecided(200, 0, { confidence: 0.31 }))).toBe(0.5)
    expect(needed(manyDecided(0, 200, { confidence: 0.31 }))).toBe(0.5)
  })

  it('comes back when people find the same confidence right again', () => {
    const worse = manyDecided(4, 26, { confidence: 0.72 })
    expect(needed([...worse, ...manyDecided(100, 5, { confidence: 0.72 })])).toBe(0.5)
  })

  it('is never reached when people found the surest suggestions wrong', () => {
    const measured = measureConfidence(manyDecided(0, 40, { confidence: 1 }))
    expect(measuredPolicy(policy, billing, measured).apply_category).toBe(false)
  })

  it('is measured for each category and each model by itself', () => {
    const labels = manyDecided(0, 40, { confidence: 0.95 })
    expect(needed(labels)).toBe(1)
    expect(needed(labels, { source: 'local', suggested_category: 'billing' })).toBe(0.5)
    expect(needed(labels, { source: 'bedrock', suggested_category: 'account' })).toBe(0.5)
  })
})

describe('the drift of precision', () => {
  it('is unknown before 150 decisions', () => {
    expect(precisionDrift(manyDecided(149, 0))).toBeNull()
  })

  it('is how much less is right now than before', () => {
    const drift = precisionDrift([...manyDecided(90, 10), ...manyDecided(30, 20)])
    expect(drift?.recent).toBeCloseTo(0.6)
    expect(drift?.loss).toBeCloseTo(0.3)
  })

  it('is nothing when suggestions get better', () => {
    expect(precisionDrift([...manyDecided(50, 50), ...manyDecided(50, 0)])).toEqual({ recent: 1, loss: 0 })
  })

  it('counts a rejection without a right value as wrong, and ignores a change of the priority alone', () => {
    const rejected = Array.from({ length: 50 }, () => {
      const { category: _none, priority: _unsaid, ...label } = decided(false)
      return { ...label, verdict: 'rejected' } as const
    })
    expect(precisionDrift([...manyDecided(100, 0), ...rejected])?.recent).toBe(0)
    const onlyPriority = rejected.map((label) => ({ ...label, verdict: 'changed', priority: 'low' }) as const)
    expect(precisionDrift([...manyDecided(100, 0), ...onlyPriority])).toBeNull()
  })
})
