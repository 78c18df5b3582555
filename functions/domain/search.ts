import { TicketNumber } from '../contracts/ticket.ts'

/**
 * What "finds a ticket" means: every word of the search is a word of the title or the description, regardless of case
 * and accents; the last one, if it has two characters or more, may be the beginning of a word. No word is too common to
 * count.
 */

/** Characters of a word that count; the rest is cut off in tickets and in searches. */
const WORD_CHARACTERS = 40
/**
 * Lengths of the beginnings under which a word is indexed. Above 8 there are fewer: a longer beginning is looked up by
 * the longest of these that fits, and the tickets found are then checked against all of it.
 */
const BEGINNINGS = [2, 3, 4, 5, 6, 7, 8, 10, 12, 16, 20, 28, 40] as const
/** A single character counts as a word, not as a beginning. */
const SHORTEST_BEGINNING = 2

const MARKS = /\p{M}+/gu
const WORD = /[\p{L}\p{N}]+/gu

/**
 * Text without differences of case, accent and compatibility form: `Straße` and `STRASSE` are one, `Ünïcode` is
 * `unicode`.
 */
const folded = (text: string): string =>
  text.normalize('NFKD').replace(MARKS, '').toUpperCase().toLowerCase().replaceAll('ς', 'σ')

/** The words of a text in order, folded; everything but letters and digits is a gap. */
export const searchWords = (text: string): readonly string[] =>
  (folded(text).match(WORD) ?? []).map((word) => [...word].slice(0, WORD_CHARACTERS).join(''))

/** The fields by which a ticket can be found. */
export interface Searchable {
  readonly number: string
  readonly title: string
  readonly description: string
  readonly tags: readonly string[]
}

const textOf = ({ title, description }: Searchable): string => `${title}\n${description}`

/** Terms are kept short: they are most of the index's size. */
const wordTerm = (word: string): string => `W#${word}`
const beginningTerm = (beginning: string): string => `B#${beginning}`
const numberTerm = (number: string): string => `N#${number}`
export const tagTerm = (tag: string): string => `TAG#${tag}`

const beginningsOf = (word: string): readonly string[] => {
  const characters = [...word]
  return BEGINNINGS.filter((length) => length <= characters.length).map((length) =>
    characters.slice(0, length).join(''),
  )
}

/** Every term under which a ticket is indexed, each once, sorted. */
export const termsOf = (ticket: Searchable): readonly string[] => {
  const terms = new Set([numberTerm(ticket.number), ...ticket.tags.map(tagTerm)])
  for (const word of new Set(searchWords(textOf(ticket)))) {
    terms.add(wordTerm(word))
    for (const beginning of beginningsOf(word)) terms.add(beginningTerm(beginning))
  }
  return [...terms].toSorted()
}

/** A search, for the index and for each ticket that the index names. */
export interface Search {
  /** Terms that a ticket must all have; none if the search has no word and so finds nothing. */
  readonly terms: readonly string[]
  readonly finds: (ticket: Searchable) => boolean
}

/** @param text what a person typed; exactly a ticket's number finds that ticket alone */
export const parseSearch = (text: string): Search => {
  const number = text.trim().toUpperCase()
  if (TicketNumber.safeParse(number).success) {
    return { terms: [numberTerm(number)], finds: (ticket) => ticket.number === number }
  }
  const words = searchWords(text)
  const last = words.at(-1)
  if (last === undefined) return { terms: [], finds: () => false }

  const mayBegin = [...last].length >= SHORTEST_BEGINNING
  const whole = mayBegin ? words.slice(0, -1) : words
  const beginning = mayBegin ? [beginningTerm(beginningsOf(last).at(-1) ?? last)] : []
  return {
    terms: [...new Set([...whole.map(wordTerm), ...beginning])],
    finds: (ticket) => {
      const there = new Set(searchWords(textOf(ticket)))
      if (!whole.every((word) => there.has(word))) return false
      return !mayBegin || [...there].some((word) => word.startsWith(last))
    },
  }
}
