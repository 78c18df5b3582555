import { useSyncExternalStore } from 'react'
import { deviceStorage, listenElsewhere } from './storage.ts'
import { draftSubmissionKey } from './submission.ts'

/** Whose draft about what. */
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
 * Forgets a draft that went out as `body`, spaces around it aside; what was typed since then stays.
 *
 * @returns whether something stays
 */
export const forgetDraft = (person: string, subject: string, body: string): boolean => {
  const key = keyOf(person, subject)
  const text = deviceStorage.read(key)
  if (text === null) return false
  const isNewer = text !== '' && text.trim() !== body.trim()
  if (!isNewer) store(key, null)
  return isNewer
}

/** How a draft is sent once, however often and from wherever it is tried. */
export const draftSubmission = (person: string, subject: string) => {
  const { keyFor, done } = draftSubmissionKey(deviceStorage, keyOf(person, subject))
  return {
    /** The idempotency key of this content. */
    keyFor,
    /** Forgets the draft that was sent as `body`; what was typed since then stays. */
    sent: (body: string): void => {
      done()
      forgetDraft(person, subject, body)
    },
  }
}

/** Puts a text after what a draft already says, whether or not its form is on screen. */
export const addToDraft = (person: string, subject: string, added: string): void => {
  const key = keyOf(person, subject)
  const before = deviceStorage.read(key)?.trimEnd()
  store(key, before ? `${before}\n\n${added}` : added)
}

/**
 * A text in the making, kept on this device per person and subject: it survives reloads, field edits, changes of
 * ticket and failed sends, comes back where it was written, and is the same in every tab.
 */
export const useDraft = (person: string, subject: string) => {
  const key = keyOf(person, subject)
  const text = useSyncExternalStore(subscribe, () => deviceStorage.read(key) ?? '')
  return { text, write: (next: string) => store(key, next || null) }
}

/**
 * A draft as {@link useDraft} has it, of a text that is there before anybody writes: `text` is null until it is put in
 * other words, and empty once it is struck out.
 */
export const useRewording = (person: string, subject: string) => {
  const key = keyOf(person, subject)
  const text = useSyncExternalStore(subscribe, () => deviceStorage.read(key))
  return { text, write: (next: string) => store(key, next), giveUp: () => store(key, null) }
}
