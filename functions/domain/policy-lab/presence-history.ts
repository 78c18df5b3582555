import type { EventRecord } from '../../contracts/events.ts'
import { Presence } from '../../contracts/people.ts'

/** Somebody's presence through a period. */
export interface PresenceHistory {
  /** At the beginning of the period. */
  readonly initial: Presence
  readonly changes: readonly { readonly at: string; readonly presence: Presence }[]
}

interface Change {
  readonly at: string
  readonly old: Presence
  readonly next: Presence
}

/** Anything but a presence counts as offline: before their first presence, people are away. */
const presenceIn = (value: unknown): Presence => Presence.safeParse(value).data ?? 'offline'

const changesIn = (events: readonly EventRecord[]): readonly Change[] =>
  events.flatMap(({ at, changes: { presence } }) =>
    presence ? [{ at, old: presenceIn(presence[0]), next: presenceIn(presence[1]) }] : [],
  )

/**
 * A user's presence from one instant to another, by the events of their history.
 *
 * @param events the whole history, oldest first
 * @param now their presence now, which counts for the whole period if their history says nothing
 */
export const presenceHistory = (
  events: readonly EventRecord[],
  now: Presence,
  { from, to }: { readonly from: string; readonly to: string },
): PresenceHistory => {
  const changes = changesIn(events)
  const before = changes.findLast(({ at }) => at <= from)
  const later = changes.filter(({ at }) => at > from)
  return {
    initial: before?.next ?? later[0]?.old ?? now,
    changes: later.filter(({ at }) => at < to).map(({ at, next }) => ({ at, presence: next })),
  }
}
