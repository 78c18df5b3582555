import type { EventRecord } from '../../functions/contracts/events.ts'
import { countEvents, MOST_EVENTS_AT_ONCE } from '../../functions/stores/counted-events.ts'
import { parseEvent } from '../../functions/stores/events.ts'
import { indexTicket } from '../../functions/stores/search-index.ts'
import { EVENT_PREFIX, insightKeys, type Key } from '../../functions/stores/tables.ts'
import { removeRows, rowsOf } from './table-rows.ts'

/** The rows that counting writes to Insight; forecasts, plans, labels and models are not projections of events. */
const COUNTED_ROWS = [
  insightKeys.counters(0).pk.replace(/\d+$/, ''),
  insightKeys.counted('statistics', '').pk,
  insightKeys.counted('days', '').pk,
]
const VOLUME_ROWS = insightKeys.volume('', '').pk

const ticketEvents = async (): Promise<readonly EventRecord[]> => {
  const events: EventRecord[] = []
  for await (const row of rowsOf('Tickets')) {
    if (String(row.sk).startsWith(EVENT_PREFIX) && row.ticket_id !== undefined) events.push(parseEvent(row))
  }
  return events.toSorted((one, other) => (one.at < other.at ? -1 : 1))
}

const keyOf = (row: Readonly<Record<string, unknown>>): Key => ({ pk: String(row.pk), sk: String(row.sk) })

/** Deletes what was counted. The volume of days before the first ticket stays: no event would restore it. */
const forgetFigures = async (firstDay: string): Promise<void> => {
  const keys: Key[] = []
  for await (const row of rowsOf('Insight')) {
    const key = keyOf(row)
    const isVolume = key.pk.startsWith(VOLUME_ROWS) && key.sk >= insightKeys.volume('', firstDay).sk
    if (isVolume || COUNTED_ROWS.some((prefix) => key.pk.startsWith(prefix))) keys.push(key)
  }
  await removeRows('Insight', keys)
}

const forgetWords = async (): Promise<void> => {
  const keys: Key[] = []
  for await (const row of rowsOf('Search')) keys.push(keyOf(row))
  await removeRows('Search', keys)
}

export interface Rebuilt {
  readonly events: number
  readonly tickets: number
}

/**
 * Rebuilds figures and search from the tickets and their event rows, which are kept for ever.
 *
 * Run this while nothing changes, with the queues drained: an event that is counted between deleting and recounting may
 * be missed or counted twice.
 */
export const rebuildProjections = async (): Promise<Rebuilt> => {
  const events = await ticketEvents()
  const tickets = new Set(events.flatMap(({ ticket_id }) => ticket_id ?? []))
  await forgetFigures(events[0]?.at.slice(0, 'YYYY-MM-DD'.length) ?? '~')
  for (let from = 0; from < events.length; from += MOST_EVENTS_AT_ONCE) {
    await countEvents(events.slice(from, from + MOST_EVENTS_AT_ONCE), new Date())
  }
  await forgetWords()
  for (const ticketId of tickets) await indexTicket(ticketId, false)
  return { events: events.length, tickets: tickets.size }
}
