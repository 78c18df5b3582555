/** An answer that takes longer than this counts as missing. */
const PATIENCE_MS = 20_000

/** A request as a stranger might send it, not checked before it is sent. */
export interface RawRequest {
  readonly method: string
  /** Path and query as they go over the wire. */
  readonly target: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array<ArrayBuffer>
}

export interface RawAnswer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
}

/** Sends it and reads every byte of what comes back. */
export const send = async (url: string, { method, target, headers, body }: RawRequest): Promise<RawAnswer> => {
  const signal = AbortSignal.timeout(PATIENCE_MS)
  const answer = await fetch(`${url}${target}`, { method, headers, signal, ...(body !== undefined && { body }) })
  return { status: answer.status, headers: answer.headers, text: await answer.text() }
}
