import { useSyncExternalStore } from 'react'

const keyOf = (person: string, subject: string) => `plimsoll.draft.${person}.${subject}`

const listeners = new Set<() => void>()

const store = (key: string, text: string) => {
  if (text) localStorage.setItem(key, text)
  else localStorage.removeItem(key)
  for (const listener of listeners) listener()
}

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
  }
}

/** Forgets a draft that was sent as `body`, wherever it was sent from; what was typed since then stays. */
export const forgetDraft = (person: string, subject: string, body: string): void => {
  const key = keyOf(person, subject)
  if (localStorage.getItem(key) === body) store(key, '')
}

/**
 * A text in the making, kept on this device per person and subject: it survives reloads, field edits, changes of
 * ticket and failed sends, and comes back where it was written.
 */
export const useDraft = (person: string, subject: string) => {
  const key = keyOf(person, subject)
  const text = useSyncExternalStore(subscribe, () => localStorage.getItem(key) ?? '')
  return {
    text,
    write: (next: string) => store(key, next),
    /** Forgets what was sent; what was typed since then stays. */
    sent: (body: string) => forgetDraft(person, subject, body),
  }
}
