import { DatabaseSync } from 'node:sqlite'
import {
  BatchWriteItemCommand,
  DescribeTableCommand,
  QueryCommand,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { startQueues } from '../../lib/local/queues.ts'
import { startTables } from '../../lib/local/tables.ts'
import { startEmulatedAws, templateOf } from './emulated-aws.ts'
import { key, pksOf, startTicketTables, TableName, type TicketTables } from './ticket-tables.ts'
import { ticketTemplate } from './ticket-template.ts'

let one: TicketTables
beforeEach(async () => {
  one = await startTicketTables()
})
afterEach(() => one.close())

describe('the tables of the template', () => {
  it('exist with their index, stream, time to live and the ARN of this account and region', async () => {
    await one.put('a', { status: { S: 'open' } })
    const { Items } = await one.dynamo().send(
      new QueryCommand({
        TableName,
        IndexName: 'by_status',
        KeyConditionExpression: '#s = :s',
        ExpressionAttributeNames: { '#s': 'status' },
        ExpressionAttributeValues: { ':s': { S: 'open' } },
      }),
    )
    const { Table } = await one.dynamo().send(new DescribeTableCommand({ TableName }))

    expect(Items).toHaveLength(1)
    expect(Table?.TableArn).toBe('arn:aws:dynamodb:us-east-1:000000000000:table/Tickets')
    expect(Table?.StreamSpecification).toEqual({ StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' })
  })

  it('keep their items over a restart and gain an index that is new in the template', async () => {
    await one.put('a', { status: { S: 'open' }, team: { S: 'billing' } })
    await one.stop()
    const document = ticketTemplate()
    const { Properties } = document.Resources.Tickets
    Properties.AttributeDefinitions.push({ AttributeName: 'team', AttributeType: 'S' })
    Properties.GlobalSecondaryIndexes.push({
      IndexName: 'by_team',
      KeySchema: [{ AttributeName: 'team', KeyType: 'HASH' }],
      Projection: { ProjectionType: 'KEYS_ONLY' },
    })
    await one.start(document)

    const { Items } = await one.dynamo().send(
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

    const other = startEmulatedAws({ dataDir: one.folder, document })
    await expect(other).rejects.toThrow(/table Tickets differs from the template in its keys.*--fresh/)
  })

  it('say in one line that their folder cannot be used', async () => {
    const template = templateOf(ticketTemplate(), () => 0)
    const dataDir = `${one.folder}/missing`

    const started = startTables({ template, dataDir, endpoint: undefined, report: () => {} })
    await expect(started).rejects.toThrow(
      /^the embedded database did not start on .*missing\/tables\.sqlite: .*unable to open/,
    )
    await expect(startQueues({ template, dataDir })).rejects.toThrow(/^cannot open .*missing\/queues\.sqlite: /)
  })

  it('lose an item once it expires, and the stream records it', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
    await one.stop()
    await one.start()
    await one.put('gone', { expires_at: { N: '1000' } })
    await one.put('kept', { expires_at: { N: String(Math.floor(Date.now() / 1000) + 1000) } })
    const told = new Promise<void>((resolve) => {
      one.host().tables.onWrite(TableName, resolve)
    })
    await vi.advanceTimersByTimeAsync(15_000)
    vi.useRealTimers()
    await told

    expect(await one.get('gone')).toBeUndefined()
    expect(await one.get('kept')).toBeDefined()
    const records = await one.host().tables.readStream(TableName, 'TRIM_HORIZON', 100)
    expect(records.map(({ eventName }) => eventName)).toEqual(['INSERT', 'INSERT', 'REMOVE'])
  })
})

describe('a stream', () => {
  it('is read from its start and on from a position, in order, with both images', async () => {
    for (const pk of ['a', 'b', 'c']) await one.put(pk)
    await one.put('a', { status: { S: 'open' } })

    const first = await one.host().tables.readStream(TableName, 'TRIM_HORIZON', 2)
    expect(pksOf(first)).toEqual(['a', 'b'])
    const position = first.at(-1)?.dynamodb.SequenceNumber ?? ''
    const rest = await one.host().tables.readStream(TableName, position, 100)
    expect(pksOf(rest)).toEqual(['c', 'a'])
    expect(rest.at(-1)).toMatchObject({
      eventName: 'MODIFY',
      dynamodb: { OldImage: key('a'), NewImage: { status: { S: 'open' } } },
    })
    expect(pksOf(await one.host().tables.readStream(TableName, position, 100))).toEqual(['c', 'a'])

    const end = rest.at(-1)?.dynamodb.SequenceNumber ?? ''
    expect(await one.host().tables.readStream(TableName, end, 100)).toEqual([])
    await one.put('d')
    expect(pksOf(await one.host().tables.readStream(TableName, end, 100))).toEqual(['d'])
  })

  it('notifies its listeners of each kind of write, and of no read', async () => {
    const listener = vi.fn()
    const stop = one.host().tables.onWrite(TableName, listener)
    await one.put('a')
    await one.dynamo().send(new TransactWriteItemsCommand({ TransactItems: [{ Put: { TableName, Item: key('b') } }] }))
    await one
      .dynamo()
      .send(new BatchWriteItemCommand({ RequestItems: { Tickets: [{ PutRequest: { Item: key('c') } }] } }))
    await one.get('a')
    expect(listener).toHaveBeenCalledTimes(3)

    stop()
    await one.put('d')
    expect(listener).toHaveBeenCalledTimes(3)
  })

  it('forgets records older than a day at the start, and continues its numbering', async () => {
    for (const pk of ['a', 'b']) await one.put(pk)
    const before = await one.host().tables.readStream(TableName, 'TRIM_HORIZON', 100)
    await one.stop()
    const file = new DatabaseSync(`${one.folder}/tables.sqlite`)
    file.exec('UPDATE _stream_records SET created_at = created_at - 90000')
    file.close()
    await one.start()

    const position = before.at(-1)?.dynamodb.SequenceNumber ?? ''
    expect(await one.host().tables.readStream(TableName, 'TRIM_HORIZON', 100)).toHaveLength(1)
    await one.put('c')
    expect(pksOf(await one.host().tables.readStream(TableName, position, 100))).toEqual(['c'])
  })

  it('does not make writes read the whole stream', async () => {
    const file = new DatabaseSync(`${one.folder}/tables.sqlite`)
    const plan = (query: string) => JSON.stringify(file.prepare(`EXPLAIN QUERY PLAN ${query}`).all('Tickets'))

    expect(plan('SELECT MAX(CAST(sequence_number AS INTEGER)) FROM _stream_records WHERE table_name = ?')).toContain(
      'USING COVERING INDEX stream_by_sequence',
    )
    file.close()
  })
})
