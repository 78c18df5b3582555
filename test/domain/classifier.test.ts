import { existsSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Category, Priority } from '../../functions/contracts/triage.ts'
import { lexiconScores } from '../../functions/domain/classifier/lexicon.ts'
import { words } from '../../functions/domain/classifier/text-features.ts'
import { type LabelledText, newClassifier, newReader, RETRAIN_LABELS } from '../../functions/domain/classifier.ts'
import { hostileTickets } from '../corpora/injection.ts'

/** The development data lies beside the project where it is developed, and nowhere else. */
const DEVELOPMENT = new URL('../../../shared/data/triage/', import.meta.url)
const hasDevelopmentData = existsSync(DEVELOPMENT)
const unlabelled = newClassifier()

const anyLabel = fc.record({
  text: fc.string({ unit: 'grapheme', maxLength: 60 }),
  category: fc.constantFrom(...Category.options),
  priority: fc.constantFrom(...Priority.options),
})

const taught = (labels: readonly LabelledText[]) => {
  const classifier = newClassifier()
  for (const label of labels) classifier.learn(label)
  return classifier
}

describe('without labels', () => {
  it.each([
    ['I was charged twice, please refund one payment', 'billing'],
    ['Ich habe mein Passwort vergessen', 'account'],
    ['La aplicación se cierra y muestra un error', 'technical'],
    ['Quand ma commande sera-t-elle livrée ?', 'general'],
    [
      'Dear Sir or Madam, I hope this finds you well. The invoice for May is wrong. Thank you for your help.',
      'billing',
    ],
  ])('knows the category of: %s', (text, category) => {
    expect(unlabelled.classify(text).category).toBe(category)
  })

  it.each([
    ['Our report was changed', 'medium'],
    ['The address comes from a comment on the form', 'medium'],
    ['Soap by Dove, please cancel', 'medium'],
    ['Pirates of the high seas, part two, has not come', 'medium'],
    ['Was kostet der Versand?', 'low'],
    ['Dove posso trovare gli orari?', 'low'],
    ['Comment puis-je voir les prix ?', 'low'],
    ['Notre boutique a été piratée', 'critical'],
  ])('takes a word for what it means in the language of the text: %s', (text, priority) => {
    expect(unlabelled.classify(text).priority).toBe(priority)
  })

  it.each([
    ['The red one was sent, the terminal was not', 'red'],
    ['My employer pays', 'pays'],
    ['The cargo is wet', 'cargo'],
  ])('gives no category to an English word that only another language would: %s', (text, word) => {
    const without = lexiconScores(words(text).filter((token) => token !== word))
    expect(lexiconScores(words(text))).toEqual(without)
  })

  it('says general, with no more confidence than chance, when there is nothing to read', () => {
    expect(unlabelled.classify(' \u200b\u202e ')).toMatchObject({ category: 'general', confidence: 0.25 })
  })
})

describe('hostile tickets', () => {
  it('covers at least a hundred cases', () => {
    expect(hostileTickets.length).toBeGreaterThanOrEqual(100)
  })

  it('finds the genuine request in at least 13 of 15', () => {
    const right = hostileTickets.filter(({ text, category }) => unlabelled.classify(text).category === category)
    expect(right.length / hostileTickets.length).toBeGreaterThanOrEqual(13 / 15)
  })

  it('is never moved to critical', () => {
    const moved = hostileTickets.filter(({ text }) => unlabelled.classify(text).priority === 'critical')
    expect(moved).toEqual([])
  })

  it('stays below critical even after labels that call such texts critical', () => {
    const misled = taught(hostileTickets.map(({ text, category }) => ({ text, category, priority: 'critical' })))
    expect(hostileTickets.filter(({ text }) => misled.classify(text).priority === 'critical')).toEqual([])
  })

  it('counts a repeated urgent word once', () => {
    const once = unlabelled.classify('There is a problem with my chart, urgent')
    expect(unlabelled.classify(`There is a problem with my chart, ${'urgent '.repeat(200)}`).priority).toBe(
      once.priority,
    )
  })
})

