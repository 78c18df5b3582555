import { execFileSync } from 'node:child_process'
import { DatabaseSync } from 'node:sqlite'
import {
  BatchWriteItemCommand,
  ConditionalCheckFailedException,
  DescribeTableCommand,
  DynamoDBClient,
  ExecuteStatementCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  TransactionCanceledException,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { OPERATOR } from '../../lib/local/aws-service.ts'
import { startQueues } from '../../lib/local/queues.ts'
import type { ConsumedUnits } from '../../lib/local/table-meter.ts'
import { startTables } from '../../lib/local/tables.ts'
import { type EmulatedAws, startEmulatedAws, templateOf, temporaryFolder } from './emulated-aws.ts'
import { ticketTemplate } from './ticket-template.ts'

let folder: ReturnType<typeof temporaryFolder>
let host: EmulatedAws
let dynamo: DynamoDBClient
const reported: string[] = []
const consumed: ConsumedUnits[] = []

const open = async (document?: unknown) => {
  host = await startEmulatedAws({
    dataDir: folder.path,
    document,
    report: (line) => reported.push(line),
    consumed: (units) => consumed.push(units),
  })
  dynamo = new DynamoDBClient(host.as(OPERATOR))
}
const shut = async () => {
  dynamo.destroy()
  await host.close()
}
beforeEach(async () => {
  reported.length = 0
  folder = temporaryFolder()
  await open()
})
afterEach(async () => {
  await shut()
  folder.remove()
})

const TableName = 'Tickets'
const key = (pk: string) => ({ pk: { S: pk }, sk: { S: 'TICKET' } })
const put = (pk: string, more = {}) => dynamo.send(new PutItemCommand({ TableName, Item: { ...key(pk), ...more } }))
const get = async (pk: string) => (await dynamo.send(new GetItemCommand({ TableName, Key: key(pk) }))).Item
const pksOf = (records: Awaited<ReturnType<EmulatedAws['tables']['readStream']>>) =>
  records.map(({ dynamodb }) => (dynamodb.Keys.pk as { S: string }).S)

describe('the tables of the template', () => {
  it('exist with their index, stream, time to live and the ARN of this account and region', async () => {
    await put('a', { status: { S: 'open' } })
    const { Items } = await dynamo.send(
      new QueryCommand({
        TableName,
        IndexName: 'by_status',
        KeyConditionExpression: '#s = :s',
        ExpressionAttributeNames: { '#s': 'status' },
        ExpressionAttributeValues: { ':s': { S: 'open' } },
      }),
    )
    const { Table } = await dynamo.send(new DescribeTableCommand({ TableName }))

    expect(Items).toHaveLength(1)
    expect(Table?.TableArn).toBe('arn:aws:dynamodb:us-east-1:000000000000:table/Tickets')
    expect(Table?.StreamSpecification).toEqual({ StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' })
  })

  it('keep their items over a restart and gain an index that is new in the template', async () => {
    await put('a', { status: { S: 'open' }, team: { S: 'billing' } })
    await shut()
    const document = ticketTemplate()
    const { Properties } = document.Resources.Tickets
    Properties.AttributeDefinitions.push({ AttributeName: 'team', AttributeType: 'S' })
    Properties.GlobalSecondaryIndexes.push({
      IndexName: 'by_team',
      KeySchema: [{ AttributeName: 'team', KeyType: 'HASH' }],
      Projection: { ProjectionType: 'KEYS_ONLY' },
    })
    await open(document)

    const { Items } = await dynamo.send(
      new QueryCommand({
        TableName,
        IndexName: 'by_team',
        KeyConditionExpression: 'team = :t',
        ExpressionAttributeValues: { ':t': { S: 'billing' } },
      }),
    )
    expect(Items).toMatchObject([key('a')])
  })

  it('ask for a fresh data directory when their keys changed', async () => {
    const document = ticketTemplate()
    document.Resources.Tickets.Properties.AttributeDefinitions[0] = { AttributeName: 'pk', AttributeType: 'N' }

    const other = startEmulatedAws({ dataDir: folder.path, document })
    await expect(other).rejects.toThrow(/table Tickets differs from the template in its keys.*--fresh/)
  })

  it('say in one line that their folder cannot be used', async () => {
    const template = templateOf(ticketTemplate(), () => 0)
    const dataDir = `${folder.path}/missing`

    const started = startTables({ template, dataDir, endpoint: undefined, report: () => {} })
    await expect(started).rejects.toThrow(
      /^the embedded database did not start on .*missing\/tables\.sqlite: .*unable to open/,
    )
    await expect(startQueues({ template, dataDir })).rejects.toThrow(/^cannot open .*missing\/queues\.sqlite: /)
  })

  it('lose an item once its time is over, and the stream tells it', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
    await shut()
    await open()
    await put('gone', { expires_at: { N: '1000' } })
    await put('kept', { expires_at: { N: String(Math.floor(Date.now() / 1000) + 1000) } })
    const told = new Promise<void>((resolve) => {
      host.tables.onWrite(TableName, resolve)
    })
    await vi.advanceTimersByTimeAsync(15_000)
    vi.useRealTimers()
    await told

    expect(await get('gone')).toBeUndefined()
    expect(await get('kept')).toBeDefined()
    const records = await host.tables.readStream(TableName, 'TRIM_HORIZON', 100)
    expect(records.map(({ eventName }) => eventName)).toEqual(['INSERT', 'INSERT', 'REMOVE'])
  })
})

describe('a stream', () => {
  it('is read from its start and on from a position, in order, with both images', async () => {
    for (const pk of ['a', 'b', 'c']) await put(pk)
    await put('a', { status: { S: 'open' } })

    const first = await host.tables.readStream(TableName, 'TRIM_HORIZON', 2)
    expect(pksOf(first)).toEqual(['a', 'b'])
    const position = first.at(-1)?.dynamodb.SequenceNumber ?? ''
    const rest = await host.tables.readStream(TableName, position, 100)
    expect(pksOf(rest)).toEqual(['c', 'a'])
    expect(rest.at(-1)).toMatchObject({
      eventName: 'MODIFY',
      dynamodb: { OldImage: key('a'), NewImage: { status: { S: 'open' } } },
    })
    expect(pksOf(await host.tables.readStream(TableName, position, 100))).toEqual(['c', 'a'])

    const end = rest.at(-1)?.dynamodb.SequenceNumber ?? ''
    expect(await host.tables.readStream(TableName, end, 100)).toEqual([])
    await put('d')
    expect(pksOf(await host.tables.readStream(TableName, end, 100))).toEqual(['d'])
  })

  it('tells its listeners of each kind of write, and of no read', async () => {
    const listener = vi.fn()
    const stop = host.tables.onWrite(TableName, listener)
    await put('a')
    await dynamo.send(new TransactWriteItemsCommand({ TransactItems: [{ Put: { TableName, Item: key('b') } }] }))
    await dynamo.send(new BatchWriteItemCommand({ RequestItems: { Tickets: [{ PutRequest: { Item: key('c') } }] } }))
    await get('a')
    expect(listener).toHaveBeenCalledTimes(3)

    stop()
    await put('d')
    expect(listener).toHaveBeenCalledTimes(3)
  })

  it('forgets records older than a day at the start, and counts on where it was', async () => {
    for (const pk of ['a', 'b']) await put(pk)
    const before = await host.tables.readStream(TableName, 'TRIM_HORIZON', 100)
    await shut()
    const file = new DatabaseSync(`${folder.path}/tables.sqlite`)
    file.exec('UPDATE _stream_records SET created_at = created_at - 90000')
    file.close()
    await open()

    const position = before.at(-1)?.dynamodb.SequenceNumber ?? ''
    expect(await host.tables.readStream(TableName, 'TRIM_HORIZON', 100)).toHaveLength(1)
    await put('c')
    expect(pksOf(await host.tables.readStream(TableName, position, 100))).toEqual(['c'])
  })

  it('does not make writes read the whole stream', async () => {
    const file = new DatabaseSync(`${folder.path}/tables.sqlite`)
    const plan = (query: string) => JSON.stringify(file.prepare(`EXPLAIN QUERY PLAN ${query}`).all('Tickets'))

    expect(plan('SELECT MAX(CAST(sequence_number AS INTEGER)) FROM _stream_records WHERE table_name = ?')).toContain(
      'USING COVERING INDEX stream_by_sequence',
    )
    file.close()
  })
})

describe('a transaction', () => {
  const add = (ClientRequestToken: string, by = '1') =>
    dynamo.send(
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

    expect((await get('counter'))?.hits).toEqual({ N: '2' })
  })

  it('is refused when its token came with another request', async () => {
    await add('t1')

    await expect(add('t1', '5')).rejects.toMatchObject({ name: 'IdempotentParameterMismatchException' })
  })

  it('may be tried again with its token after it failed', async () => {
    const once = () =>
      dynamo.send(
        new TransactWriteItemsCommand({
          ClientRequestToken: 't1',
          TransactItems: [
            { ConditionCheck: { TableName, Key: key('a'), ConditionExpression: 'attribute_exists(pk)' } },
          ],
        }),
      )
    await expect(once()).rejects.toBeInstanceOf(TransactionCanceledException)
    await put('a')

    await expect(once()).resolves.toBeDefined()
  })
})

describe('the database', () => {
  it('says why it refuses, in the words that the SDK knows', async () => {
    await put('a', { status: { S: 'open' } })
    const again = new PutItemCommand({
      TableName,
      Item: key('a'),
      ConditionExpression: 'attribute_not_exists(pk)',
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    })
    const refused = await dynamo.send(again).catch((error: unknown) => error)

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

    await expect(dynamo.send(update)).rejects.toMatchObject({ name: 'ValidationException' })
    expect(reported).toEqual([])
  })

  it('is started again when it dies, says so, and has lost nothing', async () => {
    await put('a')
    const { port } = new URL(host.tables.endpoint)
    const pid = execFileSync('pgrep', ['-f', `^[^ ]*dynoxide --host 127.0.0.1 --port ${port} `]).toString()
    process.kill(Number(pid), 'SIGKILL')

    await vi.waitFor(async () => expect(await get('a')).toBeDefined(), { timeout: 5000 })
    expect(reported).toContain('the embedded database died; starting it again')
  })

  it('stays as fast when the stream has grown', async () => {
    const transaction = (round: number, index: number) =>
      dynamo.send(
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
    const early = await timed(1)
    for (let round = 2; round < 5; round += 1) await timed(round)
    const late = await timed(5)

    expect(late).toBeLessThan(early * 3)
  }, 60_000)

  it('is refused by name for what is not emulated', async () => {
    await expect(
      dynamo.send(new ExecuteStatementCommand({ Statement: 'SELECT * FROM Tickets' })),
    ).rejects.toMatchObject({ name: 'UnknownOperationException' })
    expect((await dynamo.send(new ScanCommand({ TableName }))).Count).toBe(0)
  })
})

describe('what calls consume', () => {
  it('is told by table and kind, and the caller’s answer stays as it was', async () => {
    await put('a', { status: { S: 'open' }, text: { S: '"ConsumedCapacity":{"no":"member"}' } })
    const before = consumed.length
    expect((await get('a'))?.text).toEqual({ S: '"ConsumedCapacity":{"no":"member"}' })
    await dynamo.send(
      new TransactWriteItemsCommand({
        TransactItems: [{ Put: { TableName, Item: key('b') } }, { Delete: { TableName, Key: key('c') } }],
      }),
    )

    expect(consumed.slice(before)).toEqual([
      { tableName: TableName, kind: 'Read', units: 0.5 },
      { tableName: TableName, kind: 'Write', units: expect.any(Number) },
    ])
    expect(consumed.at(-1)?.units).toBeGreaterThanOrEqual(4)
  })

  it('is told once of a call that asks itself', async () => {
    const before = consumed.length
    const own = await dynamo.send(
      new GetItemCommand({ TableName, Key: key('a'), ConsistentRead: true, ReturnConsumedCapacity: 'TOTAL' }),
    )
    expect(own.ConsumedCapacity?.CapacityUnits).toBe(1)
    expect(consumed.slice(before)).toEqual([{ tableName: TableName, kind: 'Read', units: 1 }])
  })
})
