import { useEffect } from 'react'
import type { Ticket } from '../../../functions/contracts/ticket.ts'
import { useSession } from '../api/session.ts'
import { isTexts, readShape } from '../api/shape.ts'
import { deviceStorage } from '../api/storage.ts'

/** Tickets of which is kept what was seen; of older ones only a first answer is news. */
const MOST_KEPT = 200

const keyOf = (person: string) => `plimsoll.seen.${person}`

/** The `updated_at` last seen on this device, by ticket; in the order in which they were looked at. */
type Seen = Readonly<Record<string, string>>

const read = (person: string): Seen => readShape(deviceStorage.read(keyOf(person)), isTexts) ?? {}

/** Keeps in mind on this device what whoever is signed in has seen of a ticket. */
export const useSeen = ({ id, updated_at }: Ticket): void => {
  const person = useSession()?.user.id
  useEffect(() => {
    if (person === undefined) return
    const { [id]: _before, ...others } = read(person)
    const kept = [...Object.entries(others), [id, updated_at] as const].slice(-MOST_KEPT)
    deviceStorage.write(keyOf(person), JSON.stringify(Object.fromEntries(kept)))
  }, [person, id, updated_at])
}

/**
 * Whether something has become of a ticket since somebody looked at it on this device: `updated_at` tells customers of
 * nothing but what they are told themselves. Of a ticket that they never opened here it is the first answer that counts,
 * while it is not done, so that a new device shows no list full of marks.
 */
export const hasNews = (person: string, { id, updated_at, first_response_at, resolved_at }: Ticket): boolean => {
  const { [id]: seen } = read(person)
  return seen === undefined ? first_response_at !== null && resolved_at === null : updated_at > seen
}
