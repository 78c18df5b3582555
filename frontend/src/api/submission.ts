import { isText, objectOf, readShape } from './shape.ts'
import type { TextStorage } from './storage.ts'

/** The content that was sent last, as JSON text, and its idempotency key. */
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

/** Chooses idempotency keys: a repeated attempt gets the key of the last one. */
export const submissionKey = ({ read, write, forget }: Kept) => ({
  /** One key for all attempts with the same content; a new one once the content changes or an attempt succeeds. */
  keyFor: (body: unknown): string => {
    const content = JSON.stringify(body)
    const last = read()
    if (last?.content === content) return last.key
    const key = crypto.randomUUID()
    write({ content, key })
    return key
  },
  /** To be called when an attempt has succeeded. */
  done: forget,
})

/**
 * The idempotency key of a draft that outlives its form, stored beside the draft: somebody who comes back, even after a
 * reload, and sends the same content again has it counted once.
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
