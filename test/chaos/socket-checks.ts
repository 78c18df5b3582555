import type { SignedIn } from '../../functions/domain/permissions.ts'
import { type Outside, STALE_CHANGES, type Told } from './services.ts'
import type { Watch } from './watch.ts'

/** The part of a world that has the messages of its sockets, and the events behind them. */
interface Telling {
  readonly outside: Pick<Outside, 'admissions'> & { readonly told: readonly Told[] }
  readonly watch: Pick<Watch, 'joinedAt' | 'writtenAt'>
  readonly company: { readonly admin: Pick<SignedIn, 'id'> }
}

/** A socket's messages about one ticket. */
interface Hearing {
  readonly heard: Set<number>
  /** The moment of the database since which it has been listening: its admission or its `joined` message. */
  since: number
}

/** The events that a `joined` message contains. */
const replayed = ({ message: { event, data } }: Told): readonly number[] | undefined =>
  event === 'joined'
    ? (data as { readonly events: readonly { readonly seq: number }[] }).events.map(({ seq }) => seq)
    : undefined

/**
 * The live messages of each ticket come in order, and repeat only earlier ones; a socket that may receive all of them and
 * has joined the ticket misses none in between. Admins who only hold a ticket receive its messages while they hold it, as
 * agents do.
 *
 * A socket need not receive events from before it was listening: its client has those from the API, or from the replay of
 * its join. A join that fails half-way is answered with an error, but may still take effect. A repeated batch may deliver
 * an event late to a socket that joined since the first attempt, and the client drops it by its `seq`. For a while after
 * a join, the index of listeners may not show the socket yet.
 */
export const findDisordered = ({ outside, watch, company }: Telling): readonly string[] => {
  const hearings = new Map<string, Hearing>()
  return outside.told.flatMap((told) => {
    const { connection, moment, message } = told
    const { ticket_id, seq } = message
    if (ticket_id === undefined) return []
    const admission = outside.admissions.get(connection)
    const key = `${connection} ${ticket_id}`
    const hearing = hearings.get(key) ?? { heard: new Set(), since: admission?.moment ?? Number.POSITIVE_INFINITY }
    hearings.set(key, hearing)
    const { heard } = hearing
    const missed = replayed(told)
    if (missed) {
      for (const one of missed) heard.add(one)
      hearing.since = moment
    }
    if (seq === undefined || heard.has(seq)) return []
    const joined = watch.joinedAt(connection, ticket_id).findLast((one) => one <= moment)
    const since = Math.max(hearing.since, joined ?? 0)
    const isNews = (one: number): boolean => watch.writtenAt(ticket_id, one) >= since + STALE_CHANGES
    const isLate = isNews(seq) && [...heard].some((earlier) => earlier > seq)
    const hearsAll = joined !== undefined && admission?.userId === company.admin.id
    const before = hearsAll ? Array.from({ length: seq - 1 }, (_none, at) => at + 1) : []
    const skipped = before.filter((one) => !heard.has(one) && isNews(one))
    heard.add(seq)
    return [
      ...(isLate ? [`${connection} heard event ${seq} of ticket ${ticket_id} too late`] : []),
      ...skipped.map((one) => `${connection} heard event ${seq} of ticket ${ticket_id} without ${one}`),
    ]
  })
}
