import { AsyncLocalStorage } from 'node:async_hooks'

const current = new AsyncLocalStorage<string>()

/** What a browser may call its request; anything else would let strangers write into our logs. */
const WELL_FORMED = /^[\w-]{8,64}$/

/**
 * The id of the request that set off what is being done: given by the browser, kept in the event rows that the request
 * writes, carried on by the stream and the bus, and said in every log line on the way. Undefined outside of any.
 */
export const correlationId = (): string | undefined => current.getStore()

/** Does something on behalf of a request. */
export const correlated = <Result>(id: string, work: () => Result): Result => current.run(id, work)

/**
 * What a request is called: as its sender says in `X-Request-Id`, if that can be a name.
 *
 * @param fallback the gateway's own id
 */
export const requestIdOf = (headers: Readonly<Record<string, string | undefined>>, fallback: string): string => {
  const given = headers['x-request-id'] ?? ''
  return WELL_FORMED.test(given) ? given : fallback
}

/** The request behind a message of the bus; undefined for what began without one, such as a schedule's work. */
export const correlationOf = (message: unknown): string | undefined => {
  const { detail } = (message ?? {}) as { readonly detail?: { readonly correlation_id?: unknown } | null }
  return typeof detail?.correlation_id === 'string' ? detail.correlation_id : undefined
}
