import {
  CreateQueueCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListQueuesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
  SQSClient,
  TagQueueCommand,
} from '@aws-sdk/client-sqs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { OPERATOR } from '../../lib/local/aws-service.ts'
import { type EmulatedAws, startEmulatedAws, temporaryFolder } from './emulated-aws.ts'

let folder: ReturnType<typeof temporaryFolder>
let host: EmulatedAws
let sqs: SQSClient
const start = async () => {
  host = await startEmulatedAws({ dataDir: folder.path })
  sqs = new SQSClient(host.as(OPERATOR))
}
const stop = async () => {
  sqs.destroy()
  await host.close()
}

beforeEach(async () => {
  folder = temporaryFolder()
  await start()
})
afterEach(async () => {
  await stop()
  folder.remove()
})

const create = (QueueName: string | undefined, Attributes = {}) =>
  sqs.send(new CreateQueueCommand({ QueueName, Attributes }))
const urlOf = (name: string) => `http://127.0.0.1:${host.port}/000000000000/${name}`
const arnOf = (name: string) => `arn:aws:sqs:us-east-1:000000000000:${name}`
const attributesOf = async (name: string) => {
  const all = new GetQueueAttributesCommand({ QueueUrl: urlOf(name), AttributeNames: ['All'] })
  return (await sqs.send(all)).Attributes
}
const change = (name: string, Attributes: Readonly<Record<string, string>>) =>
  sqs.send(new SetQueueAttributesCommand({ QueueUrl: urlOf(name), Attributes }))
const remove = (name: string) => sqs.send(new DeleteQueueCommand({ QueueUrl: urlOf(name) }))
const send = (name: string, MessageBody: string) =>
  sqs.send(new SendMessageCommand({ QueueUrl: urlOf(name), MessageBody }))
const receive = async (name: string, more = {}) => {
  const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl: urlOf(name), ...more }))
  return Messages.map(({ Body }) => Body)
}
const ALLOWED = { Effect: 'Allow', Principal: '*', Action: 'sqs:SendMessage', Resource: '*' }
const policyOf = (...Statement: readonly object[]) => ({ Policy: JSON.stringify({ Statement }) })
const redriveTo = (name: string) => JSON.stringify({ deadLetterTargetArn: arnOf(name), maxReceiveCount: 1 })

