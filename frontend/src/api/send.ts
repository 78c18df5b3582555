import { paths, type RouteName } from '../../../functions/contracts/paths.ts'
import type { Answer, Params, Query, Routes } from '../../../functions/contracts/routes.ts'
import { ProblemError, problemOf, UNREACHABLE } from './problem.ts'

type Sent<Name extends RouteName> = Routes[Name]['body']['_zod']['input']
type Named<Part, Value> = string extends keyof Value ? object : Part
type Loose<Value> = { readonly [Key in keyof Value]?: Value[Key] | undefined }

/** A route's input by its contract: path parameters, query (lists are joined by commas) and body. */
type RequestOf<Name extends RouteName> = Named<{ readonly params: Params<Name> }, Params<Name>> &
  Named<{ readonly query?: Loose<Query<Name>> }, Query<Name>> &
  (undefined extends Sent<Name> ? { readonly body?: Sent<Name> } : { readonly body: Sent<Name> }) & {
    readonly headers?: Readonly<Record<string, string>>
    readonly signal?: AbortSignal
    readonly patience_ms?: number
  }

/** The request may be omitted if nothing in it is required. */
export type ArgumentsOf<Name extends RouteName> =
  Record<never, never> extends RequestOf<Name>
    ? [name: Name, request?: RequestOf<Name>]
    : [name: Name, request: RequestOf<Name>]

export interface PlainRequest {
  readonly params?: Readonly<Record<string, unknown>>
  readonly query?: Readonly<Record<string, unknown>>
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
  readonly signal?: AbortSignal
  /** How long the answer may take, if less than the usual limit. */
  readonly patience_ms?: number
}

/** No function behind the API runs for more than 29 seconds: by this time no answer will come. */
const PATIENCE_MS = 32_000
/** A text may take longer once it has begun: it is an export, perhaps over a slow connection. */
const TEXT_MS = 300_000

const addressOf = (path: string, { params = {}, query = {} }: PlainRequest): string => {
  const filled = path.replace(/\{(\w+)\}/g, (_match, name: string) => encodeURIComponent(String(params[name])))
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== '') search.set(name, Array.isArray(value) ? value.join(',') : String(value))
  }
  return search.size > 0 ? `${filled}?${search}` : filled
}

const isText = (response: Response): boolean => /^text\//.test(response.headers.get('content-type') ?? '')

const answerOf = async (response: Response): Promise<unknown> => {
  if (response.status === 204) return undefined
  return isText(response) ? response.text() : response.json()
}

/**
 * Sends one request, with the given headers and an id of its own.
 *
 * @throws ProblemError for every refusal and for a host that does not answer, or not to the end; AbortError when the
 *   signal says so
 */
export const sendPlain = async (name: RouteName, request: PlainRequest = {}): Promise<unknown> => {
  const [method, path] = paths[name]
  const { body, signal, patience_ms = PATIENCE_MS } = request
  const content = body === undefined ? {} : { 'content-type': 'application/json' }
  // Every log line about the request bears this id.
  const named = { 'x-request-id': crypto.randomUUID() }
  const init: RequestInit = { method, headers: { ...content, ...named, ...request.headers } }
  if (body !== undefined) init.body = JSON.stringify(body)
  const patience = new AbortController()
  const end = (after_ms: number) => setTimeout(() => patience.abort(), after_ms)
  init.signal = signal ? AbortSignal.any([signal, patience.signal]) : patience.signal

  let timer = end(patience_ms)
  try {
    const response = await fetch(addressOf(path, request), init)
    if (isText(response)) {
      clearTimeout(timer)
      timer = end(TEXT_MS)
    }
    if (!response.ok) throw await problemOf(response)
    return await answerOf(response)
  } catch (error) {
    if (signal?.aborted || error instanceof ProblemError) throw error
    throw new ProblemError({ status: 0, code: UNREACHABLE })
  } finally {
    clearTimeout(timer)
  }
}

/** `sendPlain`, typed by the route's contract. */
export function send<Name extends RouteName>(...given: ArgumentsOf<Name>): Promise<Answer<Name>>
export function send(name: RouteName, request?: PlainRequest): Promise<unknown> {
  return sendPlain(name, request)
}
