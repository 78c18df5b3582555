import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  DeleteRuleCommand,
  DescribeEventBusCommand,
  DisableRuleCommand,
  EnableRuleCommand,
  EventBridgeClient,
  ListEventBusesCommand,
  ListRulesCommand,
  PutPermissionCommand,
  PutRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
} from '@aws-sdk/client-eventbridge'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { account, EventBusName, functionTarget, queueTarget, startRuleHost } from './rule-host.ts'
import { temporaryFolder } from './small-host.ts'

let folder: ReturnType<typeof temporaryFolder>
let bus: Awaited<ReturnType<typeof startRuleHost>>
const restart = async (meanwhile = () => {}) => {
  await bus.close()
  meanwhile()
  bus = await startRuleHost(folder.path)
}
beforeEach(async () => {
  folder = temporaryFolder()
  bus = await startRuleHost(folder.path)
})
afterEach(async () => {
  await bus.close()
  folder.remove()
})

describe('a rule that an operator makes', () => {
  it('sends what matches to a queue without a policy, and does not keep the host from being quiet', async () => {
    await bus.watch()
    await bus.put('ours')
    await bus.put('others', 'elsewhere')

    expect(await bus.quiet()).toBe(true)
    expect(await bus.received('watched')).toEqual(['ours'])
    expect(await bus.local('denials')).toEqual([])
  })

  it('asks the policy of the queue, if it has one', async () => {
    const policyFor = (rule: string) => ({
      Version: '2012-10-17',
      Statement: {
        Effect: 'Allow',
        Principal: { Service: 'events.amazonaws.com' },
        Action: 'sqs:SendMessage',
        Resource: '*',
        Condition: { ArnEquals: { 'aws:SourceArn': `arn:aws:events:${account}:rule/plimsoll/${rule}` } },
      },
    })
    await bus.createQueue('open', { Policy: JSON.stringify(policyFor('watch')) })
    await bus.createQueue('closed', { Policy: JSON.stringify(policyFor('other')) })
    await bus.putRule()
    await bus.putTargets(queueTarget('open', 'a'), queueTarget('closed', 'b'))
    await bus.put('ours')

    expect(await bus.received('open')).toEqual(['ours'])
    expect(await bus.received('closed')).toEqual([])
    expect(await bus.local('denials')).toMatchObject([
      { action: 'sqs:SendMessage', resource: queueTarget('closed').Arn },
    ])
  })

  it("sends to the template's queues and functions only what their policies let it", async () => {
    await bus.putRule()
    await bus.putTargets(queueTarget('Heard'), functionTarget('Listener'), functionTarget('Deaf'))
    await bus.put('ours')

    await expect.poll(() => bus.local('metrics')).toContainEqual(expect.objectContaining({ name: 'ours', count: 1 }))
    expect(await bus.received('Heard')).toEqual([])
    expect(await bus.local('denials')).toMatchObject([
      { action: 'sqs:SendMessage', resource: queueTarget('Heard').Arn },
      { action: 'lambda:InvokeFunction', resource: functionTarget('Deaf').Arn },
    ])
  })

  it('is described as it was put, and is there after a restart with its targets', async () => {
    await bus.watch()
    await bus.putRule({ Description: 'what leaves', State: 'DISABLED' })
    await restart()

    const rule = {
      Name: 'watch',
      Arn: `arn:aws:events:${account}:rule/plimsoll/watch`,
      EventBusName,
      EventPattern: '{"source":["plimsoll"]}',
      Description: 'what leaves',
      State: 'DISABLED',
    }
    expect(await bus.describeRule('watch')).toMatchObject(rule)
    const { Rules } = await bus.events.send(new ListRulesCommand({ EventBusName, NamePrefix: 'wat' }))
    expect(Rules).toEqual([rule])
    expect(await bus.targets()).toEqual([queueTarget('watched')])
  })

  it('whose pattern is no longer accepted lets the host start, matches nothing, and can be put again', async () => {
    await bus.watch()
    const file = join(folder.path, 'data', 'rules.json')
    const kept = readFileSync(file, 'utf8')
    await restart(() => writeFileSync(file, kept.replace('"plimsoll\\"]', '"plimsoll\\"],\\"detail\\":{}')))
    await bus.put('unheard')
    await bus.events.send(new EnableRuleCommand({ Name: 'watch', EventBusName }))

    expect(bus.reported).toContainEqual(expect.stringContaining('rule watch matches nothing until it is put anew'))
    expect((await bus.describeRule('watch')).EventPattern).toBe('{"source":["plimsoll"],"detail":{}}')
    await bus.putRule()
    await bus.put('heard')
    expect(await bus.received('watched')).toEqual(['heard'])
  })

  it('may wait for a field that no event has, in vain', async () => {
    await bus.watch()
    await bus.putRule({ EventPattern: '{"source":["plimsoll"],"detailtype":["TicketCreated"]}' })
    expect(await bus.put('unheard')).toBe(0)
    await bus.putRule()
    await bus.put('heard')

    expect(await bus.received('watched')).toEqual(['heard'])
  })

  it('matches nothing while it is disabled', async () => {
    await bus.watch()
    await bus.events.send(new DisableRuleCommand({ Name: 'watch', EventBusName }))
    await bus.put('unheard')
    await bus.events.send(new EnableRuleCommand({ Name: 'watch', EventBusName }))
    await bus.put('heard')

    expect(await bus.received('watched')).toEqual(['heard'])
  })

  it('is deleted once it has no target left, and deleting it again changes nothing', async () => {
    await bus.watch()
    const remove = new DeleteRuleCommand({ Name: 'watch', EventBusName })
    await expect(bus.events.send(remove)).rejects.toThrow("Rule can't be deleted since it has targets.")
    const targets = new RemoveTargetsCommand({ Rule: 'watch', EventBusName, Ids: ['queue', 'no-such'] })
    expect(await bus.events.send(targets)).toMatchObject({
      FailedEntryCount: 1,
      FailedEntries: [{ TargetId: 'no-such', ErrorCode: 'ResourceNotFoundException' }],
    })
    await bus.put('unheard')
    await bus.events.send(remove)
    await bus.events.send(remove)

    await expect(bus.describeRule('watch')).rejects.toMatchObject({ name: 'ResourceNotFoundException' })
    expect(await bus.received('watched')).toEqual([])
  })

  it.each([
    ['a pattern that is no JSON', { EventPattern: '{' }, 'InvalidEventPatternException'],
    ['a pattern without a list', { EventPattern: '{"source":"plimsoll"}' }, 'InvalidEventPatternException'],
    ['a pattern of nothing', { EventPattern: '{}' }, 'InvalidEventPatternException'],
    ['a field of nothing', { EventPattern: '{"detail":{}}' }, 'InvalidEventPatternException'],
    ['no pattern', { EventPattern: undefined }, 'ValidationException'],
    ['a schedule', { ScheduleExpression: 'rate(1 minute)' }, 'ValidationException'],
    ['a name with a space', { Name: 'what leaves' }, 'ValidationException'],
    ['a member that is not emulated', { RoleArn: 'arn:aws:iam::000000000000:role/x' }, 'ValidationException'],
    ['a bus that is not there', { EventBusName: 'no-such' }, 'ResourceNotFoundException'],
  ])('is refused for %s', async (_case, more, name) => {
    await expect(bus.putRule(more)).rejects.toMatchObject({ name })
  })
})

