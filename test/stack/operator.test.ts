import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  CloudFormationClient,
  CloudFormationServiceException,
  ListStackResourcesCommand,
  type StackResourceSummary,
} from '@aws-sdk/client-cloudformation'
import { GetQueueAttributesCommand, ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs'
import { mockClient } from 'aws-sdk-client-mock'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type OperatorOrder, reachTables, systemNames } from '../../bin/operator/order.ts'
import { findQueue } from '../../bin/operator/redrive-queue.ts'

const TABLES = ['Tickets', 'AgentLoad', 'Insight', 'Search', 'Connections']
const SETTINGS = ['TICKETS_TABLE', 'AGENT_LOAD_TABLE', 'INSIGHT_TABLE', 'SEARCH_TABLE', 'CONNECTIONS_TABLE']

const cloudFormation = mockClient(CloudFormationClient)

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plimsoll-operator-'))
  for (const name of [...SETTINGS, 'INDEX_SHARDS', 'AWS_ENDPOINT_URL']) vi.stubEnv(name, undefined)
  vi.stubEnv('AWS_REGION', 'eu-central-1')
  cloudFormation.reset()
  cloudFormation.on(ListStackResourcesCommand).rejects(
    new CloudFormationServiceException({
      name: 'ValidationError',
      message: 'Stack with id Plimsoll does not exist',
      $fault: 'client',
      $metadata: {},
    }),
  )
})
afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(folder, { recursive: true })
})

const resource = (LogicalResourceId: string, PhysicalResourceId: string): StackResourceSummary => ({
  LogicalResourceId,
  PhysicalResourceId,
  ResourceType: 'AWS::DynamoDB::Table',
  ResourceStatus: 'UPDATE_COMPLETE',
  LastUpdatedTimestamp: new Date(),
})

/** A stack's resources with their physical names, as CloudFormation lists them on two pages. */
const deployed = (stackName: string, suffix: string): void => {
  const [first, ...others] = TABLES.map((name) => resource(name, `${stackName}-${name}-${suffix}`))
  const queue = `https://sqs.us-east-1.amazonaws.com/111122223333/${stackName}-TicketDeadLetters-${suffix}`
  cloudFormation
    .on(ListStackResourcesCommand, { StackName: stackName })
    .resolves({ StackResourceSummaries: first && [first], NextToken: 'more' })
    .on(ListStackResourcesCommand, { StackName: stackName, NextToken: 'more' })
    .resolves({ StackResourceSummaries: [...others, resource('TicketDeadLetters', queue)] })
}

const inCloud = (stage = 'production'): OperatorOrder => ({ subject: undefined, endpointUrl: undefined, stage })
const file = () => join(folder, 'installations.json')
const told = () => SETTINGS.map((name) => process.env[name])

describe('an operator of the cloud', () => {
  it.each([
    ['production', 'Plimsoll', '1B2N5R0V4QJ9T'],
    ['staging', 'Plimsoll-staging', 'HX0O6C7M2D3K'],
  ])('works on the tables of %s, and on no other stage’s of the account', async (stage, stackName, suffix) => {
    deployed('Plimsoll', '1B2N5R0V4QJ9T')
    deployed('Plimsoll-staging', 'HX0O6C7M2D3K')
    await reachTables(inCloud(stage), file())
    expect(told()).toEqual(TABLES.map((name) => `${stackName}-${name}-${suffix}`))
  })

  it('asks where stages are deployed, wherever else their own profile lies', async () => {
    deployed('Plimsoll', '1B2N5R0V4QJ9T')
    await reachTables(inCloud(), file())
    expect(process.env.AWS_REGION).toBe('us-east-1')
    await expect(cloudFormation.calls()[0]?.thisValue.config.region()).resolves.toBe('us-east-1')
  })

  it('hears in one line that nobody has deployed the stage', async () => {
    deployed('Plimsoll', '1B2N5R0V4QJ9T')
    await expect(reachTables(inCloud('staging'), file())).rejects.toThrow(
      /^there is no stack Plimsoll-staging in us-east-1: .*--stage$/,
    )
  })

  it('hears of what else CloudFormation says, such as a right that is lacking', async () => {
    cloudFormation.on(ListStackResourcesCommand).rejects(new Error('not authorized'))
    await expect(reachTables(inCloud(), file())).rejects.toThrow('not authorized')
  })

  it('works on no table that the stack has given up', async () => {
    const gone = { ...resource('Tickets', 'Plimsoll-Tickets-0LD0LD0LD0LD0'), ResourceStatus: 'DELETE_SKIPPED' as const }
    cloudFormation
      .on(ListStackResourcesCommand)
      .resolves({ StackResourceSummaries: [gone, resource('Bus', 'plimsoll')] })
    await expect(reachTables(inCloud(), file())).rejects.toThrow('no table Tickets: please name one by TICKETS_TABLE')
  })

  it('works on tables that the environment names, even of a stack that is gone', async () => {
    for (const name of SETTINGS) vi.stubEnv(name, `restored-${name}`)
    await reachTables(inCloud(), file())
    expect(told()).toEqual(SETTINGS.map((name) => `restored-${name}`))
  })

  it('spreads rows over as many index keys as the stage does', async () => {
    deployed('Plimsoll', '1B2N5R0V4QJ9T')
    writeFileSync(file(), '{"production": {"indexShards": 4}, "staging": {"indexShards": 2}}')
    await reachTables(inCloud(), file())
    expect(process.env.INDEX_SHARDS).toBe('4')
  })

  it('finds the stage’s queue beside another stage’s of the same kind', async () => {
    deployed('Plimsoll-staging', 'HX0O6C7M2D3K')
    const queue = 'Plimsoll-staging-TicketDeadLetters-HX0O6C7M2D3K'
    const queues = mockClient(SQSClient)
    queues.on(ListQueuesCommand).resolves({
      QueueUrls: ['Plimsoll-TicketDeadLetters-1B2N5R0V4QJ9T', queue].map(
        (name) => `https://sqs.us-east-1.amazonaws.com/111122223333/${name}`,
      ),
    })
    queues.on(GetQueueAttributesCommand).resolves({ Attributes: { QueueArn: 'the ARN' } })
    const nameOf = await systemNames(inCloud('staging'))
    await expect(findQueue(new SQSClient({}), nameOf('TicketDeadLetters') ?? '')).resolves.toEqual({
      name: queue,
      arn: 'the ARN',
      url: `https://sqs.us-east-1.amazonaws.com/111122223333/${queue}`,
    })
  })
})

it('an operator of the local host asks no cloud, and signs as the host’s operator', async () => {
  await reachTables({ ...inCloud(), endpointUrl: 'http://127.0.0.1:4566' }, file())
  expect(told()).toEqual(TABLES)
  expect(process.env).toMatchObject({
    AWS_ENDPOINT_URL: 'http://127.0.0.1:4566',
    AWS_ACCESS_KEY_ID: 'local-operator',
    INDEX_SHARDS: '1',
  })
  expect(cloudFormation.calls()).toHaveLength(0)
})
