import { Metrics } from '@aws-lambda-powertools/metrics'
import { EventBridgeClient, PutEventsCommand, type PutEventsRequestEntry } from '@aws-sdk/client-eventbridge'
import { marshall } from '@aws-sdk/util-dynamodb'
import type { DynamoDBStreamEvent } from 'aws-lambda'
import { mockClient } from 'aws-sdk-client-mock'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { EventDetail, type EventRecord } from '../../functions/contracts/events.ts'

process.env.EVENT_BUS_NAME = 'plimsoll'
process.env.POWERTOOLS_LOG_LEVEL = 'SILENT'
const { handler } = await import('../../functions/events/publish-changes.ts')

const bus = mockClient(EventBridgeClient)
const sent: PutEventsRequestEntry[][] = []
/** Ids of events that the bus refuses. */
const refused = new Set<string>()

const ID = '01K5A0000000000000000000'
const anEvent = (place: number, more: Partial<EventRecord> = {}): EventRecord => ({
  event_id: `${ID}${String(place).padStart(2, '0')}`,
  type: 'ticket_updated',
  subject: `TICKET#${ID}99`,
  ticket_id: `${ID}99`,
  seq: place + 1,
  at: '2026-03-01T08:00:00.000Z',
  actor: { kind: 'system', id: 'system', name: 'Plimsoll' },
  changes: { priority: ['low', 'high'] },
  data: { department_id: `${ID}77` },
  ...more,
})

const streamOf = (events: readonly EventRecord[]): DynamoDBStreamEvent => ({
  Records: events.map((event) => ({
    eventName: 'INSERT',
    dynamodb: {
      SequenceNumber: `1000${event.seq}`,
      NewImage: marshall({ pk: event.subject, sk: `EVENT#${event.seq}`, audit_key: 'EVENTS#0', ...event }) as never,
    },
  })),
})
const many = (count: number) => Array.from({ length: count }, (_, place) => anEvent(place))
const idsSent = () => sent.map((call) => call.map(({ Detail }) => EventDetail.parse(JSON.parse(Detail ?? '')).event_id))

beforeEach(() => {
  bus.reset()
  sent.length = 0
  refused.clear()
  bus.onAnyCommand().rejects(new Error('not expected'))
  bus.on(PutEventsCommand).callsFake(({ Entries }: { Entries: PutEventsRequestEntry[] }) => {
    sent.push(Entries)
    const entries = Entries.map(({ Detail }) =>
      refused.has(JSON.parse(Detail ?? '').event_id) ? { ErrorCode: 'ThrottlingException' } : { EventId: 'taken' },
    )
    return { FailedEntryCount: entries.filter(({ ErrorCode }) => ErrorCode).length, Entries: entries }
  })
})

describe('publish-changes', () => {
  it('puts an event on the bus under its detail type, with version 1 and no key of the table', async () => {
    const event = anEvent(0, { type: 'status_changed', reason: 'solved' })

    expect(await handler(streamOf([event]))).toEqual({ batchItemFailures: [] })
    expect(sent).toEqual([
      [
        {
          EventBusName: 'plimsoll',
          Source: 'plimsoll',
          DetailType: 'TicketStatusChanged',
          Detail: expect.any(String),
          Time: new Date(event.at),
        },
      ],
    ])
    expect(JSON.parse(sent[0]?.[0]?.Detail ?? '')).toEqual({ ...event, version: 1 })
  })

  it('sends ten a call, in the order of the stream', async () => {
    await handler(streamOf(many(23)))

    expect(idsSent().map(({ length }) => length)).toEqual([10, 10, 3])
    expect(idsSent().flat()).toEqual(many(23).map(({ event_id }) => event_id))
  })

  it('skips internal events, and makes no call for them', async () => {
    expect(await handler(streamOf([anEvent(0, { type: 'model_trained' })]))).toEqual({ batchItemFailures: [] })
    expect(sent).toEqual([])
  })

  it('returns the batch from the first refused entry on, and sends nothing after that call', async () => {
    refused.add(anEvent(14).event_id).add(anEvent(12).event_id)

    expect(await handler(streamOf(many(30)))).toEqual({ batchItemFailures: [{ itemIdentifier: '100013' }] })
    expect(idsSent()).toHaveLength(2)
  })

  it('counts a refused entry by its place among all events, skipped ones included', async () => {
    refused.add(anEvent(2).event_id)
    const events = [anEvent(0, { type: 'settings_updated' }), anEvent(1), anEvent(2)]

    expect(await handler(streamOf(events))).toEqual({ batchItemFailures: [{ itemIdentifier: '10003' }] })
  })

  it('leaves out a row that cannot be read, says so, and sends all others', async () => {
    const counted = vi.spyOn(Metrics.prototype, 'addMetric')
    const spoilt = { ...anEvent(1), type: 'no_such_event' } as unknown as EventRecord

    expect(await handler(streamOf([anEvent(0), spoilt, anEvent(2)]))).toEqual({ batchItemFailures: [] })
    expect(idsSent().flat()).toEqual([anEvent(0).event_id, anEvent(2).event_id])
    expect(counted.mock.calls).toEqual([['EventsUnreadable', 'Count', 1]])
  })

  it('retries an unreadable row for a quarter of an hour, since a newer version may have written it', async () => {
    const newer = { ...anEvent(1), type: 'no_such_event' } as unknown as EventRecord
    const at = (minutesAgo: number) => ({
      Records: streamOf([anEvent(0), newer, anEvent(2)]).Records.map((record) => ({
        ...record,
        dynamodb: { ...record.dynamodb, ApproximateCreationDateTime: Date.now() / 1_000 - minutesAgo * 60 },
      })),
    })

    expect(await handler(at(14))).toEqual({ batchItemFailures: [{ itemIdentifier: '10002' }] })
    expect(idsSent().flat()).toEqual([anEvent(0).event_id])
    expect(await handler(at(16))).toEqual({ batchItemFailures: [] })
    expect(idsSent().flat().at(-1)).toBe(anEvent(2).event_id)
  })

  it('treats a call that failed as a whole as failed from its first entry, and counts earlier calls as sent', async () => {
    bus
      .on(PutEventsCommand)
      .resolvesOnce({ Entries: many(10).map(({ event_id }) => ({ EventId: event_id })) })
      .rejects(new Error('socket hang up'))

    expect(await handler(streamOf(many(15)))).toEqual({ batchItemFailures: [{ itemIdentifier: '100011' }] })
  })
})
