import { setImmediate } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { BusDeliveries } from '../../lib/local/bus/deliveries.ts'
import type { Rule, Target } from '../../lib/local/bus/rules.ts'
import { BusTargets } from '../../lib/local/bus/targets.ts'
import { type Permissions, permissionsOf } from '../../lib/local/permissions.ts'
import type { Queues } from '../../lib/local/queues/service.ts'
import { startQueues } from '../../lib/local/queues.ts'
import { readTemplate } from '../../lib/local/template.ts'
import { temporaryFolder } from './small-host.ts'

const template = readTemplate(
  { Resources: { Closed: { Type: 'AWS::SQS::Queue', Properties: {} } } },
  { awsPort: () => 0, localUrl: (url) => url, dynamicReference: (reference) => reference },
)
const queueArn = (name: string) => `arn:aws:sqs:us-east-1:000000000000:${name}`
const functionArn = 'arn:aws:lambda:us-east-1:000000000000:function:no-such'
const target = (Arn: string, deadLetters?: string, RetryPolicy?: Target['RetryPolicy']): Target => ({
  Id: Arn.slice(-10),
  Arn,
  ...(deadLetters && { DeadLetterConfig: { Arn: queueArn(deadLetters) } }),
  ...(RetryPolicy && { RetryPolicy }),
})
const ruleTo = (...targets: readonly Target[]): Rule => ({
  ...{ name: 'watch', bus: 'plimsoll', arn: 'arn:aws:events:us-east-1:000000000000:rule/plimsoll/watch' },
  ...{ isMade: true, isEnabled: true, pattern: '{"source":["plimsoll"]}', targets },
})

let folder: ReturnType<typeof temporaryFolder>
let queues: Queues
let permissions: Permissions
let reported: string[]
beforeEach(async () => {
  folder = temporaryFolder()
  queues = await startQueues({ template, dataDir: folder.path })
  for (const name of ['here', 'dead']) await queues.create(name, {})
  permissions = permissionsOf(template)
  reported = []
})
afterEach(async () => {
  vi.useRealTimers()
  await queues.close()
  folder.remove()
})

const deliveries = (send = queues.send) => {
  const targets = new BusTargets({
    ...{ template, permissions, queues: { ...queues, send } },
    functions: {
      idOf: (arn) => {
        throw new Error(`there is no function ${arn}`)
      },
    },
    asyncInvocations: { invoke: async () => true },
  })
  return new BusDeliveries(targets, (line) => void reported.push(line))
}
/** Deliveries to a queue `here` that fails at the first sends; counts the attempts. */
const failingAtFirst = (failures: number) => {
  let attempts = 0
  const failing = deliveries(async (queue, message) => {
    if (queue !== queueArn('here')) return queues.send(queue, message)
    attempts += 1
    if (attempts <= failures) throw new Error('the disk is full')
    return queues.send(queue, message)
  })
  return { deliveries: failing, attempts: () => attempts }
}
const follow = (rule: Rule, event: unknown = { id: '1' }) => deliveries().follow(rule, event)
/** Dead letters with their attributes as texts; each is received once. */
const deadLetters = async () => {
  const messages = await queues.receive('dead', { max: 10, waitSeconds: 0 })
  return messages.map(({ body, attributes }) => ({
    event: JSON.parse(body),
    told: Object.fromEntries(Object.entries(attributes).map(([name, { StringValue }]) => [name, StringValue])),
  }))
}

