import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { account, functionTarget, queueTarget, startRuleHost } from './rule-host.ts'
import { temporaryFolder } from './small-host.ts'

let folder: ReturnType<typeof temporaryFolder>
let bus: Awaited<ReturnType<typeof startRuleHost>>
beforeEach(async () => {
  folder = temporaryFolder()
  bus = await startRuleHost(folder.path)
})
afterEach(async () => {
  await bus.close()
  folder.remove()
})

describe('a rule that an operator makes', () => {
  it('fails no PutEvents call when its queue is gone', async () => {
    await bus.watch()
    await bus.deleteQueue('watched')

    expect(await bus.put('ours')).toBe(0)
    expect(bus.reported.filter((line) => line.includes('rule watch does not reach'))).toHaveLength(1)
  })

  it('sends to the dead-letter queue of a target what the target did not get', async () => {
    await bus.watch()
    await bus.createQueue('dead')
    const target = {
      ...queueTarget('watched'),
      RetryPolicy: { MaximumRetryAttempts: 0, MaximumEventAgeInSeconds: 60 },
      DeadLetterConfig: { Arn: queueTarget('dead').Arn },
    }
    expect(await bus.putTargets(target)).toMatchObject({ FailedEntryCount: 0 })
    expect(await bus.targets()).toEqual([target])
    await bus.put('alive')
    await bus.deleteQueue('watched')
    await bus.put('ours')

    expect(await bus.received('dead')).toEqual(['ours'])
  })

  it('replaces a target of the same id, and accepts the others beside one that does not exist', async () => {
    await bus.watch()
    await bus.createQueue('second')
    const lost = [
      queueTarget('no-such', 'lost'),
      functionTarget('no-such'),
      { Id: 'elsewhere', Arn: 'arn:aws:sqs:eu-west-1:000000000000:Heard' },
      { Id: 'others', Arn: 'arn:aws:sqs:us-east-1:111111111111:Heard' },
      { ...queueTarget('Heard', 'buried'), DeadLetterConfig: { Arn: queueTarget('no-such').Arn } },
    ]
    const refused = lost.map(({ Id }) => ({ TargetId: Id, ErrorCode: 'ResourceNotFoundException' }))
    const answer = await bus.putTargets(queueTarget('second'), ...lost)
    expect(answer).toMatchObject({ FailedEntryCount: lost.length, FailedEntries: refused })
    await bus.put('ours')

    expect(await bus.received('watched')).toEqual([])
    expect(await bus.received('second')).toEqual(['ours'])
  })

  it.each([
    ['a member that is not emulated', { InputPath: '$.detail' }],
    ['a kind that is not emulated', { Arn: `arn:aws:sns:${account}:x` }],
    ['more attempts than EventBridge makes', { RetryPolicy: { MaximumRetryAttempts: 186 } }],
    ['fewer attempts than none', { RetryPolicy: { MaximumRetryAttempts: -1 } }],
    ['too short a time', { RetryPolicy: { MaximumEventAgeInSeconds: 59 } }],
    ['too long a time', { RetryPolicy: { MaximumEventAgeInSeconds: 86_401 } }],
    ['dead letters for a function', { DeadLetterConfig: { Arn: functionTarget('Listener').Arn } }],
    ['dead letters for nobody', { DeadLetterConfig: {} }],
  ])('takes no target with %s', async (_case, more) => {
    await bus.putRule()
    const target = { ...queueTarget('Heard', 'x'), ...more }
    await expect(bus.putTargets(queueTarget('Heard'), target)).rejects.toMatchObject({ name: 'ValidationException' })
    expect(await bus.targets()).toEqual([])
  })

  it('has five targets at most, and is there before its first', async () => {
    await expect(bus.putTargets(queueTarget('Heard'))).rejects.toMatchObject({ name: 'ResourceNotFoundException' })
    await bus.putRule()
    const many = Array.from({ length: 6 }, (_, index) => queueTarget('Heard', `target${index}`))
    await expect(bus.putTargets(...many)).rejects.toMatchObject({ name: 'LimitExceededException' })
    await expect(bus.putTargets(...many.slice(1))).resolves.toMatchObject({ FailedEntryCount: 0, FailedEntries: [] })
  })
})
