import type { Problem } from '../../../functions/contracts/problem.ts'

/** The request never got an answer: no network, or the host is away. */
export const UNREACHABLE = 'unreachable'

/** A refused or failed request, as the host's problem document puts it; `status` is 0 when nothing answered. */
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

/** Reads a refusal; an answer that is no problem document (a gateway's page, for instance) keeps its status alone. */
export const problemOf = async (response: Response): Promise<ProblemError> => {
  const retryAfter = Number(response.headers.get('retry-after')) || undefined
  const body: unknown = await response.json().catch(() => null)
  const problem = isProblem(body) ? body : { code: 'unexpected' }
  return new ProblemError({ ...problem, status: response.status }, retryAfter)
}

export const hasCode = (error: unknown, code: string): boolean => error instanceof ProblemError && error.code === code

export const hasStatus = (error: unknown, status: number): boolean =>
  error instanceof ProblemError && error.status === status

/** Whether nobody knows what became of what was asked for: no answer came, or that the host broke down over it. */
export const isUnheard = (error: unknown): boolean =>
  error instanceof ProblemError && (error.status === 0 || error.status >= 500)

/** Whether the same may take effect at another time; what was refused stays so. */
export const mayPassLater = (error: unknown): boolean => isUnheard(error) || hasStatus(error, 429)

/** Whether what was asked for is not there, or not for this person: the host does not say which. */
export const isHidden = (error: unknown): boolean => [401, 403, 404].some((status) => hasStatus(error, status))
