import { beginningOf, normaliseText } from './classifier/text-features.ts'
import { findSecrets } from './redaction/secret-patterns.ts'

/** Longest text that is searched, in characters: a whole ticket. Some characters unfold into eighteen. */
const SEARCHED_CHARACTERS = 12_000

/** From each placeholder, such as `[CARD_1]`, to the text that it replaced. It never leaves the server. */
export type RedactionMap = Readonly<Record<string, string>>

export interface Redacted {
  /** The normalised text with placeholders. */
  readonly text: string
  readonly map: RedactionMap
}

const PLACEHOLDER = /\[[A-Z]+_\d+\]/g

/**
 * Replaces what must not leave the system by placeholders: cards (Luhn), IBANs (mod 97), e-mail and postal addresses,
 * phone numbers, passwords, keys and tokens. The same value gets the same placeholder.
 *
 * The text is normalised first, so that invisible characters cannot hide a secret, and cut to 12,000 characters: text
 * that has not been searched must not leave. `restore(redacted.text, redacted.map)` is the text as it was searched.
 */
export const redact = (text: string): Redacted => {
  const readable = beginningOf(normaliseText(text.slice(0, SEARCHED_CHARACTERS)), SEARCHED_CHARACTERS)
  const taken = new Set(readable.match(PLACEHOLDER))
  const placeholders = new Map<string, string>()
  const counts = new Map<string, number>()
  const placeholderFor = (kind: string, value: string): string => {
    const known = placeholders.get(value)
    if (known) return known
    const count = (counts.get(kind) ?? 0) + 1
    counts.set(kind, count)
    const placeholder = `[${kind}_${count}]`
    // A text may already contain what looks like a placeholder; restoring must not touch that.
    if (taken.has(placeholder)) return placeholderFor(kind, value)
    placeholders.set(value, placeholder)
    return placeholder
  }

  let at = 0
  let redacted = ''
  for (const { kind, start, end } of findSecrets(readable)) {
    redacted += readable.slice(at, start) + placeholderFor(kind, readable.slice(start, end))
    at = end
  }
  const map = Object.fromEntries([...placeholders].map(([value, placeholder]) => [placeholder, value]))
  return { text: redacted + readable.slice(at), map }
}

/** Puts the replaced texts back where their placeholders stand; unknown placeholders stay. */
export const restore = (text: string, map: RedactionMap): string =>
  text.replace(PLACEHOLDER, (placeholder) =>
    Object.hasOwn(map, placeholder) ? (map[placeholder] ?? placeholder) : placeholder,
  )
