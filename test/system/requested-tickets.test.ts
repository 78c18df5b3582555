import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge'
import { GetQueueUrlCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { OPERATOR } from '../support/raw-rows.ts'
import { type ApiUser, eventually, startTestSystem, type TestSystem } from '../support/test-system.ts'

let system: TestSystem
let admin: ApiUser
beforeAll(async () => {
  system = await startTestSystem({ withDemo: false })
  admin = await system.signIn('admin')
})
afterAll(() => system.stop())

/** Puts a request on the bus as another service would, with that service's name as source. */
const request = async (detail: object): Promise<void> => {
  const bus = new EventBridgeClient({ endpoint: system.awsUrl, ...OPERATOR })
  const entry = { EventBusName: 'plimsoll', Source: 'shop', DetailType: 'TicketRequested' }
  await bus.send(new PutEventsCommand({ Entries: [{ ...entry, Detail: JSON.stringify(detail) }] }))
  bus.destroy()
}

const requester = { name: 'Greta', email: 'greta@example.org' }

it('opens one ticket for a request that another service sends twice', async () => {
  const detail = { request_id: 'order-1', title: 'Parcel lost', description: 'Order 1 did not arrive.', requester }
  await request(detail)
  await request(detail)
  const listed = await eventually(
    async () => (await admin.call('listTickets')).body.items,
    (items) => items.length > 0,
  )
  await system.quiet()

  expect(listed).toHaveLength(1)
  expect((await admin.call('listTickets')).body.items).toMatchObject([{ title: 'Parcel lost', source: 'event' }])
})

it('sets a request that cannot become a ticket aside, with the reason', async () => {
  await request({ request_id: 'order-2', description: 'It has no title.', requester })
  const queues = new SQSClient({ endpoint: system.awsUrl, ...OPERATOR })
  const { QueueUrl } = await queues.send(new GetQueueUrlCommand({ QueueName: 'AcceptTicketDeadLetters' }))
  const [message] = await eventually(
    async () =>
      (await queues.send(new ReceiveMessageCommand({ QueueUrl, MessageAttributeNames: ['All'] }))).Messages ?? [],
    (messages) => messages.length > 0,
  )
  queues.destroy()

  expect(message?.MessageAttributes?.reason?.StringValue).toMatch(/^title: /)
  expect(await system.local('denials')).toEqual([])
})
