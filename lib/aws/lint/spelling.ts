/** Levenshtein's distance: letters to put in, to leave out or to change, at least, until one text is another. */
const strayLetters = (one: string, other: string): number => {
  const letters = Array.from(other)
  // What it takes from the part of the one that is read so far to each beginning of the other.
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

/** Stray letters of a slip at most, and one in how many: names that there are, such as `4xx` and `5xx`, differ by one. */
const [MOST_MISSED, ONE_IN] = [2, 4]

/** Whether a name is one of some that are known, misspelt or in other letters. */
export const isMisspelt = (name: string, known: ReadonlySet<string>): boolean =>
  [...known].some(
    (each) =>
      strayLetters(each.toLowerCase(), name.toLowerCase()) <= Math.min(MOST_MISSED, Math.floor(each.length / ONE_IN)),
  )

/** Whether a name of two words or more is where a known one begins or ends. */
export const isPieceOf = (name: string, known: ReadonlySet<string>): boolean =>
  /[a-z][A-Z]/.test(name) && [...known].some((each) => each.startsWith(name) || each.endsWith(name))
