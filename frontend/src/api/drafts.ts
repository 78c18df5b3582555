import { useSyncExternalStore } from 'react'
import { deviceStorage, listenElsewhere } from './storage.ts'
import { draftSubmissionKey } from './submission.ts'

/** The storage key of a person's draft about a subject. */
const keyOf = (person: string, subject: string) => `plimsoll.draft.${person}.${subject}`

const listeners = new Set<() => void>()

const store = (key: string, text: string | null) => {
  if (text === null) deviceStorage.forget(key)
  else deviceStorage.write(key, text)
  for (const listener of listeners) listener()
}

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  const stop = listenElsewhere(listener)
  return () => {
    listeners.delete(listener)
    stop()
  }
}

/**
 * Forgets a draft that was sent as `body`, apart from surrounding spaces; a draft that has changed since then is kept.
 *
 * @returns whether a draft was kept
 */
export const forgetDraft = (person: string, subject: string, body: string): boolean => {
  const key = keyOf(person, subject)
  const text = deviceStorage.read(key)
  if (text === null) return false
  const isNewer = text !== '' && text.trim() !== body.trim()
  if (!isNewer) store(key, null)
  return isNewer
}

/** Makes a draft count as sent once, however often and from whichever part of the page it is sent. */
export const draftSubmission = (person: string, subject: string) => {
  const { keyFor, done } = draftSubmissionKey(deviceStorage, keyOf(person, subject))
  return {
    /** The idempotency key of this content. */
    keyFor,
    /** Forgets the draft that was sent as `body`, unless it has changed since then. */
    sent: (body: string): void => {
      done()
      forgetDraft(person, subject, body)
    },
  }
}

/** Appends a text to a draft, whether or not its form is on screen. */
export const addToDraft = (person: string, subject: string, added: string): void => {
  const key = keyOf(person, subject)
  const before = deviceStorage.read(key)?.trimEnd()
  store(key, before ? `${before}\n\n${added}` : added)
}

/**
 * A draft text, kept on this device per person and subject and shared by all tabs: it survives reloads, field edits,
 * switching tickets and failed sends.
 */
export const useDraft = (person: string, subject: string) => {
  const key = keyOf(person, subject)
  const text = useSyncExternalStore(subscribe, () => deviceStorage.read(key) ?? '')
  return { text, write: (next: string) => store(key, next || null) }
}

/**
 * Like {@link useDraft}, but for editing an existing text: `text` is null until somebody edits it, and empty once they
 * delete all of it.
 */
export const useRewording = (person: string, subject: string) => {
  const key = keyOf(person, subject)
  const text = useSyncExternalStore(subscribe, () => deviceStorage.read(key))
  return { text, write: (next: string) => store(key, next), giveUp: () => store(key, null) }
}
