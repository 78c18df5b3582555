import { change, changeFirst, ENVIRONMENT, type Mutation, rewriteFirst, takeFirst } from './mutation.ts'

const addressOf = (api: string, scheme: string) => ({
  'Fn::Join': ['', [scheme, { Ref: api }, '.execute-api.us-east-1.', { Ref: 'AWS::URLSuffix' }, '/ws']],
})

const MAPPING = 'Lambda::EventSourceMapping'
const newRows = (prefix: string): string =>
  JSON.stringify({ eventName: ['INSERT'], dynamodb: { NewImage: { sk: { S: [{ prefix }] } } } })

/** Slips that leave every name of what works, stores and lets in, and take from it what it is for. */
export const hollowSlips: readonly Mutation[] = [
  [
    'a stream of which other rows are heard',
    'stream-filter',
    changeFirst(MAPPING, 'PublishChanges', 'FilterCriteria.Filters.0.Pattern', newRows('EVENTS#')),
  ],
  [
    'a stream of which changes are heard, and nothing new',
    'stream-filter',
    changeFirst(MAPPING, 'BroadcastChange', 'FilterCriteria.Filters.0.Pattern', '{"eventName":["MODIFY"]}'),
  ],
  [
    'a stream that is heard from now on',
    'starting-position',
    changeFirst(MAPPING, 'PublishChanges', 'StartingPosition', 'LATEST'),
  ],
  [
    'a rule that hears some of its events',
    'unheard-event',
    changeFirst('Events::Rule', 'TriageTicketRule', 'EventPattern.detail', { data: { priority: ['high'] } }),
  ],
  [
    'a rule that hears of one account',
    'unheard-event',
    changeFirst('Events::Rule', 'TriageTicketRule', 'EventPattern.account', ['111122223333']),
  ],
  [
    'a rule that brings a part of its events',
    'rule-target',
    changeFirst('Events::Rule', 'TriageTicketRule', 'Targets.0.InputPath', '$.detail'),
  ],
  [
    'a line that sets aside where another does',
    'redrive',
    change('TicketQueue', 'RedrivePolicy.deadLetterTargetArn', { 'Fn::GetAtt': ['TriageTicketDeadLetters', 'Arn'] }),
  ],
  ['a line that forgets', 'queue-retention', change('TicketQueue', 'MessageRetentionPeriod', 60)],
  ['a line that keeps everybody waiting', 'queue-delay', change('TicketQueue', 'DelaySeconds', 900)],
  [
    'a consumer that may run less often than it is called',
    'mapping-concurrency',
    change('AssignTicket', 'ReservedConcurrentExecutions', 5),
  ],
  [
    'messages that are dropped before they are read',
    'filter',
    changeFirst(MAPPING, 'AssignTicket', 'FilterCriteria', { Filters: [{ Pattern: '{"body":{"id":["1"]}}' }] }),
  ],
  [
    'a line that is read every five minutes',
    'queue-delay',
    changeFirst(MAPPING, 'AssignTicket', 'MaximumBatchingWindowInSeconds', 300),
  ],
  [
    'an outbox that gives up at once',
    'stream-retries',
    changeFirst(MAPPING, 'PublishChanges', 'MaximumRetryAttempts', 0),
  ],
  [
    'an outbox that gives up after a minute',
    'stream-retries',
    changeFirst(MAPPING, 'PublishChanges', 'MaximumRecordAgeInSeconds', 60),
  ],
  [
    'a queue under a key that the bus may not use',
    'send-permission',
    (all) => {
      change('TicketQueue', 'SqsManagedSseEnabled', undefined)(all)
      change('TicketQueue', 'KmsMasterKeyId', 'alias/aws/sqs')(all)
    },
  ],
  [
    'a topic under a key that CloudWatch may not use',
    'alarm-unheard',
    changeFirst('SNS::Topic', '', 'KmsMasterKeyId', 'alias/aws/sns'),
  ],
  [
    'a schedule that begins one day',
    'disabled',
    changeFirst('Scheduler::Schedule', 'sweep-queue', 'StartDate', '2030-01-01T00:00:00Z'),
  ],
  [
    'a schedule that ends',
    'disabled',
    changeFirst('Scheduler::Schedule', 'sweep-queue', 'EndDate', '2026-12-31T23:59:59Z'),
  ],

  [
    'a function that runs another’s code',
    'own-code',
    takeFirst('Lambda::Function', '"api-intake"', '"api-tickets"', 'Code'),
  ],
  [
    'a function in a network that it may not enter',
    'missing-grant',
    change('ApiIntake', 'VpcConfig', { SubnetIds: ['subnet-12345678'], SecurityGroupIds: ['sg-12345678'] }),
  ],
  [
    'a function that looks for rows in other shards',
    'setting-value',
    change('ApiTickets', `${ENVIRONMENT}.INDEX_SHARDS`, '4'),
  ],
  [
    'a function that counts under another name',
    'setting-value',
    change('ApiTickets', `${ENVIRONMENT}.POWERTOOLS_SERVICE_NAME`, 'tickets'),
  ],
  [
    'a broadcaster that speaks to an API',
    'setting-value',
    change('BroadcastChange', `${ENVIRONMENT}.SOCKET_ENDPOINT`, addressOf('HttpApi', 'https://')),
  ],
  [
    'a broadcaster that opens a socket to speak',
    'setting-value',
    change('BroadcastChange', `${ENVIRONMENT}.SOCKET_ENDPOINT`, addressOf('SocketApi', 'wss://')),
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
    'accounts that go when others take their place',
    'retain',
    (all) => Object.assign(all.UserPool ?? {}, { UpdateReplacePolicy: 'Delete' }),
  ],
  [
    'a key of links that goes with the stack',
    'retain',
    (all) => Object.assign(all.TrackingSecret ?? {}, { DeletionPolicy: 'Delete' }),
  ],
  ['a key that one can guess', 'secret', change('TrackingSecret', 'GenerateSecretString.PasswordLength', 4)],
  [
    'sessions of one hour',
    'auth-flow',
    change('UserPoolClient', 'ExplicitAuthFlows', ['ALLOW_ADMIN_USER_PASSWORD_AUTH']),
  ],
  ['tokens that no function may stamp at this price', 'token-trigger', change('UserPool', 'UserPoolTier', 'LITE')],
  [
    'a role’s group among other accounts',
    'group-missing',
    changeFirst('Cognito::UserPoolGroup', 'agents', 'UserPoolId', 'us-east-1_Other'),
  ],
  ['a client with a secret of its own', 'auth-flow', change('UserPoolClient', 'GenerateSecret', true)],

  [
    'grants that hold in a network that there is not',
    'missing-grant',
    (all) => {
      const path = 'Policies.0.PolicyDocument.Statement.0.Condition'
      change('ApiIntakeRole', path, { StringEquals: { 'aws:SourceVpc': 'vpc-1' } })(all)
    },
  ],
  [
    'a queue for every rule but its own',
    'send-permission',
    rewriteFirst('SQS::QueuePolicy', '"Ref":"SyncRoleQueue"', 'ArnEquals', 'ArnNotEquals'),
  ],
  [
    'a queue for whoever is a rule',
    'send-permission',
    rewriteFirst('SQS::QueuePolicy', '"Ref":"SyncRoleQueue"', 'aws:SourceArn', 'aws:PrincipalArn'),
  ],
  [
    'a topic for every account but its own',
    'alarm-unheard',
    rewriteFirst('SNS::TopicPolicy', '', '"StringEquals"', '"StringNotEquals"'),
  ],
  [
    'a bucket for every site but its own',
    'bucket-closed',
    rewriteFirst('S3::BucketPolicy', 'SiteSiteBucketPolicy', '"StringEquals"', '"StringNotEquals"'),
  ],
]
