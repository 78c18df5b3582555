import { setTimeout as wait } from 'node:timers/promises'
import {
  GetQueueAttributesCommand,
  ListDeadLetterSourceQueuesCommand,
  ListMessageMoveTasksCommand,
  ListQueuesCommand,
  type SQSClient,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs'

/** SQS moves a few hundred messages a second; polling once a second is often enough. */
const PAUSE_MS = 1_000

export interface NamedQueue {
  readonly name: string
  readonly url: string
  readonly arn: string
}

const queueUrls = async (queues: SQSClient): Promise<readonly string[]> => {
  const urls: string[] = []
  let NextToken: string | undefined
  do {
    const page = await queues.send(new ListQueuesCommand({ MaxResults: 1_000, ...(NextToken && { NextToken }) }))
    urls.push(...(page.QueueUrls ?? []))
    NextToken = page.NextToken
  } while (NextToken)
  return urls
}

const nameOf = (url: string): string => url.slice(url.lastIndexOf('/') + 1)

const queueAt = async (queues: SQSClient, url: string): Promise<NamedQueue> => {
  const name = nameOf(url)
  const { Attributes } = await queues.send(
    new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['QueueArn'] }),
  )
  if (!Attributes?.QueueArn) throw new Error(`the queue ${name} has no ARN`)
  return { name, url, arn: Attributes.QueueArn }
}

/** The queue of this name, or of this URL. @throws Error if there is none */
export const findQueue = async (queues: SQSClient, name: string): Promise<NamedQueue> => {
  const urls = await queueUrls(queues)
  const url = urls.find((each) => nameOf(each) === nameOf(name))
  if (url === undefined) throw new Error(`there is no queue ${name}; there are: ${urls.map(nameOf).join(', ')}`)
  return queueAt(queues, url)
}

/** The queue whose failed messages go to this one: each of ours has a dead-letter queue of its own. */
const sourceOf = async (queues: SQSClient, { name, url }: NamedQueue): Promise<NamedQueue> => {
  const { queueUrls: [source] = [] } = await queues.send(new ListDeadLetterSourceQueuesCommand({ QueueUrl: url }))
  if (source === undefined) {
    throw new Error(`no queue sets its messages aside in ${name}, see docs/runbook.md#dead-letters`)
  }
  return queueAt(queues, source)
}

/**
 * Moves the messages of a dead-letter queue back to its source queue, and waits until that is done.
 *
 * @returns how many were moved
 * @throws Error if this is no queue's dead-letter queue, or if the task fails; the SDK's error if it cannot start
 */
export const redrive = async (queues: SQSClient, deadLetters: NamedQueue): Promise<number> => {
  const { name, arn } = deadLetters
  const source = await sourceOf(queues, deadLetters)
  // The destination is named, since messages that the bus or a consumer put there have no source queue.
  const { TaskHandle } = await queues.send(
    new StartMessageMoveTaskCommand({ SourceArn: arn, DestinationArn: source.arn }),
  )
  for (;;) {
    const { Results = [] } = await queues.send(new ListMessageMoveTasksCommand({ SourceArn: arn }))
    // In the cloud only a running task has its handle listed; the newest task comes first.
    const task = Results.find((one) => one.TaskHandle === TaskHandle) ?? Results[0]
    if (task?.Status === 'COMPLETED') return task.ApproximateNumberOfMessagesMoved ?? 0
    if (task && task.Status !== 'RUNNING') {
      throw new Error(`redriving ${name} ended as ${task.Status}: ${task.FailureReason ?? 'no reason given'}`)
    }
    await wait(PAUSE_MS)
  }
}
