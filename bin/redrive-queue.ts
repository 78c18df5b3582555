import { setTimeout as wait } from 'node:timers/promises'
import {
  GetQueueAttributesCommand,
  ListMessageMoveTasksCommand,
  ListQueuesCommand,
  type SQSClient,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs'

/** SQS moves up to some hundred messages a second; asking each second is often enough. */
const PAUSE_MS = 1_000

export interface NamedQueue {
  readonly name: string
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

/** The queue of this name, or of this URL. @throws Error if there is none */
export const findQueue = async (queues: SQSClient, name: string): Promise<NamedQueue> => {
  const urls = await queueUrls(queues)
  const url = urls.find((each) => nameOf(each) === nameOf(name))
  if (url === undefined) throw new Error(`there is no queue ${name}; there are: ${urls.map(nameOf).join(', ')}`)
  const { Attributes } = await queues.send(
    new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['QueueArn'] }),
  )
  if (!Attributes?.QueueArn) throw new Error(`the queue ${name} has no ARN`)
  return { name: nameOf(url), arn: Attributes.QueueArn }
}

/**
 * Moves a dead-letter queue's messages back to their source, and waits until that is done.
 *
 * @returns how many were moved
 * @throws Error if the task fails; the SDK's error if it cannot begin, as when nobody sets messages aside there
 */
export const redrive = async (queues: SQSClient, { name, arn }: NamedQueue): Promise<number> => {
  const { TaskHandle } = await queues.send(new StartMessageMoveTaskCommand({ SourceArn: arn }))
  for (;;) {
    const { Results = [] } = await queues.send(new ListMessageMoveTasksCommand({ SourceArn: arn }))
    // Only a running task tells its handle in the cloud; the newest one stands first.
    const task = Results.find((one) => one.TaskHandle === TaskHandle) ?? Results[0]
    if (task?.Status === 'COMPLETED') return task.ApproximateNumberOfMessagesMoved ?? 0
    if (task && task.Status !== 'RUNNING') {
      throw new Error(`redriving ${name} ended as ${task.Status}: ${task.FailureReason ?? 'no reason given'}`)
    }
    await wait(PAUSE_MS)
  }
}
