import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import { TransactWriteCommand } from '@aws-sdk/lib-dynamodb'
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda'
import { mockClient } from 'aws-sdk-client-mock'
import { beforeEach, expect, it } from 'vitest'
import '../support/function-environment.ts'
import { handler } from '../../functions/events/accept-ticket.ts'
import { accepts, cancelled, dynamo, putsInto, resetDynamo, ticketIn, transactions } from '../support/dynamo.ts'

const sqs = mockClient(SQSClient)

const detail = {
  request_id: 'order-17',
  title: 'Parcel lost',
  description: 'The parcel of order 17 is lost.',
  requester: { name: 'Lena', email: 'lena@example.org' },
}

const take = async (...details: readonly unknown[]): Promise<SQSBatchResponse> => {
  const records = details.map((each, place) => ({
    messageId: `m${place}`,
    attributes: { ApproximateReceiveCount: '1' },
    body: JSON.stringify({
      id: 'e',
      source: 'shop',
      'detail-type': 'TicketRequested',
      time: '2026-03-02T10:00:00Z',
      detail: each,
    }),
  }))
  return (await handler({ Records: records } as unknown as SQSEvent, {} as never, () => {})) as SQSBatchResponse
}

beforeEach(() => {
  resetDynamo()
  sqs.reset()
  sqs.rejects(new Error('no test expects this call')).on(SendMessageCommand).resolves({})
})

it('opens a ticket as the form does, with the request remembered in the same transaction', async () => {
  accepts()
  const { batchItemFailures } = await take(detail)

  expect(batchItemFailures).toEqual([])
  const [writes = []] = transactions()
  expect(ticketIn(writes)).toMatchObject({
    source: 'event',
    queue_state: 'triaging',
    requester: { id: null, name: 'Lena' },
  })
  expect(putsInto(writes, 'Tickets').at(-1)).toMatchObject({ pk: 'REQUEST#shop#order-17' })
})

it('makes one ticket of a request that comes twice: the id is the same, and the second write is refused', async () => {
  accepts()
  await take(detail)
  await take(detail)
  const ids = transactions().map((writes) => ticketIn(writes).id)
  expect(ids).toEqual([ids[0], ids[0]])

  resetDynamo()
  dynamo.on(TransactWriteCommand).rejects(cancelled(4, 0, 1, 2, 3))
  expect((await take(detail)).batchItemFailures).toEqual([])
})

it.each([
  ['no title', { ...detail, title: undefined }, 'title'],
  ['an unknown field', { ...detail, urgency: 1 }, 'urgency'],
  ['no mail address', { ...detail, requester: { name: 'Lena', email: 'lena' } }, 'requester.email'],
  ['nothing at all', null, 'detail'],
])('sets a request with %s aside, with the reason', async (_case, bad, named) => {
  const { batchItemFailures } = await take(bad)

  expect(batchItemFailures).toEqual([])
  expect(transactions()).toHaveLength(0)
  const [call] = sqs.commandCalls(SendMessageCommand)
  expect(call?.args[0].input.QueueUrl).toContain('AcceptTicketDeadLetters')
  expect(call?.args[0].input.MessageAttributes?.reason?.StringValue).toContain(named)
})

it('returns a message that fails temporarily to the queue, and finishes the others', async () => {
  dynamo.on(TransactWriteCommand).rejectsOnce(new Error('throttled')).resolves({})
  const { batchItemFailures } = await take(detail, { ...detail, request_id: 'order-18' })

  expect(batchItemFailures).toHaveLength(1)
  expect(transactions()).toHaveLength(2)
})
