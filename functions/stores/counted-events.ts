import type { EventRecord } from '../contracts/events.ts'
import {
  dayOf,
  isReopening,
  localHour,
  type Movement,
  movementOf,
  resolutionBefore,
  sumOf,
} from '../domain/statistics.ts'
import { departmentById } from './departments.ts'
import { failedAt, tableNamed, type Write, writeTogether } from './documents.ts'
import { listEvents } from './events.ts'
import { shardFor } from './index-shards.ts'
import { insightKeys, type Key, REDELIVERY_SECONDS, TTL_ATTRIBUTE } from './tables.ts'
import { ALL_SCOPE, hourAttribute } from './volume.ts'

/** The write of a row, refused if the row exists. */
const remember = (key: Key, more: Readonly<Record<string, unknown>>): Write => ({
  Put: {
    TableName: tableNamed('Insight'),
    Item: { ...key, ...more },
    ConditionExpression: 'attribute_not_exists(pk)',
  },
})

/** Adds to numbers of a row; no write if nothing changes. */
const addTo = (key: Key, numbers: Readonly<Record<string, number>>): readonly Write[] => {
  const changed = Object.entries(numbers).filter(([, by]) => by !== 0)
  if (changed.length === 0) return []
  return [
    {
      Update: {
        TableName: tableNamed('Insight'),
        Key: { ...key },
        UpdateExpression: `ADD ${changed.map((_, at) => `#n${at} :n${at}`).join(', ')}`,
        ExpressionAttributeNames: Object.fromEntries(changed.map(([name], at) => [`#n${at}`, name])),
        ExpressionAttributeValues: Object.fromEntries(changed.map(([, by], at) => [`:n${at}`, by])),
      },
    },
  ]
}

const movementWithHistory = async (event: EventRecord): Promise<Movement> =>
  movementOf(event, isReopening(event) ? resolutionBefore(await listEvents(event.subject), event.seq) : undefined)

/** Every ticket is in triage once, and leaves it once; by then its department is decided. */
const leavesTriage = ({ changes }: EventRecord): boolean => changes.queue_state?.[0] === 'triaging'

/**
 * Counts new tickets by the hour of their creation, for all departments and for their own: rows of one local day each.
 * A ticket is counted for its department when it leaves triage: without a category, its department is not known before.
 */
const volumeWrites = async (events: readonly EventRecord[]): Promise<readonly Write[]> => {
  const rows = new Map<string, { readonly key: Key; readonly hours: Record<string, number> }>()
  const add = (at: string, scope: string, timeZone: string): void => {
    const { date, hour } = localHour(at, timeZone)
    const key = insightKeys.volume(scope, date)
    const row = rows.get(key.pk + key.sk) ?? { key, hours: {} }
    row.hours[hourAttribute(hour)] = (row.hours[hourAttribute(hour)] ?? 0) + 1
    rows.set(key.pk + key.sk, row)
  }
  for (const event of events) {
    const { type, at, data } = event
    if (type === 'ticket_created') add(at, ALL_SCOPE.scope, ALL_SCOPE.time_zone)
    if (!leavesTriage(event) || typeof data.department_id !== 'string') continue
    const { time_zone } = await departmentById(data.department_id)
    add(String(data.created_at ?? at), data.department_id, time_zone)
  }
  return [...rows.values()].flatMap(({ key, hours }) => addTo(key, hours))
}

/** Days that this instance knows to be counted already as days with tickets. */
const knownDays = new Set<string>()

/**
 * A transaction takes 100 writes: each event, if alone on its day, needs four at most, and all of them together one
 * more.
 */
export const MOST_EVENTS_AT_ONCE = 24

/**
 * Counts events, each only once however often it is delivered: one transaction changes the figures and records which
 * events were counted.
 *
 * @param events events of tickets, at most `MOST_EVENTS_AT_ONCE`
 */
export const countEvents = async (events: readonly EventRecord[], now: Date): Promise<void> => {
  let uncounted = [...new Map(events.map((event) => [event.event_id, event])).values()]
  while (uncounted.length > 0) {
    const movement = sumOf(await Promise.all(uncounted.map(movementWithHistory)))
    const newDays = [
      ...new Set(uncounted.filter(({ type }) => type === 'ticket_created').map(({ at }) => dayOf(at))),
    ].filter((date) => !knownDays.has(date))
    const shard = shardFor(uncounted[0]?.event_id ?? '')
    const failures = await writeTogether([
      ...uncounted.map(({ event_id }) =>
        remember(insightKeys.counted('statistics', event_id), {
          [TTL_ATTRIBUTE]: Math.floor(now.getTime() / 1_000) + REDELIVERY_SECONDS,
        }),
      ),
      ...newDays.map((date) => remember(insightKeys.counted('days', date), {})),
      ...addTo(insightKeys.counters(shard), { ...movement.counters, days: newDays.length }),
      ...Object.entries(movement.days).flatMap(([date, day]) => addTo(insightKeys.daily(shard, date), day)),
      ...(await volumeWrites(uncounted)),
    ])
    for (const [at, date] of newDays.entries()) {
      if (!failures || failedAt(failures, uncounted.length + at)) knownDays.add(date)
    }
    if (!failures) return
    uncounted = uncounted.filter((_event, at) => !failedAt(failures, at))
  }
}
