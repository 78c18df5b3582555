import { AwsError } from '../aws-service.ts'
import type { TableClient } from './client.ts'

/** One change of a table as its stream reports it; images in DynamoDB's own JSON (`{ S: 'x' }`). */
export interface StreamRecord {
  readonly eventID: string
  readonly eventName: 'INSERT' | 'MODIFY' | 'REMOVE'
  readonly dynamodb: {
    readonly Keys: Readonly<Record<string, unknown>>
    readonly NewImage?: Readonly<Record<string, unknown>>
    readonly OldImage?: Readonly<Record<string, unknown>>
    /** Decimal digits; increasing, but not by one. */
    readonly SequenceNumber: string
    /** Seconds since the epoch. */
    readonly ApproximateCreationDateTime: number
    readonly SizeBytes: number
    readonly StreamViewType: string
  }
}

const OLDEST = 'TRIM_HORIZON'
const STREAMS = 'DynamoDBStreams_20120810'
/** Positions remembered per table: somewhat more than the readers of a stream. */
const MOST_POSITIONS = 8

interface Shard {
  readonly StreamArn: string
  readonly ShardId: string
}

/** Reads streams of one shard, as the embedded database has them, continuing from the last iterator where possible. */
export const streamReader = (client: TableClient) => {
  const shards = new Map<string, Shard>()
  const iterators = new Map<string, Map<string, string>>()

  const shardOf = async (tableName: string): Promise<Shard> => {
    const known = shards.get(tableName)
    if (known) return known
    const { Streams } = (await client.call('ListStreams', { TableName: tableName }, STREAMS)) as {
      readonly Streams: readonly { readonly StreamArn: string }[]
    }
    const StreamArn = Streams[0]?.StreamArn
    if (StreamArn === undefined) throw new Error(`table ${tableName} has no stream`)
    const { StreamDescription } = (await client.call('DescribeStream', { StreamArn }, STREAMS)) as {
      readonly StreamDescription: { readonly Shards: readonly { readonly ShardId: string }[] }
    }
    const ShardId = StreamDescription.Shards[0]?.ShardId
    if (ShardId === undefined) throw new Error(`the stream of table ${tableName} has no shard`)
    const shard = { StreamArn, ShardId }
    shards.set(tableName, shard)
    return shard
  }

  const iteratorAfter = async (tableName: string, after: string): Promise<string> => {
    const known = iterators.get(tableName)?.get(after)
    if (known !== undefined) return known
    const position =
      after === OLDEST
        ? { ShardIteratorType: OLDEST }
        : { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', SequenceNumber: after }
    const shard = await shardOf(tableName)
    return String((await client.call('GetShardIterator', { ...shard, ...position }, STREAMS)).ShardIterator)
  }

  const remember = (tableName: string, after: string, iterator: unknown): void => {
    const positions = iterators.get(tableName) ?? new Map<string, string>()
    positions.delete(after)
    positions.set(after, String(iterator))
    const [oldest] = positions.keys()
    if (positions.size > MOST_POSITIONS && oldest !== undefined) positions.delete(oldest)
    iterators.set(tableName, positions)
  }

  return async (tableName: string, after: string, limit: number): Promise<readonly StreamRecord[]> => {
    try {
      const ShardIterator = await iteratorAfter(tableName, after)
      const { Records, NextShardIterator } = (await client.call(
        'GetRecords',
        { ShardIterator, Limit: limit },
        STREAMS,
      )) as {
        readonly Records: readonly StreamRecord[]
        readonly NextShardIterator?: string
      }
      const last = Records.at(-1)?.dynamodb.SequenceNumber
      if (NextShardIterator !== undefined) remember(tableName, last ?? after, NextShardIterator)
      return Records
    } catch (error) {
      if (error instanceof AwsError) iterators.delete(tableName)
      throw error
    }
  }
}
