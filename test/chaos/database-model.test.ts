import { isDeepStrictEqual } from 'node:util'
import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { unmarshall } from '@aws-sdk/util-dynamodb'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type IndexShape, tables } from '../../functions/stores/tables.ts'
import { type TableClient, tableClient } from '../../lib/local/tables/client.ts'
import type { StreamRecord } from '../../lib/local/tables/streams.ts'
import { streamReader } from '../../lib/local/tables/streams.ts'
import { startEmbeddedTables } from '../support/embedded-tables.ts'
import { type Answer, answerOf, callEmbedded } from './database/embedded-answers.ts'
import {
  anyOperation,
  INDEX_PARTITIONS,
  inSequence,
  type Operation,
  PARTITIONS,
  TABLES,
} from './database/generated-operations.ts'
import { type Change, type DatabaseModel, newDatabaseModel, type Row } from './database-model.ts'

let stop: () => Promise<void>
let documents: DynamoDBDocumentClient
let streams: TableClient

beforeAll(async () => {
  stop = await startEmbeddedTables()
  documents = (await import('../../functions/stores/documents.ts')).documents
  streams = tableClient(process.env.AWS_ENDPOINT_URL_DYNAMODB ?? '', async () => {})
})

afterAll(async () => {
  streams.close()
  documents.destroy()
  await stop()
})

const SEQUENCES = 300
const SEED = 20_261_121
/** The least number of times that each outcome must be compared, so that agreement means something. */
const FEW = 5

/** The model and the embedded database, which receive the same calls. */
interface Pair {
  readonly model: DatabaseModel
  readonly modelAnswer: (operation: Operation) => Promise<Answer>
  readonly embeddedAnswer: (operation: Operation) => Promise<Answer>
}

const newPair = (): Pair & { readonly changes: readonly Change[] } => {
  const model = newDatabaseModel(tables)
  const changes: Change[] = []
  model.onChange((change) => changes.push(change))
  return {
    model,
    changes,
    modelAnswer: ({ operation, input }) => answerOf(() => model.execute(operation, input)),
    embeddedAnswer: (operation) => answerOf(() => callEmbedded(documents, operation)),
  }
}

/**
 * Known difference: if an update creates a row and asks for the old one, the embedded database answers with the new
 * row's key. DynamoDB answers with nothing, and so does the model.
 */
const asInDynamo = ({ operation, input }: Operation, wasThere: boolean, answer: Answer): Answer => {
  const asksForOld = 'ReturnValues' in input && input.ReturnValues === 'ALL_OLD'
  if (operation !== 'Update' || wasThere || !asksForOld || !('Attributes' in answer)) return answer
  const { Attributes, ...rest } = answer
  return rest
}

const isThere = ({ model }: Pair, { input }: Operation): boolean =>
  'Key' in input && 'Item' in model.execute('Get', input)

/** The query for all rows of a partition of a table or of one of its indexes. */
const partitionQuery = (TableName: string, partition: string, index?: IndexShape): Operation => ({
  operation: 'Query',
  input: {
    TableName,
    ...(index && { IndexName: index.name }),
    KeyConditionExpression: '#key = :key',
    ExpressionAttributeNames: { '#key': index?.partitionKey ?? 'pk' },
    ExpressionAttributeValues: { ':key': partition },
  },
})

/** Queries that show every generated row, as the tables and as their indexes have it. */
const ALL_ROWS = TABLES.flatMap((name) => [
  ...PARTITIONS.map((partition) => partitionQuery(name, partition)),
  ...tables[name].indexes.flatMap((index) =>
    INDEX_PARTITIONS.map((partition) => partitionQuery(name, partition, index)),
  ),
])

const asInStream = ({ before, after }: Change): object => ({
  event: before ? (after ? 'MODIFY' : 'REMOVE') : 'INSERT',
  before,
  after,
})

const image = (marshalled: unknown): Row | undefined =>
  marshalled === undefined ? undefined : unmarshall(marshalled as Record<string, AttributeValue>)

const fromStream = ({ eventName, dynamodb }: StreamRecord) => {
  const { OldImage, NewImage } = dynamodb as { readonly OldImage?: unknown; readonly NewImage?: unknown }
  return { event: eventName, before: image(OldImage), after: image(NewImage) }
}

/**
 * Known difference: the embedded database's stream also reports a write that changes nothing. DynamoDB's does not, and
 * neither does the model.
 */
const changesOnly = (records: readonly StreamRecord[]): readonly StreamRecord[] =>
  records.filter((record) => {
    const { before, after } = fromStream(record)
    return !isDeepStrictEqual(before, after)
  })

/** Reads a stream from where it last stopped. */
const newStream = (table: string) => {
  const read = streamReader(streams)
  let position = 'TRIM_HORIZON'
  return async (): Promise<readonly StreamRecord[]> => {
    const records: StreamRecord[] = []
    for (;;) {
      const some = await read(table, position, 1000)
      if (some.length === 0) return records
      records.push(...some)
      position = some.at(-1)?.dynamodb.SequenceNumber ?? position
    }
  }
}

