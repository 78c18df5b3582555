/**
 * Moves the messages of a dead-letter queue back to its source queue:
 * `npm run redrive -- TicketDeadLetters [--stage production | --endpoint-url http://127.0.0.1:4566]`.
 *
 * Safe, since every consumer handles a message that comes twice.
 */
import { SQSClient } from '@aws-sdk/client-sqs'
import { reachAws, readOrder, systemNames } from './operator/order.ts'
import { findQueue, redrive } from './operator/redrive-queue.ts'
import { runMain } from './program/run-main.ts'

await runMain(async () => {
  const order = readOrder()
  const { subject: name } = order
  if (name === undefined) throw new Error('please name a dead-letter queue, such as TicketDeadLetters')
  reachAws(order)
  const nameOf = await systemNames(order)
  const queues = new SQSClient({})
  const queue = await findQueue(queues, nameOf(name) ?? name)
  console.log(`${await redrive(queues, queue)} messages moved from ${queue.name}`)
})
