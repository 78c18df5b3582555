const FIRST_WAIT_MS = 200
const LONGEST_WAIT_MS = 10_000

/** Milliseconds to wait before something that failed is tried again; `retries` counts the retries before this one. */
export const backOffMs = (retries: number): number => Math.min(FIRST_WAIT_MS * 2 ** retries, LONGEST_WAIT_MS)