describe('an event of a rule made by a call', () => {
  it('is on disk in all the queues that are there, before its rule is done', async () => {
    const disk = Promise.withResolvers<void>()
    let isDone = false
    const slow = deliveries(async (queue, message) => {
      await disk.promise
      return queues.send(queue, message)
    })
    const following = slow.follow(ruleTo(target(queueArn('gone')), target(queueArn('here'))), {}).then(() => {
      isDone = true
    })
    await setImmediate()
    expect(isDone).toBe(false)

    disk.resolve()
    await following
    expect(queues.depth('here').visible).toBe(1)
  })

  it.each([
    ['that is gone', queueArn('gone'), 'NO_RESOURCE', 'there is no queue'],
    ['that is a function and gone', functionArn, 'NO_RESOURCE', 'there is no function'],
    ['whose policy does not let it', queueArn('Closed'), 'NO_PERMISSIONS', 'may not sqs:SendMessage'],
  ])('is the dead letter of a target %s', async (_case, arn, code, message) => {
    await follow(ruleTo(target(arn, 'dead')), { id: '7' })

    const told = {
      RULE_ARN: 'arn:aws:events:us-east-1:000000000000:rule/plimsoll/watch',
      TARGET_ARN: arn,
      ERROR_CODE: code,
      ERROR_MESSAGE: expect.stringContaining(message),
      RETRY_ATTEMPTS: '0',
    }
    expect(await deadLetters()).toEqual([{ event: { id: '7' }, told }])
  })

  it('gets to a queue that works again after it failed twice, and PutEvents does not wait for that', async () => {
    const failing = failingAtFirst(2)
    await failing.deliveries.follow(ruleTo(target(queueArn('here'), 'dead')), {})
    expect(failing.attempts()).toBe(1)

    await expect.poll(() => queues.depth('here').visible, { timeout: 5000 }).toBe(1)
    expect(failing.attempts()).toBe(3)
    expect(await deadLetters()).toEqual([])
  })

  it.each([
    ['after as many retries as its policy allows', { MaximumRetryAttempts: 2 }, 0, 'MaximumRetryAttempts', '2'],
    ['at once, if its policy allows none', { MaximumRetryAttempts: 0 }, 0, 'MaximumRetryAttempts', '0'],
    ['when it is too old for another', { MaximumEventAgeInSeconds: 60 }, 59_900, 'MaximumEventAgeInSeconds', '1'],
  ])('is the dead letter of a queue that fails, %s', async (_case, policy, ageMs, condition, retries) => {
    const failing = failingAtFirst(Number.POSITIVE_INFINITY)
    await failing.deliveries.follow(ruleTo(target(queueArn('here'), 'dead', policy)), {})
    vi.setSystemTime(Date.now() + ageMs)

    await expect.poll(() => queues.depth('dead').visible, { timeout: 5000 }).toBe(1)
    expect(await deadLetters()).toMatchObject([
      {
        told: {
          ERROR_CODE: 'INTERNAL_ERROR',
          ERROR_MESSAGE: 'the disk is full',
          EXHAUSTED_RETRY_CONDITION: condition,
          RETRY_ATTEMPTS: retries,
        },
      },
    ])
    expect(failing.attempts()).toBe(1 + Number(retries))
    expect(reported).toEqual([`rule watch does not reach ${queueArn('here')}: the disk is full`])
  })

  it('is a dead letter when the host stops before the next retry', async () => {
    const failing = failingAtFirst(Number.POSITIVE_INFINITY)
    await failing.deliveries.follow(ruleTo(target(queueArn('here'), 'dead')), {})
    await failing.deliveries.close()

    const [letter] = await deadLetters()
    expect(letter?.told).toMatchObject({ ERROR_CODE: 'INTERNAL_ERROR', RETRY_ATTEMPTS: '1' })
    expect(letter?.told).not.toHaveProperty('EXHAUSTED_RETRY_CONDITION')
  })

  it('is reported if it reaches no dead-letter queue either, though not again with every further event', async () => {
    const both = deliveries()
    const rule = ruleTo(target(queueArn('gone'), 'gone-too'), target(queueArn('gone'), 'Closed'))
    await both.follow(rule, {})
    await both.follow(rule, {})

    expect(reported).toEqual([
      expect.stringContaining('rule watch does not reach arn:aws:sqs:us-east-1:000000000000:gone:'),
      expect.stringContaining('rule watch does not reach its dead-letter queue'),
    ])
    expect(permissions.denials()).toMatchObject([{ resource: queueArn('Closed') }, { resource: queueArn('Closed') }])
  })
})

it('rejects an event that a rule of the template sends to a queue that is gone', async () => {
  const rule = { ...ruleTo(target(queueArn('gone'), 'dead')), isMade: false }
  await expect(follow(rule)).rejects.toThrow('there is no queue')
})
