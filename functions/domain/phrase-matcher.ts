import { words } from './text-features.ts'

/** Words that may stand between two words of a phrase: `charged twice` finds "charged me twice". */
const GAP_WORDS = 2
/** Letters by which stems are found; no stem before a `*` is shorter. */
const STEM_START = 3

interface Phrase<Label> {
  readonly parts: readonly string[]
  readonly label: Label
}

/** Finds which phrases occur in a text; each is reported once, however often it is repeated. */
export interface PhraseMatcher<Label> {
  find(tokens: readonly string[]): Label[]
}

const fits = (part: string, token: string | undefined): boolean =>
  token !== undefined && (part.endsWith('*') ? token.startsWith(part.slice(0, -1)) : part === token)

/**
 * Whether the words of a phrase stand behind one of the places of its first. Where each of them may stand is found for
 * all places together, and no place is looked at twice for one word: time grows with the text alone.
 */
const follows = ([, ...rest]: readonly string[], tokens: readonly string[], starts: readonly number[]): boolean => {
  let reached = starts
  for (const part of rest) {
    const next: number[] = []
    let seen = -1
    for (const place of reached) {
      const last = place + 1 + GAP_WORDS
      for (let at = Math.max(place, seen) + 1; at <= last; at += 1) if (fits(part, tokens[at])) next.push(at)
      seen = last
    }
    reached = next
  }
  return reached.length > 0
}

const foldPart = (part: string): string => `${words(part).join(' ')}${part.endsWith('*') ? '*' : ''}`

/**
 * Splits a list as it is written in the lexicons: phrases separated by commas or line ends.
 *
 * A phrase is one or more words, folded as `words` does; a word may end in `*`, which stands for any ending.
 */
export const phrasesOf = (list: string): string[] =>
  list
    .split(/[,\n]/)
    .map((phrase) => phrase.trim())
    .filter(Boolean)
    .map((phrase) => phrase.split(/\s+/).map(foldPart).join(' '))

/** Compiles phrases into one pass over a text; time grows with the text, hardly with the number of phrases. */
export const newPhraseMatcher = <Label>(
  entries: Iterable<readonly [phrase: string, label: Label]>,
): PhraseMatcher<Label> => {
  const byWord = new Map<string, Phrase<Label>[]>()
  // Stems by their first letters: a token is compared with the few that begin as it does.
  const byStemStart = new Map<string, Phrase<Label>[]>()
  for (const [phrase, label] of entries) {
    const parts = phrase.split(' ')
    const first = parts[0] ?? ''
    const [index, key] = first.endsWith('*') ? [byStemStart, first.slice(0, STEM_START)] : [byWord, first]
    index.set(key, [...(index.get(key) ?? []), { parts, label }])
  }
  return {
    find: (tokens) => {
      /** Where the first word of each phrase stands, from the first place on. */
      const starts = new Map<Phrase<Label>, number[]>()
      const look = (phrases: readonly Phrase<Label>[] | undefined, token: string, at: number) => {
        for (const phrase of phrases ?? []) {
          if (!fits(phrase.parts[0] ?? '', token)) continue
          const known = starts.get(phrase)
          if (known) known.push(at)
          else starts.set(phrase, [at])
        }
      }
      tokens.forEach((token, at) => {
        look(byWord.get(token), token, at)
        look(byStemStart.get(token.slice(0, STEM_START)), token, at)
      })
      return [...starts].filter(([{ parts }, places]) => follows(parts, tokens, places)).map(([{ label }]) => label)
    },
  }
}
