import { isText, objectOf, readShape } from './shape.ts'
import type { TextStorage } from './storage.ts'

/** What was sent last, as text, and its key. */
export interface Attempt {
  readonly content: string
  readonly key: string
}

const isAttempt = objectOf<Attempt>({ content: isText, key: isText })

/** Where the last attempt is kept. */
interface Kept {
  readonly read: () => Attempt | null
  readonly write: (attempt: Attempt) => void
  readonly forget: () => void
}

/** The idempotency key of what is sent, by what was sent last. */
export const submissionKey = ({ read, write, forget }: Kept) => ({
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
    read: () => readShape(storage.read(name), isAttempt),
    write: (attempt) => storage.write(name, JSON.stringify(attempt)),
    forget: () => storage.forget(name),
  })
}
