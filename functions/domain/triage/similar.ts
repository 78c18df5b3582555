import { words } from '../classifier/text-features.ts'

/** Longest part of a text that is compared, in characters: a hundred long tickets must not hold up the next one. */
const COMPARED_CHARACTERS = 4_000

const comparedWords = (text: string): string[] => words(text.slice(0, COMPARED_CHARACTERS))

/** A text that others are compared with. */
export interface ComparedText {
  readonly text: string
}

/** A ticket that others are compared with. */
export interface ComparedTicket extends ComparedText {
  readonly id: string
  readonly number: string
}

export interface Similar<Text> {
  readonly found: Text
  /** BM25 as a share of the text's score against itself, 0 to 1. */
  readonly similarity: number
}

/** Robertson's saturation of repeated words and weight of a text's length (BM25's usual values). */
const SATURATION = 1.2
const LENGTH_WEIGHT = 0.75
/** From here on, two tickets are about the same thing in nearly the same words. */
const DUPLICATE_SIMILARITY = 0.6
/** Below this, a ticket is no help for another one. */
export const HELPFUL_SIMILARITY = 0.12
/** Shortest text, in different words, that may be called a duplicate: "it does not work" is many people's ticket. */
const DUPLICATE_WORDS = 5

const countsOf = (tokens: readonly string[]): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>()
  for (const token of tokens) counts.set(token, (counts.get(token) ?? 0) + 1)
  return counts
}

/**
 * The other texts, nearest first, by BM25 over their words; those that share no word are left out.
 *
 * Equals keep their order. Time grows with the words of all texts: pass hundreds, not all.
 */
export const rankSimilar = <Text extends ComparedText>(text: string, others: readonly Text[]): Similar<Text>[] => {
  const own = comparedWords(text)
  const query = new Set(own)
  const texts = others.map(({ text: other }) => comparedWords(other))
  const length = texts.reduce((sum, tokens) => sum + tokens.length, own.length) / (texts.length + 1)
  const counts = texts.map(countsOf)
  const ownCounts = countsOf(own)
  const rarity = new Map(
    [...query].map((word) => {
      const holders = counts.filter((count) => count.has(word)).length
      return [word, Math.log(1 + (counts.length - holders + 0.5) / (holders + 0.5))]
    }),
  )
  const score = (count: ReadonlyMap<string, number>, total: number): number =>
    [...query].reduce((sum, word) => {
      const times = count.get(word) ?? 0
      const damped = times + SATURATION * (1 - LENGTH_WEIGHT + (LENGTH_WEIGHT * total) / (length || 1))
      return times === 0 ? sum : sum + ((rarity.get(word) ?? 0) * times * (SATURATION + 1)) / damped
    }, 0)
  const perfect = score(ownCounts, own.length)
  if (perfect === 0) return []
  return others
    .map((other, at) => ({
      found: other,
      similarity: Math.min(1, score(counts[at] ?? new Map(), texts[at]?.length ?? 0) / perfect),
    }))
    .filter(({ similarity }) => similarity > 0)
    .toSorted((one, other) => other.similarity - one.similarity)
}

/** Share of the words in either set that are in both. */
const sharedWords = (one: ReadonlySet<string>, other: ReadonlySet<string>): number =>
  one.intersection(other).size / (one.union(other).size || 1)

/**
 * The ticket that this one probably repeats, or null: near in its words both ways, so that a long text that merely
 * contains a short one is no duplicate. A hint for people; nothing is done with it.
 */
export const findDuplicate = (text: string, others: readonly ComparedTicket[]): string | null => {
  const own = new Set(comparedWords(text))
  if (own.size < DUPLICATE_WORDS) return null
  const nearest = others
    .map((ticket) => ({ id: ticket.id, shared: sharedWords(own, new Set(comparedWords(ticket.text))) }))
    .reduce<{ id: string; shared: number } | null>(
      (best, tried) => (tried.shared > (best?.shared ?? 0) ? tried : best),
      null,
    )
  return nearest && nearest.shared >= DUPLICATE_SIMILARITY ? nearest.id : null
}
