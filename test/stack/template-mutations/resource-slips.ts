import { change, changeFirst, ENVIRONMENT, type Mutation, removeFirst } from './mutation.ts'

/** Slips in what runs and what stores. */
export const resourceSlips: readonly Mutation[] = [
  [
    'a setting that Lambda reserves',
    'reserved-environment',
    change('ApiIntake', `${ENVIRONMENT}.AWS_REGION`, 'us-east-1'),
  ],
  ['an environment over 4 KB', 'environment-size', change('ApiIntake', `${ENVIRONMENT}.NOTE`, 'x'.repeat(4200))],
  ['a setting with a dash', 'environment-name', change('ApiIntake', `${ENVIRONMENT}.SITE-URL`, 'x')],
  ['a runtime that does not exist', 'runtime', change('ApiIntake', 'Runtime', 'nodejs25.y')],
  ['an old runtime', 'runtime', change('ApiIntake', 'Runtime', 'nodejs18.x')],
  ['a time-out over 15 minutes', 'E3717', change('ApiIntake', 'Timeout', 1000)],
  ['too little memory', 'F3034', change('ApiIntake', 'MemorySize', 64)],
  ['no role', 'missing-grant', change('ApiIntake', 'Role', undefined)],
  ['another function’s role', 'own-role', change('ApiIntake', 'Role', { 'Fn::GetAtt': ['ApiTicketsRole', 'Arn'] })],
  ['a role by its name', 'role-name', change('ApiIntake', 'Role', { Ref: 'ApiIntakeRole' })],
  ['another handler', 'runtime', change('ApiIntake', 'Handler', 'index.main')],
  ['a misspelt property', 'F3002', change('ApiIntake', 'Memorysize', 512)],
  ['a reference to nothing', 'F1020', change('ApiIntake', `${ENVIRONMENT}.TICKETS_TABLE`, { Ref: 'Tickts' })],
  [
    'an attribute that does not exist',
    'E9004',
    change('ApiIntake', `${ENVIRONMENT}.TICKETS_TABLE`, { 'Fn::GetAtt': ['Tickets', 'Name'] }),
  ],
  [
    'a log that is kept for ever',
    'log-retention',
    changeFirst('Logs::LogGroup', 'ApiIntakeLog', 'RetentionInDays', undefined),
  ],

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
  [
    'accounts that go with the stack',
    'retain',
    (all) => Object.assign(all.UserPool ?? {}, { DeletionPolicy: 'Delete' }),
  ],
  [
    'a role with a policy that others write',
    'managed-policy',
    change('ApiIntakeRole', 'ManagedPolicyArns', ['arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole']),
  ],
  [
    'a function under another name',
    'unknown-function',
    (all) => Object.assign(all.ApiIntake?.Metadata ?? {}, { 'local:bundle': 'api-in' }),
  ],
  ['a function that is gone', 'function-missing', removeFirst('Lambda::Function', '"local:bundle":"sweep-queue"')],

  ['a function that is told nothing', 'setting-missing', change('ApiIntake', 'Environment', undefined)],
  [
    'a function that is not told its table',
    'setting-missing',
    change('StampToken', `${ENVIRONMENT}.AGENT_LOAD_TABLE`, undefined),
  ],
  [
    'a function that takes another table for its own',
    'setting-value',
    change('ApiIntake', `${ENVIRONMENT}.TICKETS_TABLE`, { Ref: 'Search' }),
  ],
  [
    'a function that rings another queue',
    'setting-value',
    change('ApiIntake', `${ENVIRONMENT}.TICKET_QUEUE_URL`, { Ref: 'SyncRoleQueue' }),
  ],
  [
    'a function that takes an ARN for an address',
    'setting-value',
    change('ApiIntake', `${ENVIRONMENT}.TICKET_QUEUE_URL`, { 'Fn::GetAtt': ['TicketQueue', 'Arn'] }),
  ],
  ['an intake whose caller gives up first', 'late-answer', change('ApiIntake', 'Timeout', 60)],
  ['a trigger that people’s signing in does not wait for', 'late-answer', change('StampToken', 'Timeout', 15)],
  ['a role that Lambda may not take on', 'trust', change('ApiIntakeRole', 'AssumeRolePolicyDocument.Statement', [])],

  ['a line that Lambda stops', 'recursive-loop', change('AssignTicket', 'RecursiveLoop', undefined)],
]
