/** Levenshtein distance: fewest insertions, deletions and substitutions that turn one text into the other. */
const strayLetters = (one: string, other: string): number => {
  const letters = Array.from(other)
  // Distances from the part of `one` read so far to each beginning of `other`.
  let row = [0, ...letters.map((_each, place) => place + 1)]
  for (const letter of one) {
    const [first = 0] = row
    const next = [first + 1]
    for (const [place, each] of letters.entries()) {
      const [left = 0, above = 0, before = 0] = [next[place], row[place + 1], row[place]]
      next.push(Math.min(left + 1, above + 1, before + (each === letter ? 0 : 1)))
    }
    row = next
  }
  return row.at(-1) ?? 0
}

/** A slip has at most 2 stray letters, and 1 in 4: real names such as `4xx` and `5xx` differ by one. */
const [MOST_MISSED, ONE_IN] = [2, 4]

/** Whether a name is a known one misspelt, or in another case. */
export const isMisspelt = (name: string, known: ReadonlySet<string>): boolean =>
  [...known].some(
    (each) =>
      strayLetters(each.toLowerCase(), name.toLowerCase()) <= Math.min(MOST_MISSED, Math.floor(each.length / ONE_IN)),
  )

/** Whether a name of two or more words is the beginning or end of a known one. */
export const isPieceOf = (name: string, known: ReadonlySet<string>): boolean =>
  /[a-z][A-Z]/.test(name) && [...known].some((each) => each.startsWith(name) || each.endsWith(name))
