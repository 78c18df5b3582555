/** The result of one check of the account. */
export interface Finding {
  readonly about: string
  /** `blocks`: a deployment would fail. `lacks`: it would succeed, but the product would run without this. */
  readonly state: 'ok' | 'lacks' | 'blocks'
  /** What was found, and what to do about it. */
  readonly says: string
}

/** A finding without its subject. */
export type Found = Omit<Finding, 'about'>

export const ok = (says: string): Found => ({ state: 'ok', says })
export const lacks = (says: string): Found => ({ state: 'lacks', says })
export const blocks = (says: string): Found => ({ state: 'blocks', says })

/** An error's message, for a finding's line. */
export const wordsOf = (error: unknown): string =>
  error instanceof Error ? error.message || error.name : String(error)

/** Whether an error of AWS has this name, such as `NotFoundException`. */
export const failsAs = (error: unknown, name: string): boolean => error instanceof Error && error.name === name
