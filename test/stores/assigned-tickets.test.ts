import { QueryCommand } from '@aws-sdk/lib-dynamodb'
import { beforeEach, expect, it } from 'vitest'
import { dynamo, resetDynamo } from '../support/dynamo.ts'

Object.assign(process.env, { AWS_REGION: 'us-east-1', TICKETS_TABLE: 'Tickets', INDEX_SHARDS: '2' })
const { listAssigned } = await import('../../functions/stores/assigned-tickets.ts')

beforeEach(resetDynamo)

it('compares no key with an empty text, which DynamoDB refuses', async () => {
  dynamo.on(QueryCommand).resolves({ Items: [] })
  await listAssigned('agent', ['open', 'in_progress'])
  const values = dynamo
    .commandCalls(QueryCommand)
    .flatMap(({ args: [{ input }] }) => Object.values(input.ExpressionAttributeValues ?? {}))
  expect(values).toHaveLength(8)
  expect(values).not.toContain('')
})
