/** The longest tag that the host accepts, in characters. */
export const LONGEST_TAG = 40

/** Normalises a typed tag for the host: one word in lower case, without commas. */
export const tagOf = (typed: string): string =>
  typed
    .trim()
    .toLowerCase()
    .replace(/[\s,]+/gu, '-')
