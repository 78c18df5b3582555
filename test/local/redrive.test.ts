import { ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findQueue, redrive } from '../../bin/operator/redrive-queue.ts'
import { OPERATOR } from '../../lib/local/aws-service.ts'
import { type EmulatedAws, startEmulatedAws, temporaryFolder } from './emulated-aws.ts'

let folder: ReturnType<typeof temporaryFolder>
let host: EmulatedAws
let queues: SQSClient
beforeEach(async () => {
  folder = temporaryFolder()
  host = await startEmulatedAws({ dataDir: folder.path })
  queues = new SQSClient(host.as(OPERATOR))
})
afterEach(async () => {
  queues.destroy()
  await host.close()
  folder.remove()
})

describe('redriving a dead-letter queue', () => {
  it('sends every message to the queue that feeds it, even one that was put there directly', async () => {
    for (const MessageBody of ['a', 'b']) {
      await queues.send(new SendMessageCommand({ QueueUrl: host.deadLettersUrl, MessageBody }))
    }

    expect(await redrive(queues, await findQueue(queues, 'TicketQueueDeadLetters'))).toBe(2)

    const back = await queues.send(new ReceiveMessageCommand({ QueueUrl: host.queueUrl, MaxNumberOfMessages: 10 }))
    expect(back.Messages?.map(({ Body }) => Body).toSorted()).toEqual(['a', 'b'])
    const left = await queues.send(new ReceiveMessageCommand({ QueueUrl: host.deadLettersUrl }))
    expect(left.Messages ?? []).toEqual([])
  })

  it('refuses a queue that is no dead-letter queue', async () => {
    const queue = await findQueue(queues, 'TicketQueue')

    await expect(redrive(queues, queue)).rejects.toThrow(
      'no queue sets its messages aside in TicketQueue, see docs/runbook.md#dead-letters',
    )
  })

  it('names the queues that there are when it does not know one', async () => {
    await expect(findQueue(queues, 'Elsewhere')).rejects.toThrow(
      /there is no queue Elsewhere; there are: .*TicketQueue/,
    )
  })
})