describe('learning', () => {
  const inOwnWords: readonly LabelledText[] = Array.from({ length: 40 }, (_, at) => ({
    text: `The blorf number ${at} needs a quizzle`,
    category: at % 2 === 0 ? 'account' : 'billing',
    priority: at % 2 === 0 ? 'high' : 'low',
  })).map(
    (label, at) =>
      ({ ...label, text: label.text.replace('quizzle', at % 2 === 0 ? 'quizzle' : 'wumpet') }) as LabelledText,
  )

  it('takes over words that only this team uses', () => {
    const classifier = taught(inOwnWords)
    expect(classifier.classify('my blorf has no quizzle')).toMatchObject({ category: 'account', priority: 'high' })
    expect(classifier.classify('my blorf has no wumpet')).toMatchObject({ category: 'billing', priority: 'low' })
  })

  it('learns a language in which the lexicon knows no word', () => {
    const rotated = (text: string) =>
      text.toLowerCase().replace(/[a-z]/g, (letter) => String.fromCharCode(97 + ((letter.charCodeAt(0) - 97 + 9) % 26)))
    const learnt = hostileTickets.map(({ text, category }) => ({ text: rotated(text), category }))
    const classifier = taught(learnt.filter((_label, at) => at % 5 > 0))
    const held = learnt.filter((_label, at) => at % 5 === 0)
    const right = held.filter(({ text, category }) => classifier.classify(text).category === category)
    expect(right.length / held.length).toBeGreaterThan(0.55)
  })

  it('takes labels into account at once while they are few, then by steps of 25', () => {
    const label: LabelledText = { text: 'blorf', category: 'account' }
    const before = unlabelled.classify('blorf').confidence
    expect(taught([label]).classify('blorf').confidence).not.toBe(before)
    const steady = taught(Array.from({ length: 3 * RETRAIN_LABELS }, () => label))
    const answer = steady.classify('blorf')
    steady.learn({ text: 'blorf', category: 'billing' })
    expect(steady.classify('blorf')).toEqual(answer)
  })

  it('reads a text once for all who learn it', () => {
    const read = newReader()
    expect(read('blorf')).toBe(read('blorf'))
    expect(read('blorf')).not.toBe(read('wumpet'))
  })

  it('learns a category without a priority, and a priority without a category', () => {
    const classifier = taught([
      { text: 'blorf', category: 'account' },
      { text: 'blorf', priority: 'low' },
    ])
    expect(() => classifier.classify('blorf')).not.toThrow()
  })
})

describe('always', () => {
  it('answers any text with a category, a priority and a confidence from 0 to 1', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
        const { category, priority, confidence } = unlabelled.classify(text)
        expect(Category.options).toContain(category)
        expect(Priority.options).toContain(priority)
        expect(confidence).toBeGreaterThanOrEqual(0)
        expect(confidence).toBeLessThanOrEqual(1)
      }),
    )
  })

  it('answers the same after the same labels, whoever asked in between', () => {
    fc.assert(
      fc.property(fc.array(anyLabel, { maxLength: 6 }), fc.string(), (labels, text) => {
        const asked = newClassifier()
        for (const label of labels) {
          asked.classify(text)
          asked.learn(label)
        }
        expect(asked.classify(text)).toEqual(taught(labels).classify(text))
      }),
      { numRuns: 10 },
    )
  })

  it('reads 4,000 characters, and what lies behind them changes nothing', () => {
    const read = 'The invoice is wrong. '.repeat(200).slice(0, 4_000)
    expect(unlabelled.classify(`${read} password password`)).toEqual(unlabelled.classify(read))
  })
})

describe.skipIf(!hasDevelopmentData)('on the development data', () => {
  const rowsOf = (file: string) =>
    readFileSync(new URL(file, DEVELOPMENT), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { text: string; category: Category; split: 'pool' | 'test' })

  it.each([
    ['banking77.jsonl', 0, 0.55],
    ['banking77.jsonl', 200, 0.75],
    ['banking77.jsonl', 500, 0.8],
    ['multidogo.jsonl', 0, 0.55],
    ['multidogo.jsonl', 200, 0.75],
  ])('is right often enough on %s after %i labels', (file, labels, share) => {
    const rows = rowsOf(file)
    const spread = (split: 'pool' | 'test', count: number) => {
      const all = rows.filter((row) => row.split === split)
      // The files are ordered by intent: steps through the whole file meet all of them.
      return Array.from({ length: count }, (_, at) => all[Math.floor((at * all.length) / count)]).filter(
        (row) => row !== undefined,
      )
    }
    const classifier = taught(spread('pool', labels))
    const scored = spread('test', 600)
    const right = scored.filter(({ text, category }) => classifier.classify(text).category === category)
    expect(right.length / scored.length).toBeGreaterThanOrEqual(share)
  })
})
