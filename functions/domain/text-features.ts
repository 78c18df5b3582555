/** Longest text, in characters, that any part of triage reads; the rest is cut off. */
export const READ_CHARACTERS = 4_000
/** Slots of the hashed feature space. A power of two, so that a mask replaces a division. */
export const HASH_SLOTS = 2 ** 16
/** Lengths of the character grams: four for alphabets, two for scripts written without spaces. */
const GRAM = { alphabet: 4, unspaced: 2 } as const

const UNSEEN = /[\p{Cf}\p{Co}\p{Cn}\p{Default_Ignorable_Code_Point}]|[^\P{Cc}\n\t]/gu
const LONE_SURROGATE = /\p{Cs}/gu

/**
 * Text as a reader sees it: compatibility forms folded (NFKC), and without bidirectional controls, zero-width
 * characters and other controls, with which words can be hidden or turned round. Line breaks and tabs stay.
 */
export const normaliseText = (text: string): string =>
  text.replace(/\r\n?/g, '\n').replace(LONE_SURROGATE, ' ').normalize('NFKC').replace(UNSEEN, '').trim()

/** The normalised text cut to what triage reads, never through the middle of a character. */
export const readableText = (text: string): string =>
  normaliseText(text.slice(0, READ_CHARACTERS * 2))
    .slice(0, READ_CHARACTERS)
    .replace(LONE_SURROGATE, '')

/** English negations with and without their apostrophe, as two words, so that one pattern finds all of them. */
const NEGATION = /\b(ca|do|does|did|is|are|was|were|has|have|had|wo|would|could|should)n[’'`]?t\b|\bcannot\b/g

/**
 * Lower-case words without accents, in order: `Can’t  Über-weisen` becomes `can not uber weisen`.
 *
 * Apostrophes separate (`l'application` is two words); digits are words; everything else is a gap.
 */
export const words = (text: string): string[] => {
  const folded = text
    .toLowerCase()
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .normalize('NFC')
    .replaceAll('ß', 'ss')
  const plain = folded.replace(NEGATION, (found, verb: string | undefined) =>
    found === 'cannot' || verb === 'ca' ? 'can not' : `${verb === 'wo' ? 'will' : verb} not`,
  )
  return plain.match(/[\p{L}\p{N}\p{M}]+/gu) ?? []
}

/** FNV-1a over UTF-16 units: fast, stable on every platform, and spread well enough for feature hashing. */
export const hashText = (text: string, seed: number): number => {
  let hash = (0x811c9dc5 ^ seed) >>> 0
  for (let at = 0; at < text.length; at += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  }
  hash ^= hash >>> 15
  return hash >>> 0
}

/** A sparse vector: distinct slots and their values; the squared values add up to 1 (or the vector is empty). */
export interface SparseVector {
  readonly slots: Uint16Array
  readonly values: Float32Array
}

const UNSPACED = /^[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\p{sc=Thai}]/u
/** Kinds of features hash apart, so that the word `card` and the gram `card` are two. */
const SEED = { word: 1, pair: 2, gram: 3 } as const
/** A word says more than one of its grams. */
const WEIGHT = { word: 1, pair: 0.7, gram: 0.6 } as const

/** Words, pairs of neighbours and character grams of a text, hashed, damped by repetition and scaled to length 1. */
export const hashedFeatures = (tokens: readonly string[]): SparseVector => {
  const found = new Map<number, number>()
  const add = (text: string, kind: keyof typeof SEED) => {
    const slot = hashText(text, SEED[kind]) & (HASH_SLOTS - 1)
    found.set(slot, (found.get(slot) ?? 0) + WEIGHT[kind])
  }
  tokens.forEach((token, at) => {
    add(token, 'word')
    const next = tokens[at + 1]
    if (next !== undefined) add(`${token} ${next}`, 'pair')
    const length = UNSPACED.test(token) ? GRAM.unspaced : GRAM.alphabet
    const padded = ` ${token} `
    for (let start = 0; start + length <= padded.length; start += 1) add(padded.slice(start, start + length), 'gram')
  })
  const slots = Uint16Array.from(found.keys())
  const damped = Float32Array.from(found.values(), (value) => Math.log1p(value))
  const length = Math.sqrt(damped.reduce((sum, value) => sum + value * value, 0)) || 1
  return { slots, values: damped.map((value) => value / length) }
}
