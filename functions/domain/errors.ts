/** Kinds of expected failures; the edge has one HTTP status for each. */
export type Refusal =
  | 'malformed'
  | 'unauthenticated'
  | 'forbidden'
  | 'not-found'
  | 'not-allowed'
  | 'conflict'
  | 'stale'
  | 'too-large'
  | 'unsupported'
  | 'invalid'
  | 'limited'
  | 'unavailable'

export interface RefusalDetails extends ErrorOptions {
  /** Fields that are wrong, by path. */
  readonly fields?: readonly { readonly path: string; readonly message: string }[]
  /** HTTP headers that belong to the refusal, such as `Retry-After`. */
  readonly headers?: Readonly<Record<string, string>>
}

/** An expected failure whose message is safe to show. Anything else thrown is a bug and becomes a 500. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError'
  readonly refusal: Refusal
  /** Stable and machine-readable, such as `ticket_closed`. */
  readonly code: string
  readonly fields: RefusalDetails['fields']
  readonly headers: Readonly<Record<string, string>>

  constructor(refusal: Refusal, code: string, message: string, details: RefusalDetails = {}) {
    super(message, details)
    this.refusal = refusal
    this.code = code
    this.fields = details.fields
    this.headers = details.headers ?? {}
  }
}

/** One wording for a ticket that does not exist and for one that the caller may not see, so that it reveals nothing. */
export const unknownTicket = (): RefusedError =>
  new RefusedError('not-found', 'ticket_unknown', 'there is no such ticket, or you may not see it')
