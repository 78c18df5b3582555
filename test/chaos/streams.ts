import { marshall } from '@aws-sdk/util-dynamodb'
import type { DynamoDBRecord } from 'aws-lambda'
import { EVENT_PREFIX, shardOf } from '../../functions/stores/tables.ts'
import type { Change, DatabaseModel } from './database-model.ts'
import type { Fleet, Outcome } from './fleet.ts'
import type { Random } from './random.ts'
import type { Timeline } from './timeline.ts'

/** Lambda's readers of the tickets' stream: in order, one batch at a time for each key, until a batch succeeds. */
export interface Streams {
  /** Number of records dropped after their last attempt. */
  readonly givenUp: () => number
}

export interface StreamsOptions {
  readonly database: DatabaseModel
  readonly timeline: Timeline
  readonly random: Random
  readonly fleet: Fleet
}

/** The functions that read the stream, and the most concurrent batches of each. */
const READERS = { 'publish-changes': 4, 'broadcast-change': 1 } as const
const MOST_RECORDS = 100
/** Attempts of a batch; faults spare the last ones, so that only a bug can cause a batch to be dropped. */
const ATTEMPTS = 11
const SPARED_ATTEMPTS = 2
const WINDOW_MS = 500
const RETRY_MS = 400
/** Time-out of a batch in seconds. */
const PATIENCE_SECONDS = 30

/** Records of some keys, on their way to one reader. */
interface Lane {
  readonly path: string
  readonly records: DynamoDBRecord[]
  isBusy: boolean
  attempts: number
}

const isNewEvent = ({ table, before, after }: Change): boolean =>
  table === 'Tickets' && before === undefined && after !== undefined && String(after.sk).startsWith(EVENT_PREFIX)

const recordOf = ({ sequence, after = {} }: Change): DynamoDBRecord => ({
  eventName: 'INSERT',
  dynamodb: { SequenceNumber: String(sequence), NewImage: marshall(after) as never },
})

/** Number of processed records: those before the first that failed. */
const doneWith = (outcome: Outcome, batch: readonly DynamoDBRecord[]): number => {
  if (outcome.kind !== 'answered') return 0
  const { batchItemFailures } = outcome.answer as { readonly batchItemFailures: readonly { itemIdentifier: string }[] }
  const [first] = batchItemFailures
  return first ? batch.findIndex(({ dynamodb }) => dynamodb?.SequenceNumber === first.itemIdentifier) : batch.length
}

export const newStreams = ({ database, timeline, random, fleet }: StreamsOptions): Streams => {
  const readers = Object.entries(READERS).map(([name, lanes]) =>
    Array.from(
      { length: lanes },
      (): Lane => ({ path: `functions/events/${name}.ts`, records: [], isBusy: false, attempts: 0 }),
    ),
  )
  let givenUp = 0

  const follow = (lane: Lane): void => {
    if (lane.isBusy || lane.records.length === 0) return
    lane.isBusy = true
    const pause = lane.attempts === 0 ? WINDOW_MS : RETRY_MS * 2 ** lane.attempts
    timeline.after(random.next() * pause, () => read(lane))
  }

  const read = (lane: Lane): void => {
    lane.attempts += 1
    const batch = lane.records.slice(0, MOST_RECORDS)
    fleet.invoke({
      path: lane.path,
      event: { Records: batch },
      patienceSeconds: PATIENCE_SECONDS,
      isSpared: lane.attempts > ATTEMPTS - SPARED_ATTEMPTS,
      ended: (outcome) => {
        const done = doneWith(outcome, batch)
        if (done > 0) lane.attempts = 0
        const isHopeless = lane.attempts >= ATTEMPTS
        if (isHopeless) {
          givenUp += 1
          lane.attempts = 0
        }
        lane.records.splice(0, done + (isHopeless ? 1 : 0))
        lane.isBusy = false
        follow(lane)
      },
    })
  }

  database.onChange((change) => {
    if (!isNewEvent(change)) return
    const record = recordOf(change)
    for (const lanes of readers) {
      const lane = lanes[shardOf(String(change.after?.pk), lanes.length)]
      lane?.records.push(record)
      if (lane) follow(lane)
    }
  })

  return { givenUp: () => givenUp }
}
