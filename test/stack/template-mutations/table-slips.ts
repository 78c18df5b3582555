import { append, change, type Mutation } from './mutation.ts'

/** Slips in tables. */
export const tableSlips: readonly Mutation[] = [
  ['an index over an undefined attribute', 'key-undefined', change('Tickets', 'AttributeDefinitions.2', undefined)],
  [
    'a definition that no key uses',
    'key-unused',
    change('Search', 'AttributeDefinitions.2', { AttributeName: 'spare', AttributeType: 'S' }),
  ],
  [
    'a key of five attributes',
    'key-length',
    change(
      'AgentLoad',
      'GlobalSecondaryIndexes.0.KeySchema',
      ['pk', 'sk', 'by_kind_key', 'by_kind_order', 'pk'].map((AttributeName) => ({ AttributeName, KeyType: 'HASH' })),
    ),
  ],
  [
    'a table that goes with the stack',
    'retain',
    (all) => Object.assign(all.Tickets ?? {}, { DeletionPolicy: 'Delete' }),
  ],
  ['a table that one call deletes', 'deletion-protection', change('Tickets', 'DeletionProtectionEnabled', false)],
  ['a table without recovery', 'recovery', change('Tickets', 'PointInTimeRecoverySpecification', undefined)],
  ['rows that never expire', 'time-to-live', change('Connections', 'TimeToLiveSpecification', undefined)],
  [
    'an index without a partition key',
    'key-missing',
    change('Tickets', 'GlobalSecondaryIndexes.0.KeySchema.0', undefined),
  ],
  ['two indexes of one name', 'index-twice', change('Tickets', 'GlobalSecondaryIndexes.1.IndexName', 'by_requester')],
  [
    'an index with a space in its name',
    'index-name',
    change('Tickets', 'GlobalSecondaryIndexes.0.IndexName', 'by requester'),
  ],
  ['an index that is gone', 'index-missing', change('Tickets', 'GlobalSecondaryIndexes.0', undefined)],
  [
    'an index in another order',
    'index-missing',
    change('AgentLoad', 'GlobalSecondaryIndexes.0.KeySchema.1.AttributeName', 'sk'),
  ],
  [
    'an index of keys alone',
    'index-missing',
    change('AgentLoad', 'GlobalSecondaryIndexes.0.Projection.ProjectionType', 'KEYS_ONLY'),
  ],
  ['a table of other keys', 'table-missing', change('Search', 'KeySchema.1', undefined)],
  ['a table that is a bucket', 'table-missing', (all) => Object.assign(all.Search ?? {}, { Type: 'AWS::S3::Bucket' })],
  ['a table whose changes nobody hears', 'stream-missing', change('Tickets', 'StreamSpecification', undefined)],
  ['a stream without what was', 'stream-missing', change('Tickets', 'StreamSpecification.StreamViewType', 'NEW_IMAGE')],
  [
    'an end that another attribute names',
    'time-to-live',
    change('Connections', 'TimeToLiveSpecification.AttributeName', 'ttl'),
  ],
  [
    'a table of many regions over an undefined attribute',
    'key-undefined',
    (all) => {
      all.Everywhere = {
        Type: 'AWS::DynamoDB::GlobalTable',
        Properties: {
          AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
          KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
          Replicas: [{ Region: 'us-east-1' }],
        },
      }
    },
  ],
  ['a key that is no text', 'key-type', change('Tickets', 'AttributeDefinitions.1.AttributeType', 'N')],
  [
    'a table of one read a second',
    'table-capacity',
    (all) => {
      change('Search', 'BillingMode', 'PROVISIONED')(all)
      change('Search', 'ProvisionedThroughput', { ReadCapacityUnits: 1, WriteCapacityUnits: 1 })(all)
    },
  ],
  [
    'a table with a highest price',
    'table-capacity',
    change('Search', 'OnDemandThroughput', { MaxReadRequestUnits: 1, MaxWriteRequestUnits: 1 }),
  ],
  [
    'a table that goes when another takes its place',
    'retain',
    (all) => Object.assign(all.Tickets ?? {}, { UpdateReplacePolicy: 'Delete' }),
  ],
  [
    'a sort key alone of five',
    'key-length',
    (all) => {
      const names = ['a', 'b', 'c', 'd', 'e']
      for (const name of names)
        append('Search', 'AttributeDefinitions', { AttributeName: name, AttributeType: 'S' })(all)
      change('Search', 'GlobalSecondaryIndexes', [
        {
          IndexName: 'many',
          Projection: { ProjectionType: 'ALL' },
          KeySchema: [
            { AttributeName: 'pk', KeyType: 'HASH' },
            ...names.map((AttributeName) => ({ AttributeName, KeyType: 'RANGE' })),
          ],
        },
      ])(all)
    },
  ],
  ['a key whose kind is misspelt', 'key-missing', change('Search', 'KeySchema.0.KeyType', 'HASHKEY')],
  [
    'an index whose sort key stands first',
    'key-missing',
    (all) =>
      change('Insight', 'GlobalSecondaryIndexes.0.KeySchema', [
        { AttributeName: 'by_kind_order', KeyType: 'RANGE' },
        { AttributeName: 'by_kind_key', KeyType: 'HASH' },
      ])(all),
  ],
  ['a key that is a list', 'key-type', change('Search', 'AttributeDefinitions.0.AttributeType', 'L')],
  [
    'an index without a projection',
    'index-missing',
    change('Insight', 'GlobalSecondaryIndexes.0.Projection', undefined),
  ],
  [
    'an end of rows by another name',
    'time-to-live',
    change('Connections', 'TimeToLiveSpecification.AttributeName', 'expiresAt'),
  ],
  ['a stream of keys', 'stream-missing', change('Tickets', 'StreamSpecification.StreamViewType', 'KEYS_ONLY')],
]
