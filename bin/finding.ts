/** One thing that the account has, or lacks. */
export interface Finding {
  readonly about: string
  /** `blocks`: a deployment would fail. `lacks`: it would succeed, and the product go on without this. */
  readonly state: 'ok' | 'lacks' | 'blocks'
  /** What is so, and what to do about it. */
  readonly says: string
}

/** What was found, whatever it is about. */
export type Found = Omit<Finding, 'about'>

export const ok = (says: string): Found => ({ state: 'ok', says })
export const lacks = (says: string): Found => ({ state: 'lacks', says })
export const blocks = (says: string): Found => ({ state: 'blocks', says })

/** What an error says, for a finding's line. */
export const wordsOf = (error: unknown): string =>
  error instanceof Error ? error.message || error.name : String(error)

/** Whether AWS refused by this name, such as `NotFoundException`. */
export const failsAs = (error: unknown, name: string): boolean => error instanceof Error && error.name === name
