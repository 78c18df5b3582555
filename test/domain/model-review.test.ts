import { describe, expect, it } from 'vitest'
import type { LabelledText } from '../../functions/domain/classifier.ts'
import { examineModels, mayReplace } from '../../functions/domain/triage/model-review.ts'
import {
  accuracy,
  calibrationBins,
  calibrationError,
  confusionOf,
  macroF1,
} from '../../functions/domain/triage/quality.ts'

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
  const CATEGORIES = ['billing', 'technical', 'account', 'general'] as const
  const SYLLABLES = ['ba', 'ke', 'li', 'mo', 'nu', 'pa', 're', 'si', 'to', 'vu', 'za', 'gre', 'flo', 'kwi', 'dru']
  /** A word of this trade that no lexicon knows. */
  const wordOf = (category: number, place: number): string => {
    const mixed = category * 7_919 + place * 104_729 + 13
    return [0, 1, 2, 3].map((at) => SYLLABLES[Math.floor(mixed / 15 ** at) % 15]).join('')
  }
  /** So many tickets of three words each, from the words that a trade has for each category. */
  const ticketsOf = (count: number, vocabulary: number, decide: (right: number, place: number) => number) =>
    Array.from({ length: count }, (_, place): LabelledText => {
      const right = place % 4
      const turn = Math.floor(place / 4)
      const words = [turn, turn * 3 + 5, turn * 5 + 10].map((at) => wordOf(right, at % vocabulary))
      return { text: words.join(' '), category: CATEGORIES[decide(right, place) % 4] ?? 'general' }
    })
  const rightly = (right: number) => right
  const atRandom = (right: number, place: number) => right + 1 + (place % 3)
  const asNext = (right: number) => right + 1

  /** Whether a version that knows all of the labels may take over from one that knows the first of them. */
  const mayLearn = (labels: readonly LabelledText[], known: number): boolean => {
    const examination = examineModels(labels, known)
    if (!examination) throw new Error('there were too few labels')
    return mayReplace(examination.candidate, examination.inForce)
  }

  it.each([
    [50, 50],
    [125, 70],
    [475, 150],
  ])('beside %i labels, takes 25 good ones and refuses 25 wrong ones', (known, vocabulary) => {
    const labelsWith = (decide: typeof atRandom) =>
      ticketsOf(known + 25, vocabulary, (right, place) => (place < known ? right : decide(right, place)))
    expect(mayLearn(labelsWith(rightly), known)).toBe(true)
    expect(mayLearn(labelsWith(atRandom), known)).toBe(false)
  })

  it('follows a team that has come to decide otherwise', () => {
    const labels = ticketsOf(200, 20, (right, place) => (place < 50 ? right : asNext(right)))
    expect(mayLearn(labels, 50)).toBe(true)
  })

  it('examines both on labels that neither has learnt', () => {
    // Each text stands once, under a category that nothing tells: only by heart could a model know it.
    const labels = ticketsOf(100, 100, (_right, place) => (place * place + Math.floor(place / 7)) % 4)
    const examination = examineModels(labels, 75)
    expect(examination?.candidate.score).toBeLessThan(0.5)
    expect(examination?.inForce.score).toBeLessThan(0.5)
  })

  it('finds the labels that the version in force was taught by their place, counting those without a category', () => {
    const labels = ticketsOf(150, 50, (right, place) => (place < 125 ? right : atRandom(right, place)))
    const withPriorities = labels.flatMap((label, at): LabelledText[] =>
      at % 2 === 0 ? [{ text: label.text, priority: 'low' }, label] : [label],
    )
    const known = withPriorities.length - 25 - labels.slice(125).filter((_label, at) => at % 2 === 1).length
    expect(examineModels(withPriorities, known)).toEqual(examineModels(labels, 125))
  })

  it('says nothing while there are too few labels', () => {
    expect(examineModels(ticketsOf(49, 50, rightly), 25)).toBeNull()
  })

  it.each([
    ['loses more than three points', [0.78, null], [0.82, null], false],
    ['loses less', [0.8, null], [0.82, null], true],
    ['has unlearnt what the other was taught', [0.82, 0.7], [0.82, 0.8], false],
    ['has unlearnt it for the sake of a clear gain', [0.9, 0.7], [0.82, 0.8], true],
    ['loses more than three points, though not of what the other was taught', [0.7, 0.9], [0.82, 0.8], false],
  ] as const)('of a version that %s', (_case, [score, known], [scoreInForce, knownInForce], may) => {
    const candidate = { score, score_on_known: known }
    expect(mayReplace(candidate, { score: scoreInForce, score_on_known: knownInForce })).toBe(may)
  })
})
