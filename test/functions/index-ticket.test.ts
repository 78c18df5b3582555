import { GetCommand, PutCommand, QueryCommand, ScanCommand } from '@aws-sdk/lib-dynamodb'
import { afterAll, describe, expect, it } from 'vitest'
import type { EventRecord } from '../../functions/contracts/events.ts'
import type { TicketState } from '../../functions/contracts/ticket-state.ts'
import { termsOf } from '../../functions/domain/search.ts'
import { searchKeys } from '../../functions/stores/tables.ts'
import { busBatch } from '../support/bus-messages.ts'
import { meterOf, startEmbeddedTables } from '../support/embedded-tables.ts'
import { numberedId, secondsIn, ticketState } from '../support/ticket-series.ts'

const stopTables = await startEmbeddedTables()
const { handler } = await import('../../functions/events/index-ticket.ts')
const { documents } = await import('../../functions/stores/documents.ts')
const { ticketRow } = await import('../../functions/stores/ticket-rows.ts')
afterAll(stopTables)

const meter = meterOf(documents)

const store = (ticket: TicketState) => documents.send(new PutCommand({ TableName: 'Tickets', Item: ticketRow(ticket) }))
const changeOf = ({ id, version }: TicketState): EventRecord => ({
  event_id: numberedId(version, 'E'),
  type: 'ticket_updated',
  subject: `TICKET#${id}`,
  ticket_id: id,
  seq: version,
  at: secondsIn(version),
  actor: { kind: 'system', id: 'system', name: 'Plimsoll' },
  changes: {},
  data: {},
})
/** The terms under which a ticket is indexed, one for each posting. */
const postingsOf = async ({ id }: TicketState): Promise<string[]> => {
  const { Items = [] } = await documents.send(new ScanCommand({ TableName: 'Search' }))
  return Items.filter(({ sk }) => String(sk).endsWith(`#${id}`))
    .map(({ pk }) => String(pk).replace('TERM#', ''))
    .toSorted()
}
const revisionOf = async ({ id }: TicketState): Promise<unknown> =>
  (await documents.send(new GetCommand({ TableName: 'Search', Key: searchKeys.indexed(id) }))).Item?.revision

const manyWords = (from: number): string => Array.from({ length: 60 }, (_, at) => `w${from + at}x`).join(' ')

describe('index-ticket', () => {
  it('indexes a ticket by its words, tags and number, newest first', async () => {
    const older = ticketState(1, { tags: ['vip'] })
    const newer = ticketState(2)
    await store(older)
    await store(newer)
    expect(await handler(busBatch(changeOf(newer), changeOf(older)))).toEqual({ batchItemFailures: [] })

    expect(await postingsOf(older)).toEqual(termsOf(older))
    const { Items } = await documents.send(
      new QueryCommand({
        TableName: 'Search',
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': searchKeys.posting('W#printer', '').pk },
        ScanIndexForward: false,
      }),
    )
    expect(Items?.map(({ sk }) => String(sk).split('#')[1])).toEqual([newer.id, older.id])
  })

  it('removes words that a change takes away, and writes nothing if the words stay', async () => {
    const ticket = ticketState(3, { title: manyWords(0), description: 'before', tags: ['old'] })
    await store(ticket)
    await handler(busBatch(changeOf(ticket)))
    const changed = { ...ticket, title: manyWords(30), description: 'after', tags: ['new'], version: 2 }
    await store(changed)
    await handler(busBatch(changeOf(changed)))
    expect(await postingsOf(ticket)).toEqual(termsOf(changed))

    const revision = await revisionOf(ticket)
    await store({ ...changed, status: 'resolved', version: 3 })
    await handler(busBatch(changeOf(changed), changeOf(changed)))
    expect(await revisionOf(ticket)).toBe(revision)
  })

  it('indexes a new ticket with two calls, and a repetition of its event changes nothing', async () => {
    const ticket = ticketState(5)
    await store(ticket)
    const created: EventRecord = { ...changeOf(ticket), type: 'ticket_created' }
    meter.calls = 0
    await handler(busBatch(created, created))
    expect(meter.calls).toBe(2)

    expect(await handler(busBatch(created))).toEqual({ batchItemFailures: [] })
    expect(await revisionOf(ticket)).toBe(1)
    expect(await postingsOf(ticket)).toEqual(termsOf(ticket))
  })

  it('ends with the newest text when events come late, twice and at once', async () => {
    const first = ticketState(4, { title: manyWords(0) })
    const second = { ...first, title: manyWords(45), version: 2 }
    const third = { ...first, title: manyWords(100), version: 3 }
    await store(first)
    const created: EventRecord = { ...changeOf(first), type: 'ticket_created' }
    const early = handler(busBatch(created, changeOf(first)))
    await store(second)
    const middle = handler(busBatch(changeOf(second), changeOf(first)))
    await store(third)
    const late = handler(busBatch(created, changeOf(third), changeOf(second)))

    for (const outcome of await Promise.all([early, middle, late])) expect(outcome).toEqual({ batchItemFailures: [] })
    expect(await postingsOf(first)).toEqual(termsOf(third))
  })

  it('skips an event of a ticket that does not exist, and returns what is no event to the queue', async () => {
    expect(await handler(busBatch(changeOf(ticketState(999)), '{}'))).toEqual({
      batchItemFailures: [{ itemIdentifier: 'message-1' }],
    })
  })
})
