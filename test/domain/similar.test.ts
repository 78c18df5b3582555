import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { rankSimilar } from '../../functions/domain/triage/similar.ts'

describe('similar texts', () => {
  const labelled = [
    { text: 'The invoice is wrong', category: 'billing' },
    { text: 'The printer prints blank pages', category: 'technical' },
    { text: 'Printer and pages', category: 'technical' },
  ]

  it('come nearest first, and not at all when no word is shared', () => {
    const ranked = rankSimilar('blank pages from the printer', labelled)
    expect(ranked.map(({ found }) => found.text)).toEqual([
      'The printer prints blank pages',
      'Printer and pages',
      'The invoice is wrong',
    ])
    expect(rankSimilar('zzz', labelled)).toEqual([])
  })

  it('have a similarity from 0 to 1, and nothing is found among none', () => {
    fc.assert(
      fc.property(fc.string(), fc.array(fc.record({ text: fc.string() })), (text, others) => {
        for (const { similarity } of rankSimilar(text, others)) {
          expect(similarity).toBeGreaterThan(0)
          expect(similarity).toBeLessThanOrEqual(1)
        }
      }),
    )
    expect(rankSimilar('printer', [])).toEqual([])
  })
})
