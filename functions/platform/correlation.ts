import { AsyncLocalStorage } from 'node:async_hooks'

const current = new AsyncLocalStorage<string>()

/** The ids that a browser may give its request; anything else would let strangers write into our logs. */
const WELL_FORMED = /^[\w-]{8,64}$/

/**
 * The id of the request that caused the current work: given by the browser, stored in the event rows that the request
 * writes, passed on by the stream and the bus, and written in every log line on the way. Undefined if there is none.
 */
export const correlationId = (): string | undefined => current.getStore()

/** Runs work under the id of a request. */
export const correlated = <Result>(id: string, work: () => Result): Result => current.run(id, work)

/**
 * A request's id: its `X-Request-Id` if well formed, else `fallback`.
 *
 * @param fallback the gateway's own id
 */
export const requestIdOf = (headers: Readonly<Record<string, string | undefined>>, fallback: string): string => {
  const given = headers['x-request-id'] ?? ''
  return WELL_FORMED.test(given) ? given : fallback
}

/**
 * The id of the request behind a message of the bus; undefined for work that no request caused, such as a schedule's.
 */
export const correlationOf = (message: unknown): string | undefined => {
  const { detail } = (message ?? {}) as { readonly detail?: { readonly correlation_id?: unknown } | null }
  return typeof detail?.correlation_id === 'string' ? detail.correlation_id : undefined
}
