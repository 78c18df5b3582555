import { tableNamed } from './documents.ts'
import { shardKeys } from './index-shards.ts'
import { queryEach } from './queries.ts'
import { kinds, ticketKeys, timerIn } from './tables.ts'
import { endOfMoment } from './timers.ts'

/** Something that is due: a ticket, or a timer with its kind and subject. */
export type Deadline =
  | { readonly kind: 'ticket'; readonly ticket_id: string }
  | { readonly kind: 'timer'; readonly timer: string; readonly subject: string }

const PAGE = 100
const TICKET = ticketKeys.ticket('').pk

const deadlineOf = (pk: string): Deadline | undefined => {
  const timer = timerIn(pk)
  if (timer) return { kind: 'timer', ...timer }
  return pk.startsWith(TICKET) ? { kind: 'ticket', ticket_id: pk.slice(TICKET.length) } : undefined
}

/**
 * Everything that is due, the oldest of each shard first. The sparse index may be a moment late, so callers check
 * again.
 */
export async function* dueDeadlines(now: Date): AsyncGenerator<Deadline> {
  for (const key of shardKeys(kinds.due)) {
    const rows = queryEach({
      TableName: tableNamed('Tickets'),
      IndexName: 'due',
      KeyConditionExpression: 'due_key = :shard AND due_order <= :now',
      ExpressionAttributeValues: { ':shard': key, ':now': endOfMoment(now) },
      Limit: PAGE,
    })
    for await (const { pk } of rows) {
      const deadline = deadlineOf(String(pk))
      if (deadline) yield deadline
    }
  }
}
