import { useState } from 'react'

const keyOf = (person: string, subject: string) => `plimsoll.draft.${person}.${subject}`

/**
 * A text in the making, kept on this device per person and subject: it survives reloads, field edits, changes of
 * ticket and failed sends, and comes back where it was written. Mount the view with a `key` of the subject.
 */
export const useDraft = (person: string, subject: string) => {
  const key = keyOf(person, subject)
  const [text, setText] = useState(() => localStorage.getItem(key) ?? '')
  return {
    text,
    write: (next: string) => {
      setText(next)
      if (next) localStorage.setItem(key, next)
      else localStorage.removeItem(key)
    },
    /** Forgets what was sent; what was typed since then stays. */
    sent: (body: string) => {
      if (localStorage.getItem(key) !== body) return
      localStorage.removeItem(key)
      setText('')
    },
  }
}
