import { createContext, useContext } from 'react'
import { ProblemError, UNREACHABLE } from '../api/problem.ts'
import { type Words, words } from './words.en.ts'

export const WordsContext = createContext<Words>(words)

/** The words that both pages share, in the language on screen. */
export const useWords = (): Words => useContext(WordsContext)

const byStatus = (status: number, { problem }: Words, retryAfter: number | null): string => {
  if (status === 401) return problem.signedOut
  if (status === 403) return problem.forbidden
  if (status === 404) return problem.notFound
  if (status === 422 || status === 400) return problem.invalid
  if (status === 429) return problem.limited(retryAfter)
  if (status === 502 || status === 503 || status === 504) return problem.unavailable
  return problem.unexpected
}

/** What to tell a person about a failure: by its code if we know it, else by its status. */
export const messageOf = (error: unknown, words: Words): string => {
  if (!(error instanceof ProblemError)) return words.problem.unexpected
  if (error.code === UNREACHABLE) return words.problem.unreachable
  return words.problem.byCode[error.code] ?? byStatus(error.status, words, error.retry_after)
}
