import { QueryCommand } from '@aws-sdk/lib-dynamodb'
import { beforeEach, describe, expect, it } from 'vitest'
import { queryAll, queryCount, queryEach, queryFirst } from '../../functions/stores/queries.ts'
import { dynamo } from '../support/dynamo.ts'

const query = { TableName: 'Tickets', KeyConditionExpression: 'pk = :pk', ExpressionAttributeValues: { ':pk': 'A' } }
const end = { pk: 'A', sk: '2' }

const asked = () => dynamo.commandCalls(QueryCommand).map(({ args: [{ input }] }) => input)

beforeEach(() => {
  dynamo.reset()
  dynamo
    .on(QueryCommand)
    .resolvesOnce({ Items: [{ sk: '1' }, { sk: '2' }], Count: 2, LastEvaluatedKey: end })
    .resolvesOnce({ Items: [{ sk: '3' }], Count: 1 })
    .rejects(new Error('there is no third page'))
})

describe('a query whose answer fills two pages', () => {
  it('is read to its end, in order', async () => {
    expect(await queryAll(query)).toEqual([{ sk: '1' }, { sk: '2' }, { sk: '3' }])
    expect(asked()).toEqual([query, { ...query, ExclusiveStartKey: end }])
  })

  it('is read no further than needed when its rows are taken one by one', async () => {
    const rows = queryEach({ ...query, Limit: 2 })
    expect([await rows.next(), await rows.next()]).toMatchObject([{ value: { sk: '1' } }, { value: { sk: '2' } }])
    expect(asked()).toHaveLength(1)
    expect(await rows.next()).toMatchObject({ value: { sk: '3' } })
    expect(await rows.next()).toMatchObject({ done: true })
    expect(asked().map(({ Limit }) => Limit)).toEqual([2, 2])
  })

  it('asks the second page only for the rows that are missing', async () => {
    expect(await queryFirst(query, 3)).toHaveLength(3)
    expect(asked().map(({ Limit }) => Limit)).toEqual([3, 1])
  })

  it('asks for no second page if the first one has enough', async () => {
    expect(await queryFirst(query, 2)).toHaveLength(2)
    expect(asked()).toHaveLength(1)
  })

  it('is counted without its rows', async () => {
    expect(await queryCount(query)).toBe(3)
    expect(asked().map(({ Select }) => Select)).toEqual(['COUNT', 'COUNT'])
  })
})
