import { expect, it } from 'vitest'
import { lexiconScores } from '../../functions/domain/lexicon.ts'

/** What a decisive word says, and no word says more. */
const MOST = 3

it.each(['internet', 'software', 'export', 'demo', 'pin'])('a word that many languages share counts once: %s', (word) => {
  expect(Math.max(...Object.values(lexiconScores([word])))).toBeLessThanOrEqual(MOST)
})
