import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { GetQueueAttributesCommand, ListQueuesCommand, PurgeQueueCommand, SQSClient } from '@aws-sdk/client-sqs'
import type { HostProcess, TemplateChange } from './host-process.ts'
import { OPERATOR } from './raw-rows.ts'

/**
 * Runs one of our commands against a host, as an operator would.
 *
 * @returns what it printed
 * @throws Error with the command's error output, unless it succeeds
 */
export const operate = async (host: HostProcess, command: string, ...args: readonly string[]): Promise<string> => {
  const { stdout } = await promisify(execFile)(process.execPath, [
    `bin/${command}.ts`,
    ...args,
    '--endpoint-url',
    host.awsUrl,
  ])
  return stdout.trim()
}

const queuesOf = ({ awsUrl }: HostProcess): SQSClient => new SQSClient({ endpoint: awsUrl, ...OPERATOR })

const queueUrls = async (queues: SQSClient): Promise<readonly string[]> =>
  (await queues.send(new ListQueuesCommand({ MaxResults: 100 }))).QueueUrls ?? []

/** Drops every message of a queue, including those that are not yet due. */
export const loseMessages = async (host: HostProcess, queue: string): Promise<void> => {
  const queues = queuesOf(host)
  const QueueUrl = (await queueUrls(queues)).find((url) => url.endsWith(`/${queue}`))
  if (QueueUrl === undefined) throw new Error(`there is no queue ${queue}`)
  await queues.send(new PurgeQueueCommand({ QueueUrl }))
  queues.destroy()
}

/** Number of messages in each dead-letter queue, by name; empty queues are left out. */
export const deadLetters = async (host: HostProcess): Promise<Readonly<Record<string, number>>> => {
  const queues = queuesOf(host)
  const depths: Record<string, number> = {}
  for (const QueueUrl of await queueUrls(queues)) {
    const name = /(\w+DeadLetters)/.exec(QueueUrl)?.[1]
    if (name === undefined) continue
    const { Attributes } = await queues.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['ApproximateNumberOfMessages'] }),
    )
    const depth = Number(Attributes?.ApproximateNumberOfMessages)
    if (depth > 0) depths[name] = depth
  }
  queues.destroy()
  return depths
}

/** Lets a queue retry failed messages after seconds, not minutes, and set them aside after the second attempt. */
export const impatient =
  (queue: string): TemplateChange =>
  (resources) => {
    const found = resources[queue]
    if (!found) throw new Error(`the stack has no ${queue}`)
    const redrive = found.Properties.RedrivePolicy as Readonly<Record<string, unknown>>
    Object.assign(found.Properties, { VisibilityTimeout: 5, RedrivePolicy: { ...redrive, maxReceiveCount: 2 } })
  }
