import type { EventRecord } from '../contracts/events.ts'
import type { Statistics } from '../contracts/insight.ts'
import { Status } from '../contracts/ticket.ts'
import { Category, Priority } from '../contracts/triage.ts'
import { wallClock } from './business-hours.ts'
import { isFinished } from './ticket-status.ts'
import { DAY_MS, waitedSeconds } from './time.ts'

/** Number of days that are shown one by one, including today. */
const DAYS_SHOWN = 30

/** Fields by whose values tickets are counted. */
const COUNTED_FIELDS = ['status', 'category', 'priority', 'queue_state'] as const

/** By how much an event changes each counter and each UTC day. */
export interface Movement {
  readonly counters: Readonly<Record<string, number>>
  readonly days: Readonly<Record<string, { readonly created: number; readonly resolved: number }>>
}

export type CountedEvent = Pick<EventRecord, 'type' | 'seq' | 'at' | 'changes'>

/** Name of the counter of a field's value, such as `status_open`. */
const counterOf = (field: (typeof COUNTED_FIELDS)[number], value: string): string => `${field}_${value}`

/** The UTC day of an instant. */
export const dayOf = (at: string): string => at.slice(0, 10)

/** Whether an event reopens a ticket, so that the day of its resolution loses one. */
export const isReopening = ({ changes: { status } }: CountedEvent): boolean =>
  status !== undefined && isFinished(status[0]) && !isFinished(status[1])

const isEnding = ({ changes: { status } }: CountedEvent): boolean =>
  status !== undefined && !isFinished(status[0]) && isFinished(status[1])

/** When a ticket had been resolved, or closed at once, before an event of its history; undefined if it never was. */
export const resolutionBefore = (history: readonly CountedEvent[], seq: number): string | undefined =>
  history.findLast((event) => event.seq < seq && isEnding(event))?.at

/**
 * The movement of one event, from the old and new values that it names.
 *
 * @param resolvedAt for a reopening, when the ticket had been resolved
 */
export const movementOf = (event: CountedEvent, resolvedAt: string | undefined): Movement => {
  const counters: Record<string, number> = {}
  const add = (name: string, by: number): void => {
    counters[name] = (counters[name] ?? 0) + by
  }
  for (const field of COUNTED_FIELDS) {
    const [old, next] = event.changes[field] ?? [null, null]
    if (typeof old === 'string') add(counterOf(field, old), -1)
    if (typeof next === 'string') add(counterOf(field, next), 1)
  }
  const isNew = event.type === 'ticket_created'
  if (isNew) add('total', 1)

  const days: Record<string, { created: number; resolved: number }> = {}
  const onDay = (at: string, created: number, resolved: number): void => {
    const day = days[dayOf(at)] ?? { created: 0, resolved: 0 }
    days[dayOf(at)] = { created: day.created + created, resolved: day.resolved + resolved }
  }
  if (isNew) onDay(event.at, 1, 0)
  if (isEnding(event)) onDay(event.at, 0, 1)
  if (isReopening(event) && resolvedAt !== undefined) onDay(resolvedAt, 0, -1)
  return { counters, days }
}

/** Several movements as one. */
export const sumOf = (movements: readonly Movement[]): Movement => {
  const counters: Record<string, number> = {}
  const days: Record<string, { created: number; resolved: number }> = {}
  for (const movement of movements) {
    for (const [name, by] of Object.entries(movement.counters)) counters[name] = (counters[name] ?? 0) + by
    for (const [date, { created, resolved }] of Object.entries(movement.days)) {
      const day = days[date] ?? { created: 0, resolved: 0 }
      days[date] = { created: day.created + created, resolved: day.resolved + resolved }
    }
  }
  return { counters, days }
}

/** The local day and hour (0 to 23) of an instant, by a time zone's wall clock. */
export const localHour = (at: string, timeZone: string): { readonly date: string; readonly hour: number } => {
  const local = new Date(wallClock(Date.parse(at), timeZone))
  return { date: dayOf(local.toISOString()), hour: local.getUTCHours() }
}

const dayBefore = (now: Date, days: number): string => dayOf(new Date(now.getTime() - days * DAY_MS).toISOString())

/** The first of the UTC days that are shown one by one. */
export const firstDayShown = (now: Date): string => dayBefore(now, DAYS_SHOWN - 1)

/** The UTC days that are shown one by one, oldest first. */
const daysShown = (now: Date): readonly string[] =>
  Array.from({ length: DAYS_SHOWN }, (_, place) => dayBefore(now, DAYS_SHOWN - 1 - place))

export interface Figures extends Movement {
  /** The first day with a ticket; undefined before there is one. */
  readonly firstDay: string | undefined
  /** When the ticket that has waited longest was opened; undefined if none waits. */
  readonly oldestWaiting: string | undefined
}

/** The counted figures as they are shown. `days` in the counters are the days with tickets. */
export const statisticsFrom = ({ counters, days, firstDay, oldestWaiting }: Figures, now: Date): Statistics => {
  const count = (name: string): number => Math.max(0, counters[name] ?? 0)
  const total = count('total')
  const calendarDays =
    firstDay === undefined ? 0 : (Date.parse(dayOf(now.toISOString())) - Date.parse(firstDay)) / DAY_MS + 1
  const breakdown = <Value extends string>(
    field: (typeof COUNTED_FIELDS)[number],
    values: readonly Value[],
  ): Record<Value, number> =>
    Object.fromEntries(values.map((value) => [value, count(counterOf(field, value))])) as Record<Value, number>
  return {
    total_tickets: total,
    open_tickets: count('status_open') + count('status_in_progress'),
    avg_tickets_per_day: total / Math.max(1, count('days')),
    avg_per_calendar_day: total / Math.max(1, calendarDays),
    priority_breakdown: breakdown('priority', Priority.options),
    category_breakdown: breakdown('category', Category.options),
    status_breakdown: breakdown('status', Status.options),
    queue: {
      waiting: count('queue_state_waiting'),
      oldest_waiting_seconds: oldestWaiting === undefined ? 0 : waitedSeconds(oldestWaiting, now),
    },
    daily: daysShown(now).map((date) => ({
      date,
      created: Math.max(0, days[date]?.created ?? 0),
      resolved: Math.max(0, days[date]?.resolved ?? 0),
    })),
  }
}