describe('a queue that an operator makes', () => {
  it('takes and hands out messages, and is listed and found like any other', async () => {
    expect(await create('watch')).toMatchObject({ QueueUrl: urlOf('watch') })
    await send('watch', 'hello')

    expect(await receive('watch')).toEqual(['hello'])
    expect((await sqs.send(new ListQueuesCommand({ QueueNamePrefix: 'wat' }))).QueueUrls).toEqual([urlOf('watch')])
    expect(await sqs.send(new GetQueueUrlCommand({ QueueName: 'watch' }))).toMatchObject({ QueueUrl: urlOf('watch') })
  })

  it('behaves as its attributes say, and by SQS’s defaults where they are silent', async () => {
    await create('dead')
    await create('watch', { VisibilityTimeout: '0', RedrivePolicy: redriveTo('dead') })
    expect(await attributesOf('watch')).toMatchObject({
      QueueArn: arnOf('watch'),
      VisibilityTimeout: '0',
      DelaySeconds: '0',
      MessageRetentionPeriod: '345600',
      ReceiveMessageWaitTimeSeconds: '0',
      RedrivePolicy: redriveTo('dead'),
    })

    await send('watch', 'poison')
    expect(await receive('watch')).toEqual(['poison'])
    expect(await receive('watch')).toEqual([])
    expect(await receive('dead')).toEqual(['poison'])
  })

  it('can be made again with the same attributes, but not with others', async () => {
    await create('watch', { DelaySeconds: '5' })
    await expect(create('watch', { DelaySeconds: '5' })).resolves.toMatchObject({ QueueUrl: urlOf('watch') })
    await expect(create('watch')).resolves.toMatchObject({ QueueUrl: urlOf('watch') })
    await expect(create('watch', { DelaySeconds: '6' })).rejects.toMatchObject({ name: 'QueueNameExists' })
  })

  it('changes only in the attributes that are named', async () => {
    await create('watch', { DelaySeconds: '5', RedrivePolicy: redriveTo('TicketQueue') })
    await change('watch', { VisibilityTimeout: '7', RedrivePolicy: '' })

    const attributes = await attributesOf('watch')
    expect(attributes).toMatchObject({ DelaySeconds: '5', VisibilityTimeout: '7' })
    expect(attributes).not.toHaveProperty('RedrivePolicy')
  })

  it('is there after a restart, with its messages', async () => {
    await create('watch', { VisibilityTimeout: '7' })
    await send('watch', 'kept')
    await stop()
    await start()

    expect(await attributesOf('watch')).toMatchObject({ VisibilityTimeout: '7' })
    expect(await receive('watch')).toEqual(['kept'])
  })

  it('is gone with its messages once it is deleted, and a new one of its name begins empty', async () => {
    await create('watch')
    await send('watch', 'old')
    await remove('watch')
    await expect(send('watch', 'late')).rejects.toMatchObject({ name: 'QueueDoesNotExist' })
    await stop()
    await start()
    expect((await sqs.send(new ListQueuesCommand({ QueueNamePrefix: 'watch' }))).QueueUrls).toEqual([])

    await create('watch')
    expect(await receive('watch')).toEqual([])
  })

  it('refuses receivers as soon as it is deleted, long before their wait is over', async () => {
    await create('watch')
    const waiting = host.queues.receive('watch', { max: 1, waitSeconds: 20 })
    const refused = expect(waiting).rejects.toMatchObject({ code: 'QueueDoesNotExist' })
    await remove('watch')
    await refused
  }, 15_000)

  it('leaves its dead letters behind when it is deleted, and keeps its messages when the dead-letter queue is', async () => {
    await create('dead')
    await create('watch', { VisibilityTimeout: '0', RedrivePolicy: redriveTo('dead') })
    await send('watch', 'first')
    await receive('watch')
    await receive('watch')
    await remove('watch')
    expect(await receive('dead', { VisibilityTimeout: 0 })).toEqual(['first'])

    await create('watch', { VisibilityTimeout: '0', RedrivePolicy: redriveTo('dead') })
    await remove('dead')
    await send('watch', 'second')
    expect(await receive('watch')).toEqual(['second'])
    expect(await receive('watch')).toEqual(['second'])
  })

  it.each([
    ['a name with a dot', 'watch.fifo', {}, 'InvalidParameterValue'],
    ['no name', undefined, {}, 'MissingParameter'],
    ['a name that is too long', 'w'.repeat(81), {}, 'InvalidParameterValue'],
    ['an attribute that is not emulated', 'watch', { KmsMasterKeyId: 'x' }, 'InvalidAttributeName'],
    ['too long a time', 'watch', { VisibilityTimeout: '43201' }, 'InvalidAttributeValue'],
    ['too short a time', 'watch', { MessageRetentionPeriod: '59' }, 'InvalidAttributeValue'],
    ['a time that is no number', 'watch', { DelaySeconds: 'soon' }, 'InvalidAttributeValue'],
    ['dead letters for nobody', 'watch', { RedrivePolicy: redriveTo('Nowhere') }, 'InvalidParameterValue'],
    ['dead letters after no try', 'watch', { RedrivePolicy: '{}' }, 'InvalidAttributeValue'],
    ['a policy that is no JSON', 'watch', { Policy: 'all' }, 'InvalidAttributeValue'],
    ['a policy of nothing', 'watch', { Policy: '{}' }, 'InvalidAttributeValue'],
    ['a policy that is null', 'watch', { Policy: 'null' }, 'InvalidAttributeValue'],
    ['a policy that is a list', 'watch', { Policy: '[]' }, 'InvalidAttributeValue'],
    ['a policy that is a number', 'watch', { Policy: '1' }, 'InvalidAttributeValue'],
    ['a policy without a statement', 'watch', policyOf(), 'InvalidAttributeValue'],
    ['a policy that permits', 'watch', policyOf({ ...ALLOWED, Effect: 'Permit' }), 'InvalidAttributeValue'],
    ['a policy of no action', 'watch', policyOf({ ...ALLOWED, Action: [] }), 'InvalidAttributeValue'],
    ['a policy for nobody', 'watch', policyOf({ ...ALLOWED, Principal: undefined }), 'InvalidAttributeValue'],
    ['a policy for a list', 'watch', policyOf({ ...ALLOWED, Principal: ['*'] }), 'InvalidAttributeValue'],
    ['a policy for a bare name', 'watch', policyOf(ALLOWED, { ...ALLOWED, Principal: 'me' }), 'InvalidAttributeValue'],
  ])('is refused for %s', async (_case, name, attributes, error) => {
    await expect(create(name, attributes)).rejects.toMatchObject({ name: error })
    expect((await sqs.send(new ListQueuesCommand({ QueueNamePrefix: 'w' }))).QueueUrls).toEqual([])
  })
})

it("leaves the template's own queues as they are", async () => {
  await expect(create('TicketQueue')).resolves.toMatchObject({ QueueUrl: host.queueUrl })
  await expect(create('TicketQueue', { DelaySeconds: '9' })).rejects.toMatchObject({ name: 'QueueNameExists' })
  await expect(remove('TicketQueue')).rejects.toMatchObject({ name: 'UnsupportedOperation' })
  await expect(change('TicketQueue', { DelaySeconds: '9' })).rejects.toThrow('belongs to the template')
})

it('lets a function make queues only by its role', async () => {
  const writer = new SQSClient(host.as('Writer'))
  await expect(writer.send(new CreateQueueCommand({ QueueName: 'watch' }))).rejects.toMatchObject({
    name: 'AccessDeniedException',
    message: expect.stringContaining(`sqs:CreateQueue on resource: ${arnOf('watch')}`),
  })
})

it.each([OPERATOR, 'Writer'])('says to %s that it does not emulate an operation', async (caller) => {
  const tag = new TagQueueCommand({ QueueUrl: urlOf('TicketQueue'), Tags: {} })
  await expect(new SQSClient(host.as(caller)).send(tag)).rejects.toMatchObject({
    name: 'UnknownOperationException',
    message: 'the local host does not emulate sqs TagQueue',
  })
})
