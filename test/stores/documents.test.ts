import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { expect, it } from 'vitest'
import { documents } from '../../functions/stores/documents.ts'

it('leaves out the log of calls, which copies every answer, and nothing else of the SDK', () => {
  const all = new DynamoDBClient({ region: 'us-east-1' }).middlewareStack.identify()
  const isLog = (name: string) => name.startsWith('loggerMiddleware')

  expect(all.filter(isLog)).toHaveLength(1)
  expect(documents.middlewareStack.identify()).toEqual(all.filter((name) => !isLog(name)))
})
