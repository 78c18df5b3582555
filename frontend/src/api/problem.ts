import type { Problem } from '../../../functions/contracts/problem.ts'

/** The request got no answer: there is no network, or the host is down. */
export const UNREACHABLE = 'unreachable'

/** A refused or failed request, as the host's problem document describes it; `status` is 0 if there was no answer. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError'
  readonly status: number
  readonly code: string
  readonly request_id: string
  readonly errors: readonly { readonly path: string; readonly message: string }[]
  /** Seconds that the host asks to wait; null if it does not say. */
  readonly retry_after: number | null

  constructor(problem: Partial<Problem> & { readonly status: number; readonly code: string }, retryAfter?: number) {
    super(problem.detail ?? problem.title ?? problem.code)
    this.status = problem.status
    this.code = problem.code
    this.request_id = problem.request_id ?? ''
    this.errors = problem.errors ?? []
    this.retry_after = retryAfter ?? null
  }
}

const isProblem = (value: unknown): value is Problem =>
  typeof value === 'object' && value !== null && 'code' in value && typeof value.code === 'string'

/** Reads a refusal; of an answer that is no problem document (such as a gateway's page) only the status is kept. */
export const problemOf = async (response: Response): Promise<ProblemError> => {
  const retryAfter = Number(response.headers.get('retry-after')) || undefined
  const body: unknown = await response.json().catch(() => null)
  const problem = isProblem(body) ? body : { code: 'unexpected' }
  return new ProblemError({ ...problem, status: response.status }, retryAfter)
}

export const hasCode = (error: unknown, code: string): boolean => error instanceof ProblemError && error.code === code

export const hasStatus = (error: unknown, status: number): boolean =>
  error instanceof ProblemError && error.status === status

/** Whether the outcome of a request is unknown: there was no answer, or the host failed while it worked on it. */
export const isUnheard = (error: unknown): boolean =>
  error instanceof ProblemError && (error.status === 0 || error.status >= 500)

/** Whether the same request may succeed later; a refusal is final. */
export const mayPassLater = (error: unknown): boolean => isUnheard(error) || hasStatus(error, 429)

/** Whether the record does not exist or is hidden from this person: the host does not say which. */
export const isHidden = (error: unknown): boolean => [401, 403, 404].some((status) => hasStatus(error, status))