it("shows the template's own rules and buses, and lets nobody change them", async () => {
  const { EventBuses } = await bus.events.send(new ListEventBusesCommand({}))
  expect(EventBuses?.map(({ Name }) => Name)).toEqual(['default', 'plimsoll'])
  expect(await bus.events.send(new DescribeEventBusCommand({ Name: 'plimsoll' }))).toMatchObject({
    Arn: `arn:aws:events:${account}:event-bus/plimsoll`,
  })
  const { Rules } = await bus.events.send(new ListRulesCommand({}))
  expect(Rules).toMatchObject([{ Name: 'Nightly', ScheduleExpression: 'rate(1 day)', State: 'DISABLED' }])
  expect(await bus.describeRule('OnHeard')).toMatchObject({ EventPattern: '{"source":["shop"]}' })

  const rule = { EventBusName, Rule: 'OnHeard' }
  const changes = [
    bus.putRule({ Name: 'OnHeard' }),
    bus.events.send(new DeleteRuleCommand({ EventBusName, Name: 'OnHeard' })),
    bus.events.send(new DisableRuleCommand({ EventBusName, Name: 'OnHeard' })),
    bus.events.send(new PutTargetsCommand({ ...rule, Targets: [queueTarget('Heard')] })),
    bus.events.send(new RemoveTargetsCommand({ ...rule, Ids: ['Target0'] })),
  ]
  for (const change of changes) await expect(change).rejects.toMatchObject({ name: 'ManagedRuleException' })
})

it('lets a function make rules only by its role', async () => {
  const rule = new PutRuleCommand({ Name: 'watch', EventBusName, EventPattern: '{"source":["plimsoll"]}' })
  await expect(new EventBridgeClient(bus.settings('Listener')).send(rule)).rejects.toMatchObject({
    name: 'AccessDeniedException',
    message: expect.stringContaining(`events:PutRule on resource: arn:aws:events:${account}:rule/plimsoll/watch`),
  })
})

it.each(['local-operator', 'Listener'])('says to %s that it does not emulate an operation', async (caller) => {
  const client = new EventBridgeClient(bus.settings(caller))
  await expect(client.send(new PutPermissionCommand({ EventBusName }))).rejects.toMatchObject({
    name: 'UnknownOperationException',
    message: 'the local host does not emulate events PutPermission',
  })
})
