import {
  ConditionalCheckFailedException,
  ExecuteStatementCommand,
  GetItemCommand,
  PutItemCommand,
  ScanCommand,
  TransactionCanceledException,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { commandLines } from '../../bin/program/processes.ts'
import { key, startTicketTables, TableName, type TicketTables } from './ticket-tables.ts'

let one: TicketTables
beforeEach(async () => {
  one = await startTicketTables()
})
afterEach(() => one.close())

describe('a transaction', () => {
  const add = (ClientRequestToken: string, by = '1') =>
    one.dynamo().send(
      new TransactWriteItemsCommand({
        ClientRequestToken,
        TransactItems: [
          {
            Update: {
              TableName,
              Key: key('counter'),
              UpdateExpression: 'ADD hits :one',
              ExpressionAttributeValues: { ':one': { N: by } },
            },
          },
        ],
      }),
    )

  it('has one effect per token, in turn and at the same time', async () => {
    await add('t1')
    await add('t1')
    await Promise.all([add('t2'), add('t2'), add('t2')])

    expect((await one.get('counter'))?.hits).toEqual({ N: '2' })
  })

  it('is refused when its token came with another request', async () => {
    await add('t1')

    await expect(add('t1', '5')).rejects.toMatchObject({ name: 'IdempotentParameterMismatchException' })
  })

  it('may be tried again with its token after it failed', async () => {
    const once = () =>
      one.dynamo().send(
        new TransactWriteItemsCommand({
          ClientRequestToken: 't1',
          TransactItems: [
            { ConditionCheck: { TableName, Key: key('a'), ConditionExpression: 'attribute_exists(pk)' } },
          ],
        }),
      )
    await expect(once()).rejects.toBeInstanceOf(TransactionCanceledException)
    await one.put('a')

    await expect(once()).resolves.toBeDefined()
  })
})

describe('the database', () => {
  it('says why it refuses, in the words that the SDK knows', async () => {
    await one.put('a', { status: { S: 'open' } })
    const again = new PutItemCommand({
      TableName,
      Item: key('a'),
      ConditionExpression: 'attribute_not_exists(pk)',
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    })
    const refused = await one
      .dynamo()
      .send(again)
      .catch((error: unknown) => error)

    expect(refused).toBeInstanceOf(ConditionalCheckFailedException)
    expect((refused as ConditionalCheckFailedException).Item?.status).toEqual({ S: 'open' })
  })

  it.each([
    ['an expression', { UpdateExpression: 'SET größe = :v' }],
    ['a condition', { UpdateExpression: 'SET #g = :v', ConditionExpression: 'attribute_exists(größe)' }],
  ])('is never shown %s beyond ASCII', async (_case, expressions) => {
    const update = new UpdateItemCommand({
      TableName,
      Key: key('a'),
      ExpressionAttributeValues: { ':v': { S: 'ö' } },
      ...('ConditionExpression' in expressions && { ExpressionAttributeNames: { '#g': 'größe' } }),
      ...expressions,
    })

    await expect(one.dynamo().send(update)).rejects.toMatchObject({ name: 'ValidationException' })
    expect(one.reported).toEqual([])
  })

  it('is started again when it dies, says so, and has lost nothing', async () => {
    await one.put('a')
    const { port } = new URL(one.host().tables.endpoint)
    const ours = new RegExp(`^\\S*dynoxide --host 127.0.0.1 --port ${port} `)
    const [pid] = [...commandLines()].find(([, line]) => ours.test(line)) ?? []
    if (pid === undefined) throw new Error(`no database listens on ${port}`)
    process.kill(pid, 'SIGKILL')

    await vi.waitFor(async () => expect(await one.get('a')).toBeDefined(), { timeout: 20_000 })
    expect(one.reported).toContain('the embedded database died; starting it again')
  })

  it('does not slow down as the stream grows', async () => {
    const transaction = (round: number, index: number) =>
      one.dynamo().send(
        new TransactWriteItemsCommand({
          TransactItems: [1, 2, 3, 4].map((part) => ({ Put: { TableName, Item: key(`${round}-${index}-${part}`) } })),
        }),
      )
    const timed = async (round: number) => {
      const started = performance.now()
      for (let batch = 0; batch < 20; batch += 1)
        await Promise.all(Array.from({ length: 16 }, (_, index) => transaction(round, batch * 16 + index)))
      return performance.now() - started
    }
    await timed(0)
    const rounds: number[] = []
    for (let round = 1; round <= 7; round += 1) rounds.push(await timed(round))
    // Other work on a busy machine may hold up one of them.
    const [early, late] = [Math.min(...rounds.slice(0, 2)), Math.min(...rounds.slice(-3))]

    expect(late).toBeLessThan(early * 3)
  }, 120_000)

  it('is refused by name for what is not emulated', async () => {
    await expect(
      one.dynamo().send(new ExecuteStatementCommand({ Statement: 'SELECT * FROM Tickets' })),
    ).rejects.toMatchObject({ name: 'UnknownOperationException' })
    expect((await one.dynamo().send(new ScanCommand({ TableName }))).Count).toBe(0)
  })
})

describe('what calls consume', () => {
  it('is counted by table and kind, and the caller’s answer stays as it was', async () => {
    await one.put('a', { status: { S: 'open' }, text: { S: '"ConsumedCapacity":{"no":"member"}' } })
    const before = one.consumed.length
    expect((await one.get('a'))?.text).toEqual({ S: '"ConsumedCapacity":{"no":"member"}' })
    await one.dynamo().send(
      new TransactWriteItemsCommand({
        TransactItems: [{ Put: { TableName, Item: key('b') } }, { Delete: { TableName, Key: key('c') } }],
      }),
    )

    expect(one.consumed.slice(before)).toEqual([
      { tableName: TableName, kind: 'Read', units: 0.5 },
      { tableName: TableName, kind: 'Write', units: expect.any(Number) },
    ])
    expect(one.consumed.at(-1)?.units).toBeGreaterThanOrEqual(4)
  })

  it('is counted once for a call that itself requests its consumption', async () => {
    const before = one.consumed.length
    const own = await one
      .dynamo()
      .send(new GetItemCommand({ TableName, Key: key('a'), ConsistentRead: true, ReturnConsumedCapacity: 'TOTAL' }))
    expect(own.ConsumedCapacity?.CapacityUnits).toBe(1)
    expect(one.consumed.slice(before)).toEqual([{ tableName: TableName, kind: 'Read', units: 1 }])
  })
})
