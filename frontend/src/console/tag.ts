/** Characters of the longest tag that the host takes. */
export const LONGEST_TAG = 40

/** What was typed as the host wants a tag: one word in lower case, without commas. */
export const tagOf = (typed: string): string =>
  typed
    .trim()
    .toLowerCase()
    .replace(/[\s,]+/gu, '-')
