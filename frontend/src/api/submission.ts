import { useRef } from 'react'
import type { TextStorage } from './storage.ts'

/** What was sent last, as text, and its key. */
interface Attempt {
  readonly content: string
  readonly key: string
}

/** Where the last attempt is kept. */
interface Kept {
  readonly read: () => Attempt | null
  readonly write: (attempt: Attempt) => void
  readonly forget: () => void
}

const submissionKey = ({ read, write, forget }: Kept) => ({
  /** The same for every attempt with the same content, a new one once the content changes or an attempt succeeded. */
  keyFor: (body: unknown): string => {
    const content = JSON.stringify(body)
    const last = read()
    if (last?.content === content) return last.key
    const key = crypto.randomUUID()
    write({ content, key })
    return key
  },
  /** The attempt succeeded. */
  done: forget,
})

/** The idempotency key of what a form sends, for as long as the form is there. */
export const useSubmissionKey = () => {
  const last = useRef<Attempt | null>(null)
  return submissionKey({
    read: () => last.current,
    write: (attempt) => {
      last.current = attempt
    },
    forget: () => {
      last.current = null
    },
  })
}

/**
 * The idempotency key of a draft that outlives its form, kept beside it: whoever comes back, after a reload even, and
 * sends the same again, sends it once.
 *
 * @param storage where the draft is kept
 * @param draft its name there
 */
export const draftSubmissionKey = (storage: TextStorage, draft: string) => {
  const name = `${draft}.sent`
  return submissionKey({
    read: () => {
      const text = storage.read(name)
      return text === null ? null : (JSON.parse(text) as Attempt)
    },
    write: (attempt) => storage.write(name, JSON.stringify(attempt)),
    forget: () => storage.forget(name),
  })
}
