import { expect, it } from 'vitest'
import { lexiconScores } from '../../functions/domain/classifier/lexicon.ts'
import { words } from '../../functions/domain/classifier/text-features.ts'

/** What a decisive word says, and no word says more. */
const MOST = 3

it.each([
  'internet',
  'software',
  'export',
  'demo',
  'pin',
  'newsletter',
  'registration',
  'reservation',
  'Fehlermeldung',
])('a word counts once, though many languages or stems know it: %s', (word) => {
  expect(Math.max(...Object.values(lexiconScores(words(word))))).toBeLessThanOrEqual(MOST)
})
