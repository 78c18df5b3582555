import { useEffect } from 'react'
import type { Ticket } from '../../../../functions/contracts/ticket.ts'
import { useSession } from '../../api/session.ts'
import { isTexts, readShape } from '../../api/shape.ts'
import { deviceStorage } from '../../api/storage.ts'

/** For this many tickets the last look is remembered; an older one counts as never opened. */
const MOST_KEPT = 200

const keyOf = (person: string) => `plimsoll.seen.${person}`

/** The `updated_at` last seen on this device, by ticket id, in the order in which the tickets were viewed. */
type Seen = Readonly<Record<string, string>>

const read = (person: string): Seen => readShape(deviceStorage.read(keyOf(person)), isTexts) ?? {}

/** Remembers on this device that the signed-in person has seen this state of a ticket. */
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
 * Whether a ticket has changed since this person looked at it on this device; the `updated_at` that customers receive
 * moves only with changes that they may see. A ticket never opened here counts as changed if it was answered but is not
 * resolved, so that a new device does not mark the whole list.
 */
export const hasNews = (person: string, { id, updated_at, first_response_at, resolved_at }: Ticket): boolean => {
  const { [id]: seen } = read(person)
  return seen === undefined ? first_response_at !== null && resolved_at === null : updated_at > seen
}
