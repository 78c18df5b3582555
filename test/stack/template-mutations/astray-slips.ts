import { type Change, change, changeFirst, ENVIRONMENT, FLOOD, idOf, type Mutation } from './mutation.ts'

const addressOf = (api: string, scheme: string) => ({
  'Fn::Join': ['', [scheme, { Ref: api }, '.execute-api.us-east-1.', { Ref: 'AWS::URLSuffix' }, '/ws']],
})

/** Writes one text for another wherever it stands in the first resource of a type that holds a third. */
const rewriteFirst =
  (type: string, holding: string, one: string, other: string): Change =>
  (resources) => {
    const id = idOf(resources, type, holding)
    resources[id] = JSON.parse(JSON.stringify(resources[id]).replaceAll(one, other))
  }

/** Gives a resource what another of its type has at the same place. */
const takeFirst =
  (type: string, holding: string, other: string, property: string): Change =>
  (resources) => {
    const taken = resources[idOf(resources, type, other)]?.Properties[property]
    Object.assign(resources[idOf(resources, type, holding)]?.Properties ?? {}, { [property]: taken })
  }

const DISTRIBUTION = 'CloudFront::Distribution'
const MAPPING = 'Lambda::EventSourceMapping'
const newRows = (prefix: string): string =>
  JSON.stringify({ eventName: ['INSERT'], dynamodb: { NewImage: { sk: { S: [{ prefix }] } } } })

/** Slips that leave every name in its place, and what it stands for elsewhere. */
export const astraySlips: readonly Mutation[] = [
  [
    'a route that another function serves',
    'route-target',
    takeFirst('ApiGatewayV2::Route', 'POST /api/tickets"', 'GET /api/health', 'Target'),
  ],
  [
    'a route for whoever signs as AWS does',
    'route-authorizer',
    changeFirst('ApiGatewayV2::Route', 'POST /api/tickets"', 'AuthorizationType', 'AWS_IAM'),
  ],
  [
    'a socket that asks for a header that browsers cannot send',
    'socket-admission',
    changeFirst('ApiGatewayV2::Authorizer', '', 'IdentitySource', ['route.request.header.Authorization']),
  ],

  [
    'an API’s path that leads to the pages',
    'behaviour-missing',
    (all) => {
      const pages = idOf(all, DISTRIBUTION, '')
      const { DefaultCacheBehavior } = JSON.parse(JSON.stringify(all[pages]?.Properties.DistributionConfig))
      change(pages, 'DistributionConfig.CacheBehaviors.1.TargetOriginId', DefaultCacheBehavior.TargetOriginId)(all)
    },
  ],
  [
    'two APIs that have changed places',
    'behaviour-missing',
    (all) => {
      rewriteFirst(DISTRIBUTION, '', '"HttpApi"', '"Other"')(all)
      rewriteFirst(DISTRIBUTION, '', '"SocketApi"', '"HttpApi"')(all)
      rewriteFirst(DISTRIBUTION, '', '"Other"', '"SocketApi"')(all)
    },
  ],
  [
    'an API that is asked under another path',
    'behaviour-missing',
    changeFirst(DISTRIBUTION, '', 'DistributionConfig.Origins.1.OriginPath', '/prod'),
  ],
  [
    'an API that is asked by the site’s name',
    'behaviour-request',
    // AllViewer, AWS's policy beside ours in every list.
    changeFirst(
      DISTRIBUTION,
      '',
      'DistributionConfig.CacheBehaviors.1.OriginRequestPolicyId',
      '216adef6-5c7f-47e4-b989-5492eafa07d3',
    ),
  ],
  [
    'an API behind the function of the pages',
    'viewer-address',
    (all) => {
      const id = idOf(all, DISTRIBUTION, '')
      const { DefaultCacheBehavior } = JSON.parse(JSON.stringify(all[id]?.Properties.DistributionConfig))
      const path = 'DistributionConfig.CacheBehaviors.1.FunctionAssociations'
      change(id, path, DefaultCacheBehavior.FunctionAssociations)(all)
    },
  ],
  [
    'pages whose paths are read when they are on their way back',
    'behaviour-request',
    changeFirst(
      DISTRIBUTION,
      '',
      'DistributionConfig.DefaultCacheBehavior.FunctionAssociations.0.EventType',
      'viewer-response',
    ),
  ],
  [
    'an API that is shown another secret',
    'origin-secret',
    rewriteFirst(DISTRIBUTION, '', '"OriginSecret"', '"TrackingSecret"'),
  ],
  [
    'pages that CloudFront keeps',
    'site-cache',
    changeFirst('Custom::CDKBucketDeployment', 'SiteFilesPages', 'DistributionPaths', undefined),
  ],
  [
    'a flood that stops everybody',
    'waf-limit',
    changeFirst('WAFv2::WebACL', '', `${FLOOD}.Statement.RateBasedStatement.AggregateKeyType`, 'CONSTANT'),
  ],
  ['a flood of another path', 'waf-limit', rewriteFirst('WAFv2::WebACL', '', '"/api"', '"/apis"')],

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
    'a schedule that ends',
    'disabled',
    changeFirst('Scheduler::Schedule', 'sweep-queue', 'EndDate', '2026-12-31T23:59:59Z'),
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
