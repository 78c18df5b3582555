import { EventRecord } from '../contracts/events.ts'
import { correlationId } from '../platform/correlation.ts'
import { sha256 } from '../platform/ids.ts'
import { tableNamed, type Write } from './documents.ts'
import { shardKey } from './index-shards.ts'
import { queryAll } from './queries.ts'
import { EVENT_PREFIX, kinds, listOrder, ticketKeys } from './tables.ts'

/**
 * Fields with text that people wrote. Of their values, events keep only hash and length, since event rows stay for
 * ever.
 */
const FREE_TEXT = new Set(['title', 'description', 'body', 'name', 'motivation'])

const fingerprint = (text: unknown): unknown =>
  typeof text === 'string' ? { sha256: sha256(text), length: text.length } : (text ?? null)

const withoutText = (changes: EventRecord['changes']): EventRecord['changes'] =>
  Object.fromEntries(
    Object.entries(changes).map(([field, [old, next]]) =>
      FREE_TEXT.has(field) ? [field, [fingerprint(old), fingerprint(next)]] : [field, [old, next]],
    ),
  )

/**
 * The write of an event row, which is audit entry, outbox message and live message in one; refused if the row exists.
 */
export const recordEvent = (event: EventRecord): Write => {
  const correlation_id = correlationId()
  return {
    Put: {
      TableName: tableNamed('Tickets'),
      Item: {
        ...ticketKeys.event(event.subject, event.seq),
        ...event,
        ...(correlation_id !== undefined && { correlation_id }),
        changes: withoutText(event.changes),
        audit_key: shardKey(kinds.events, event.event_id),
        audit_order: listOrder(event.at, event.event_id),
      },
      ConditionExpression: 'attribute_not_exists(pk)',
    },
  }
}

/** An event row as a record, without the table's keys. */
export const parseEvent = (row: unknown): EventRecord => EventRecord.parse(row)

/** A subject's events after `afterSeq`, oldest first; by default all of them. */
export const listEvents = async (subject: string, afterSeq = 0): Promise<readonly EventRecord[]> => {
  const rows = await queryAll({
    TableName: tableNamed('Tickets'),
    KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
    ExpressionAttributeValues: { ':pk': subject, ':prefix': EVENT_PREFIX },
    ConsistentRead: true,
    ExclusiveStartKey: ticketKeys.event(subject, afterSeq),
  })
  return rows.map(parseEvent)
}
