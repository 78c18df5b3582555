import { words } from './text-features.ts'

/** Words that may stand between two words of a phrase: `charged twice` finds "charged me twice". */
const GAP_WORDS = 2
/** Ties two words that must stand side by side. */
const TIE = '-'
/** First letters by which stems are indexed; no stem before a `*` may be shorter. */
const STEM_START = 3

/** A later word of a phrase, and how many other words may stand before it. */
interface Follower {
  readonly word: string
  readonly gap: number
}

interface Phrase<Label> {
  readonly first: string
  readonly followers: readonly Follower[]
  readonly label: Label
}

/** Finds which phrases occur in a text; each is reported once, however often it is repeated. */
export interface PhraseMatcher<Label> {
  find(tokens: readonly string[]): Label[]
}

const fits = (word: string, token: string | undefined): boolean =>
  token !== undefined && (word.endsWith('*') ? token.startsWith(word.slice(0, -1)) : word === token)

/**
 * Whether the later words of a phrase follow one of the places of its first word. Each word is searched from all these
 * places at once, and at no place twice: time grows with the text alone.
 */
const follow = (followers: readonly Follower[], tokens: readonly string[], starts: readonly number[]): boolean => {
  let reached = starts
  for (const { word, gap } of followers) {
    const next: number[] = []
    let seen = -1
    for (const place of reached) {
      const last = place + 1 + gap
      for (let at = Math.max(place, seen) + 1; at <= last; at += 1) if (fits(word, tokens[at])) next.push(at)
      seen = last
    }
    reached = next
  }
  return reached.length > 0
}

const foldWord = (word: string): string => `${words(word).join(' ')}${word.endsWith('*') ? '*' : ''}`

/** Tied words, each but the first with the sign that ties it to the one before. */
const foldTied = (part: string): string => part.split(TIE).map(foldWord).join(` ${TIE}`)

const followerOf = (part: string): Follower =>
  part.startsWith(TIE) ? { word: part.slice(TIE.length), gap: 0 } : { word: part, gap: GAP_WORDS }

/** Every combination of one alternative for each word, in the order of the words. */
const waysOf = (phrase: string): string[] =>
  phrase
    .split(/\s+/)
    .map((word) => word.split('|').map(foldTied))
    .reduce((begun, nexts) => begun.flatMap((start) => nexts.map((next) => `${start} ${next}`)))

/**
 * Splits a list as it is written in the lexicons: phrases separated by commas or line ends, without a space, since
 * every function that classifies has them in its bundle.
 *
 * A phrase is one or more words, folded as `words` does; a word may end in `*`, which stands for any ending. Words that
 * a hyphen ties have nothing between them: `site-down` does not find "the site slows down". Words separated by `|` are
 * alternatives: `pay|payment late|due` is four phrases.
 */
export const phrasesOf = (list: string): string[] =>
  list
    .split(/[,\n]/)
    .map((phrase) => phrase.trim())
    .filter(Boolean)
    .flatMap(waysOf)

/** Compiles phrases into one pass over a text; time grows with the text, hardly with the number of phrases. */
export const newPhraseMatcher = <Label>(
  entries: Iterable<readonly [phrase: string, label: Label]>,
): PhraseMatcher<Label> => {
  const byWord = new Map<string, Phrase<Label>[]>()
  // Stems by their first letters: a token is compared with the few that begin as it does.
  const byStemStart = new Map<string, Phrase<Label>[]>()
  for (const [phrase, label] of entries) {
    const [first = '', ...rest] = phrase.split(' ')
    const [index, key] = first.endsWith('*') ? [byStemStart, first.slice(0, STEM_START)] : [byWord, first]
    index.set(key, [...(index.get(key) ?? []), { first, followers: rest.map(followerOf), label }])
  }
  return {
    find: (tokens) => {
      /** The places of each phrase's first word, ascending. */
      const starts = new Map<Phrase<Label>, number[]>()
      const look = (phrases: readonly Phrase<Label>[] | undefined, token: string, at: number) => {
        for (const phrase of phrases ?? []) {
          if (!fits(phrase.first, token)) continue
          const known = starts.get(phrase)
          if (known) known.push(at)
          else starts.set(phrase, [at])
        }
      }
      tokens.forEach((token, at) => {
        look(byWord.get(token), token, at)
        look(byStemStart.get(token.slice(0, STEM_START)), token, at)
      })
      return [...starts]
        .filter(([{ followers }, places]) => follow(followers, tokens, places))
        .map(([{ label }]) => label)
    },
  }
}
