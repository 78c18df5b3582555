/**
 * Sends what a dead-letter queue holds back to the queue that it came from:
 * `npm run redrive -- TicketDeadLetters [--endpoint-url http://127.0.0.1:4566]`.
 *
 * Every consumer may see a message again: all of them are written for that. With the local host's address, the command
 * signs as its operator.
 */
import { parseArgs } from 'node:util'
import { SQSClient } from '@aws-sdk/client-sqs'
import { findQueue, redrive } from './redrive-queue.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { 'endpoint-url': { type: 'string' } },
})
const [name] = positionals
const endpoint = values['endpoint-url']
const queues = new SQSClient(
  endpoint === undefined
    ? {}
    : { endpoint, region: 'us-east-1', credentials: { accessKeyId: 'local-operator', secretAccessKey: 'local' } },
)

try {
  if (name === undefined) throw new Error('please name a dead-letter queue, such as TicketDeadLetters')
  const queue = await findQueue(queues, name)
  console.log(`${await redrive(queues, queue)} messages moved from ${queue.name}`)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
