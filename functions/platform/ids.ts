import { createHash, randomInt } from 'node:crypto'
import { monotonicFactory, ulid } from 'ulid'

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const STEPS = 2 ** 32
/**
 * `randomInt` is as hard to guess as the library's own source, which asks the system anew for each character: 2 µs an
 * id instead of 70.
 */
const inOrder = monotonicFactory(() => randomInt(STEPS) / STEPS)

/** 32 characters, five bits of SHA-256 each. */
const crockfordHash = (text: string): string =>
  createHash('sha256')
    .update(text)
    .digest()
    .reduce((characters, byte) => characters + CROCKFORD[byte % 32], '')

/** A new id; ids made by one process have the order in which they were made. */
export const newId = (): string => inOrder()

/**
 * An id that is always the same for the same time and words, for requests that may be repeated; `at` is its timestamp.
 */
export const derivedId = (at: Date, ...words: readonly string[]): string =>
  ulid(at.getTime()).slice(0, 10) + crockfordHash(JSON.stringify(words)).slice(0, 16)

/** SHA-256 in hex. */
export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

/**
 * Candidates for a ticket's public number, "PL-" and 8 Crockford characters of the id's hash: the first is used unless
 * another ticket holds it, then the next.
 */
export const ticketNumbers = (id: string): readonly string[] => {
  const characters = crockfordHash(id)
  return [0, 8, 16, 24].map((from) => `PL-${characters.slice(from, from + 8)}`)
}
