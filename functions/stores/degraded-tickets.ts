import { numericSetting } from '../platform/env.ts'
import { tableNamed, type Write } from './documents.ts'
import { sharded, shardOf, ticketKeys } from './tables.ts'

/** The line of the index of deadlines in which tickets stand that a model has yet to look at. */
const LINE = 'DEGRADED'

/** Puts a ticket at the end of the line of those that are triaged again, or puts it there again. */
export const rememberDegraded = (ticketId: string, now: Date): Write => ({
  Put: {
    TableName: tableNamed('Tickets'),
    Item: {
      ...ticketKeys.timer('triage', ticketId),
      due_key: sharded(LINE, shardOf(ticketId, numericSetting('INDEX_SHARDS'))),
      due_order: `${now.toISOString()}#${ticketId}`,
    },
  },
})
