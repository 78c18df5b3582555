import { describe, expect, it } from 'vitest'
import type { LabelledText } from '../../functions/domain/classifier.ts'
import { examineModel, mayReplace } from '../../functions/domain/model-review.ts'
import { accuracy, calibrationBins, calibrationError, confusionOf, macroF1 } from '../../functions/domain/quality.ts'

const answers = [
  { right: 'billing', said: 'billing', confidence: 0.95 },
  { right: 'billing', said: 'general', confidence: 0.95 },
  { right: 'general', said: 'general', confidence: 0.35 },
]

describe('quality', () => {
  it('counts what was said where what was right', () => {
    expect(confusionOf(answers).get('billing')?.get('general')).toBe(1)
    expect(accuracy(answers)).toBeCloseTo(2 / 3)
  })

  it('averages F1 over the values that occur, whatever their number', () => {
    expect(macroF1(answers)).toBeCloseTo((2 / 3 + 2 / 3) / 2)
    expect(macroF1([])).toBe(0)
  })

  it('weighs the gap between confidence and precision by the answers in each bin', () => {
    expect(calibrationError(answers)).toBeCloseTo((2 * 0.45 + 1 * 0.65) / 3)
    expect(calibrationError([])).toBe(0)
  })

  it('puts a confidence of 1 into the last bin and has no precision for an empty one', () => {
    const bins = calibrationBins([{ right: 'a', said: 'a', confidence: 1 }])
    expect(bins).toHaveLength(10)
    expect(bins.at(-1)).toMatchObject({ count: 1, precision: 1 })
    expect(bins.at(0)).toMatchObject({ count: 0, precision: null })
  })
})

describe('the review of a model', () => {
  const labels: readonly LabelledText[] = Array.from({ length: 100 }, (_, at) =>
    at % 2 === 0
      ? { text: `blorf quizzle ${at}`, category: 'account' }
      : { text: `blorf wumpet ${at}`, category: 'billing' },
  )

  it('scores on the newest labels, which the examined model has not learnt', () => {
    expect(examineModel(labels, 80)).toBeCloseTo(1)
    const turned = labels.map(
      (label, at): LabelledText =>
        at < 80 ? label : { text: label.text, category: label.category === 'account' ? 'billing' : 'account' },
    )
    expect(examineModel(turned, 80)).toBeLessThan(0.2)
  })

  it('says nothing while there are too few labels', () => {
    expect(examineModel(labels.slice(0, 20), 20)).toBeNull()
  })

  it('refuses a version that loses more than three points', () => {
    expect(mayReplace(0.8, 0.82)).toBe(true)
    expect(mayReplace(0.78, 0.82)).toBe(false)
    expect(mayReplace(null, 0.82)).toBe(true)
    expect(mayReplace(0.1, null)).toBe(true)
  })
})
