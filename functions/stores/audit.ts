import type * as z from 'zod'
import type { AuditEvent, AuditQuery, EventRecord } from '../contracts/events.ts'
import { instant } from '../domain/ticket/filter.ts'
import { BEGINNING, cursorAt, fingerprintOf, type Place, startOf } from './cursor.ts'
import { parseEvent } from './events.ts'
import { shardKeys } from './index-shards.ts'
import type { Partition, Range } from './pages/ordered-rows.ts'
import { type Group, type Page, type PageWanted, readPage } from './pages.ts'
import { EVENT_PREFIX, kinds, ticketKeys } from './tables.ts'

/** Which part of the audit log is wanted. */
export type AuditFilter = z.output<z.ZodObject<typeof AuditQuery>>

/** Events of all subjects, by time. */
const allEvents = (): readonly Partition[] =>
  shardKeys(kinds.events).map((partition) => ({
    table: 'Tickets',
    index: 'audit',
    partitionKey: 'audit_key',
    partition,
    sortKey: 'audit_order',
  }))

/** One ticket's events, by `seq`. */
const ticketEvents = (ticketId: string): Partition => ({
  table: 'Tickets',
  partitionKey: 'pk',
  partition: ticketKeys.ticket(ticketId).pk,
  sortKey: 'sk',
})

const ALL_NUMBERS: Range = { from: EVENT_PREFIX, to: `${EVENT_PREFIX}~` }

/** Bounds on `<at>#<event id>`; `from` and `to` are themselves included. */
const timesOf = ({ from, to }: AuditFilter): Range => ({
  from: from ? instant(from) : '0',
  to: to ? `${instant(to)}~` : '~',
})

const belongs = ({ actor, type, from, to }: AuditFilter, event: EventRecord): boolean =>
  (actor === undefined || event.actor.id === actor) &&
  (type === undefined || event.type === type) &&
  (from === undefined || event.at >= instant(from)) &&
  (to === undefined || event.at <= instant(to))

/** An event as the audit log shows it: who did what to whom, when, and why. */
const shown = ({ event_id, subject, ticket_id, seq, type, actor, at, changes, reason }: EventRecord): AuditEvent => ({
  event_id,
  subject,
  ...(ticket_id !== undefined && { ticket_id }),
  seq,
  type,
  actor,
  at,
  changes,
  ...(reason !== undefined && { reason }),
})

const readAudit = (filter: AuditFilter, wanted: PageWanted): Promise<Page<AuditEvent>> => {
  const { ticket_id } = filter
  const group: Group<AuditEvent> = {
    ...(ticket_id === undefined
      ? { sources: [allEvents()], range: timesOf(filter) }
      : { sources: [[ticketEvents(ticket_id)]], range: ALL_NUMBERS }),
    atLeast: 1,
    load: async (rows) =>
      rows
        .map(({ row }) => parseEvent(row))
        .filter((event) => belongs(filter, event))
        .map(shown),
  }
  return readPage([group], 'newest first', wanted)
}

export interface AuditPage {
  readonly items: AuditEvent[]
  readonly next_cursor: string | null
}

/**
 * A page of the audit log, newest first.
 *
 * @throws RefusedError `cursor_invalid`; `invalid_request` if `page` is too high or comes with a cursor
 */
export const listAudit = async (
  filter: AuditFilter,
  paging: { readonly limit: number; readonly cursor?: string; readonly page?: number },
): Promise<AuditPage> => {
  const fingerprint = fingerprintOf('audit', filter)
  const { items, next } = await readAudit(filter, { ...startOf(paging, fingerprint), limit: paging.limit })
  return { items: [...items], next_cursor: next && cursorAt(next, fingerprint) }
}

/** Events per read when the whole log is wanted. */
const EVENTS_A_STEP = 250

/** The newest events that match, newest first; at most `most`. */
export const listEveryAudit = async (filter: AuditFilter, most: number): Promise<readonly AuditEvent[]> => {
  const events: AuditEvent[] = []
  let place: Place | null = BEGINNING
  while (place && events.length < most) {
    const page: Page<AuditEvent> = await readAudit(filter, { place, skip: 0, limit: EVENTS_A_STEP })
    events.push(...page.items)
    place = page.next
  }
  return events.slice(0, most)
}
