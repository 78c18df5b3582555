/** Words that may stand between two words of a phrase: `charged twice` finds "charged me twice". */
const GAP_WORDS = 2
/** Shortest stem before a `*`. */
const SHORTEST_STEM = 3

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

const follows = (parts: readonly string[], tokens: readonly string[], from: number, part = 1): boolean => {
  const wanted = parts[part]
  if (wanted === undefined) return true
  for (let at = from + 1; at <= from + 1 + GAP_WORDS; at += 1) {
    if (fits(wanted, tokens[at]) && follows(parts, tokens, at, part + 1)) return true
  }
  return false
}

/**
 * Splits a list as it is written in the lexicons: phrases separated by commas or line ends.
 *
 * A phrase is one or more folded words (see `words`); a word may end in `*`, which stands for any ending.
 */
export const phrasesOf = (list: string): string[] =>
  list
    .split(/[,\n]/)
    .map((phrase) => phrase.trim())
    .filter(Boolean)

/** Compiles phrases into one pass over a text; time grows with the text, not with the number of phrases. */
export const newPhraseMatcher = <Label>(
  entries: Iterable<readonly [phrase: string, label: Label]>,
): PhraseMatcher<Label> => {
  const byFirst = new Map<string, Phrase<Label>[]>()
  for (const [phrase, label] of entries) {
    const parts = phrase.split(' ')
    const first = parts[0] ?? ''
    const phrases = byFirst.get(first) ?? []
    phrases.push({ parts, label })
    byFirst.set(first, phrases)
  }
  const startingWith = (token: string): Phrase<Label>[] => {
    const phrases = [...(byFirst.get(token) ?? [])]
    for (let length = SHORTEST_STEM; length <= token.length; length += 1) {
      phrases.push(...(byFirst.get(`${token.slice(0, length)}*`) ?? []))
    }
    return phrases
  }
  return {
    find: (tokens) => {
      const found = new Set<Phrase<Label>>()
      tokens.forEach((token, at) => {
        for (const phrase of startingWith(token)) {
          if (!found.has(phrase) && follows(phrase.parts, tokens, at)) found.add(phrase)
        }
      })
      return [...found].map(({ label }) => label)
    },
  }
}