const byRow = <One>(list: readonly One[], rowOf: (one: One) => Row): Readonly<Record<string, readonly One[]>> =>
  Object.fromEntries(Map.groupBy(list, (one) => `${rowOf(one).pk} ${rowOf(one).sk}`))

describe('the model of the database beside the embedded one', () => {
  it(`answers every call alike, holds the same rows and tells the same changes, over ${SEQUENCES} sequences`, async () => {
    const stream = newStream('Tickets')
    const outcomes = new Map<string, number>()
    let sequences = 0

    const step = async (pair: Pair, operation: Operation): Promise<void> => {
      const wasThere = isThere(pair, operation)
      const answer = await pair.modelAnswer(operation)
      expect(answer).toEqual(asInDynamo(operation, wasThere, await pair.embeddedAnswer(operation)))
      const outcome = `${operation.operation} ${String(answer.error ?? 'done')}`
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1)
    }

    const anyStep = fc.record({ operation: anyOperation, times: fc.constantFrom(1, 1, 1, 2) })
    const sequence = fc.asyncProperty(fc.array(anyStep, { minLength: 1, maxLength: 30 }), async (steps) => {
      sequences += 1
      const own = <Value>(value: Value): Value => inSequence(value, `${sequences}/`)
      const pair = newPair()
      for (const { operation, times } of steps)
        for (let time = 0; time < times; time += 1) await step(pair, own(operation))

      await Promise.all(
        own(ALL_ROWS).map(async (query) =>
          expect(await pair.modelAnswer(query)).toEqual(await pair.embeddedAnswer(query)),
        ),
      )
      // A failed sequence leaves its records behind.
      const isOwn = ({ dynamodb }: StreamRecord): boolean => own(PARTITIONS).includes(String(image(dynamodb.Keys)?.pk))
      const told = byRow(changesOnly((await stream()).filter(isOwn)), ({ dynamodb }) => image(dynamodb.Keys) ?? {})
      const changes = pair.changes.filter(({ table }) => table === 'Tickets')
      const expected = byRow(changes, ({ before, after }) => after ?? before ?? {})
      expect(Object.keys(expected).toSorted()).toEqual(Object.keys(told).toSorted())
      for (const [row, records] of Object.entries(told))
        expect(expected[row]?.map(asInStream)).toEqual(records.map(fromStream))
    })
    // A fixed seed, so that a new failure has its cause in a change.
    await fc.assert(sequence, { numRuns: SEQUENCES, seed: SEED })

    for (const often of [
      'Put done',
      'Put ConditionalCheckFailedException',
      'Update done',
      'Update ConditionalCheckFailedException',
      'Update ValidationException',
      'Delete done',
      'Query done',
      'TransactWrite done',
      'TransactWrite TransactionCanceledException',
      'TransactWrite IdempotentParameterMismatchException',
    ])
      expect(outcomes.get(often), often).toBeGreaterThan(FEW)
  })

  it('refuses an empty key in a condition, as DynamoDB does; the embedded database finds nothing', async () => {
    const { modelAnswer, embeddedAnswer } = newPair()
    const query = partitionQuery('Tickets', '')
    expect(await modelAnswer(query)).toMatchObject({ error: 'ValidationException' })
    expect(await embeddedAnswer(query)).toMatchObject({ Items: [] })
  })

  it('refuses an update within a null, which is no map, as DynamoDB does; the embedded database makes it one', async () => {
    const { modelAnswer, embeddedAnswer } = newPair()
    const TableName = 'Tickets'
    const Key = { pk: 'null', sk: 'parent' }
    const put = { operation: 'Put', input: { TableName, Item: { ...Key, author: null } } }
    const update = {
      operation: 'Update',
      input: {
        TableName,
        Key,
        UpdateExpression: 'SET author.title = :none',
        ExpressionAttributeValues: { ':none': 0 },
      },
    }
    expect(await modelAnswer(put)).toEqual(await embeddedAnswer(put))
    expect(await modelAnswer(update)).toMatchObject({ error: 'ValidationException' })
    expect(await embeddedAnswer(update)).toEqual({})
  })

  it('lets an attribute have any name; the embedded database refuses reserved words, as DynamoDB does', async () => {
    const { modelAnswer, embeddedAnswer } = newPair()
    const update = {
      operation: 'Update',
      input: {
        TableName: 'Tickets',
        Key: { pk: 'reserved', sk: 'word' },
        UpdateExpression: 'SET capacity = :one',
        ExpressionAttributeValues: { ':one': 1 },
      },
    }
    expect(await modelAnswer(update)).toEqual({})
    expect(await embeddedAnswer(update)).toMatchObject({ error: 'ValidationException' })
  })
})
