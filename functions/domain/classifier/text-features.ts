/** Longest text, in characters, that any part of triage reads; the rest is cut off. */
const READ_CHARACTERS = 4_000
/** Slots of the hashed feature space. A power of two, so that a mask replaces a division. */
export const HASH_SLOTS = 2 ** 16
/** Lengths of the character grams: four for alphabets, two for scripts written without spaces. */
const GRAM = { alphabet: 4, unspaced: 2 } as const

const UNSEEN = /[\p{Cf}\p{Co}\p{Cn}\p{Default_Ignorable_Code_Point}]|[^\P{Cc}\n\t]/gu
const LONE_SURROGATE = /\p{Cs}/gu

/**
 * Text as a reader sees it: compatibility forms folded (NFKC), and without bidirectional controls, zero-width
 * characters and other controls, with which words can be hidden or reversed. Line breaks and tabs stay.
 */
export const normaliseText = (text: string): string =>
  text.replace(/\r\n?/g, '\n').replace(LONE_SURROGATE, ' ').normalize('NFKC').replace(UNSEEN, '').trim()

/** The beginning of a text, at most `length` UTF-16 units; a character that the cut would split is left out. */
export const beginningOf = (text: string, length: number): string =>
  text.slice(0, length).replace(/[\uD800-\uDBFF]$/, '')

/** The normalised text cut to what triage reads, never through the middle of a character. */
export const readableText = (text: string): string =>
  beginningOf(normaliseText(text.slice(0, READ_CHARACTERS * 2)), READ_CHARACTERS)

/** English negations with and without their apostrophe, as two words, so that one pattern finds all of them. */
const NEGATION = /\b(ca|do|does|did|is|are|was|were|has|have|had|wo|would|could|should)n[’'`]?t\b|\bcannot\b/g

/** Scripts without spaces between words, or with endings attached to them, are read two characters at a time. */
const UNSPACED_SCRIPTS = '\\p{sc=Han}\\p{sc=Hiragana}\\p{sc=Hangul}\\p{sc=Thai}'
const UNSPACED = new RegExp(`^[${UNSPACED_SCRIPTS}]`, 'u')
const WORD = new RegExp(
  `[${UNSPACED_SCRIPTS}]+|[\\p{sc=Katakana}ー]+|(?:(?![${UNSPACED_SCRIPTS}\\p{sc=Katakana}])[\\p{L}\\p{N}\\p{M}])+`,
  'gu',
)

const inPairs = (run: string): string[] => {
  const characters = [...run]
  return characters.length < 2 ? characters : characters.slice(1).map((second, at) => `${characters[at]}${second}`)
}

/**
 * Lower-case words without accents, in order: `Can’t  Über-weisen` becomes `can not uber weisen`.
 *
 * Apostrophes separate (`l'application` is two words); digits are words; everything else is a gap. Chinese, Japanese,
 * Korean and Thai come as overlapping pairs of characters.
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
  return (plain.match(WORD) ?? []).flatMap((word) => (UNSPACED.test(word) ? inPairs(word) : [word]))
}

/** FNV-1a over UTF-16 units `from` (inclusive) to `to`: fast, the same everywhere, spread well enough for hashing. */
const hashRange = (text: string, from: number, to: number, seed: number): number => {
  let hash = 0x811c9dc5 ^ seed
  for (let at = from; at < to; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  return (hash ^ (hash >>> 15)) & (HASH_SLOTS - 1)
}

/** A sparse vector: distinct slots and their values; the squared values add up to 1 (or the vector is empty). */
export interface SparseVector {
  readonly slots: Uint16Array
  readonly values: Float32Array
}

/** Seeds of the kinds of features, so that the word `card` and the gram `card` are different features. */
const SEED = { word: 1, pair: 2, gram: 3 } as const
/** Weights of the kinds of features: a word says more than one of its grams. */
const WEIGHT = { word: 1, pair: 0.7, gram: 0.6 } as const

/** Words, pairs of neighbours and character grams of a text, hashed, damped by repetition and scaled to length 1. */
export const hashedFeatures = (tokens: readonly string[]): SparseVector => {
  const sums = new Float32Array(HASH_SLOTS)
  const found: number[] = []
  const add = (slot: number, weight: number) => {
    if (sums[slot] === 0) found.push(slot)
    sums[slot] = (sums[slot] ?? 0) + weight
  }
  tokens.forEach((token, at) => {
    add(hashRange(token, 0, token.length, SEED.word), WEIGHT.word)
    const next = tokens[at + 1]
    if (next !== undefined) {
      const pair = `${token} ${next}`
      add(hashRange(pair, 0, pair.length, SEED.pair), WEIGHT.pair)
    }
    const length = UNSPACED.test(token) ? GRAM.unspaced : GRAM.alphabet
    const padded = ` ${token} `
    for (let start = 0; start + length <= padded.length; start += 1) {
      add(hashRange(padded, start, start + length, SEED.gram), WEIGHT.gram)
    }
  })
  const slots = Uint16Array.from(found)
  const damped = Float32Array.from(found, (slot) => Math.log1p(sums[slot] ?? 0))
  const length = Math.sqrt(damped.reduce((sum, value) => sum + value * value, 0)) || 1
  return { slots, values: damped.map((value) => value / length) }
}
