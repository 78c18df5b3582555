import type { Resource } from '../support/own-template.ts'

/** A template that a mutation changes in place. */
export type Resources = Record<string, Resource>

/** Somebody's slip, and how it is made in our template. */
export type Mutation = readonly [slip: string, make: (resources: Resources) => void]

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json }

const isContainer = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

/**
 * Sets what a path leads to, or removes it.
 *
 * @param path keys and positions joined by dots, under the resource's properties
 * @param value undefined removes the key, or the list's entry
 * @throws Error if the path leads nowhere, so that a mutation that no longer fits the template is noticed
 */
export const set = (resources: Resources, id: string, path: string, value: Json | undefined): void => {
  const keys = path.split('.')
  const last = keys.pop() ?? ''
  const holder = keys.reduce<unknown>((at, key) => (isContainer(at) ? at[key] : undefined), resources[id]?.Properties)
  if (!isContainer(holder)) throw new Error(`${id} has no ${path}`)
  if (value !== undefined) holder[last] = value
  else if (Array.isArray(holder)) holder.splice(Number(last), 1)
  else delete holder[last]
}

/** Logical id of the first resource of a type whose JSON holds a text. */
export const idOf = (resources: Resources, type: string, holding = ''): string => {
  const [id] = Object.entries(resources).find(
    ([key, resource]) => resource.Type === `AWS::${type}` && `${key} ${JSON.stringify(resource)}`.includes(holding),
  ) ?? ['']
  if (!id) throw new Error(`no ${type} holds ${holding}`)
  return id
}

/** Takes an action out of every statement of a function's role. */
const revoke = (resources: Resources, role: string, action: string): void => {
  const before = JSON.stringify(resources[role])
  resources[role] = JSON.parse(
    before
      .replaceAll(`"Action":"${action}"`, '"Action":"logs:PutLogEvents"')
      .replaceAll(`"${action}",`, '')
      .replaceAll(`,"${action}"`, ''),
  )
  if (JSON.stringify(resources[role]) === before) throw new Error(`${role} is not allowed ${action}`)
}

const FLOOD = 'Rules.0'
const ENVIRONMENT = 'Environment.Variables'

/** Slips that a deployment or its first hour would punish; each must be found. */
export const slips: readonly Mutation[] = [
  // Functions
  ['a setting that Lambda reserves', (all) => set(all, 'ApiIntake', `${ENVIRONMENT}.AWS_REGION`, 'us-east-1')],
  ['an environment over 4 KB', (all) => set(all, 'ApiIntake', `${ENVIRONMENT}.NOTE`, 'x'.repeat(4200))],
  ['a setting with a dash', (all) => set(all, 'ApiIntake', `${ENVIRONMENT}.SITE-URL`, 'x')],
  ['a runtime that does not exist', (all) => set(all, 'ApiIntake', 'Runtime', 'nodejs25.y')],
  ['an old runtime', (all) => set(all, 'ApiIntake', 'Runtime', 'nodejs18.x')],
  ['a time-out over 15 minutes', (all) => set(all, 'ApiIntake', 'Timeout', 1000)],
  ['too little memory', (all) => set(all, 'ApiIntake', 'MemorySize', 64)],
  ['no role', (all) => set(all, 'ApiIntake', 'Role', undefined)],
  ['another function’s role', (all) => set(all, 'ApiIntake', 'Role', { 'Fn::GetAtt': ['ApiTicketsRole', 'Arn'] })],
  ['another handler', (all) => set(all, 'ApiIntake', 'Handler', 'index.main')],
  ['a misspelt property', (all) => set(all, 'ApiIntake', 'Memorysize', 512)],
  ['a reference to nothing', (all) => set(all, 'ApiIntake', `${ENVIRONMENT}.TICKETS_TABLE`, { Ref: 'Tickts' })],
  [
    'an attribute that does not exist',
    (all) => set(all, 'ApiIntake', `${ENVIRONMENT}.TICKETS_TABLE`, { 'Fn::GetAtt': ['Tickets', 'Name'] }),
  ],
  [
    'a log that is kept for ever',
    (all) => set(all, idOf(all, 'Logs::LogGroup', 'ApiIntakeLog'), 'RetentionInDays', undefined),
  ],

  // Queues and streams
  ['a visibility below six time-outs', (all) => set(all, 'TicketQueue', 'VisibilityTimeout', 60)],
  ['a consumer that takes longer', (all) => set(all, 'AssignTicket', 'Timeout', 120)],
  [
    'a batch over ten without a window',
    (all) => set(all, idOf(all, 'Lambda::EventSourceMapping', 'AssignTicket'), 'BatchSize', 100),
  ],
  [
    'a batch over the limit',
    (all) => set(all, idOf(all, 'Lambda::EventSourceMapping', 'AssignTicket'), 'BatchSize', 20_000),
  ],
  [
    'whole batches that fail',
    (all) => set(all, idOf(all, 'Lambda::EventSourceMapping', 'AssignTicket'), 'FunctionResponseTypes', undefined),
  ],
  ['a queue without dead letters', (all) => set(all, 'TicketQueue', 'RedrivePolicy', undefined)],
  ['dead letters at the first failure', (all) => set(all, 'TicketQueue', 'RedrivePolicy.maxReceiveCount', 1)],
  ['dead letters kept four days', (all) => set(all, 'TicketDeadLetters', 'MessageRetentionPeriod', undefined)],
  ['a queue that nobody reads', (all) => delete all[idOf(all, 'Lambda::EventSourceMapping', 'IndexTicket')]],
  [
    'a poison record that stops its shard',
    (all) => set(all, idOf(all, 'Lambda::EventSourceMapping', 'PublishChanges'), 'MaximumRetryAttempts', undefined),
  ],
  [
    'stream failures that are lost',
    (all) => set(all, idOf(all, 'Lambda::EventSourceMapping', 'PublishChanges'), 'DestinationConfig', undefined),
  ],
  [
    'a filter that is no JSON',
    (all) =>
      set(all, idOf(all, 'Lambda::EventSourceMapping', 'PublishChanges'), 'FilterCriteria.Filters.0.Pattern', '{'),
  ],

  // Tables
  ['an index over an undefined attribute', (all) => set(all, 'Tickets', 'AttributeDefinitions.2', undefined)],
  [
    'a definition that no key uses',
    (all) => set(all, 'Search', 'AttributeDefinitions.2', { AttributeName: 'spare', AttributeType: 'S' }),
  ],
  [
    'a key of five attributes',
    (all) =>
      set(
        all,
        'AgentLoad',
        'GlobalSecondaryIndexes.0.KeySchema',
        ['pk', 'sk', 'by_kind_key', 'by_kind_order', 'pk'].map((AttributeName) => ({ AttributeName, KeyType: 'HASH' })),
      ),
  ],
  ['a table that goes with the stack', (all) => Object.assign(all.Tickets ?? {}, { DeletionPolicy: 'Delete' })],
  ['a table that one call deletes', (all) => set(all, 'Tickets', 'DeletionProtectionEnabled', false)],
  ['a table without recovery', (all) => set(all, 'Tickets', 'PointInTimeRecoverySpecification', undefined)],
  ['rows that never expire', (all) => set(all, 'Connections', 'TimeToLiveSpecification', undefined)],

  // Events and schedules
  [
    'a rate of one minutes',
    (all) => set(all, idOf(all, 'Scheduler::Schedule', 'sweep-queue'), 'ScheduleExpression', 'rate(1 minutes)'),
  ],
  [
    'a cron of five fields',
    (all) => set(all, idOf(all, 'Scheduler::Schedule', 'sweep-queue'), 'ScheduleExpression', 'cron(0 10 * * ?)'),
  ],
  [
    'a cron of two days',
    (all) => set(all, idOf(all, 'Scheduler::Schedule', 'sweep-queue'), 'ScheduleExpression', 'cron(0 10 * * * *)'),
  ],
  [
    'a schedule on our own bus',
    (all) => set(all, idOf(all, 'Events::Rule', 'CheckMerges'), 'ScheduleExpression', 'rate(5 minutes)'),
  ],
  [
    'a pattern with an operator that does not exist',
    (all) => set(all, idOf(all, 'Events::Rule', 'SyncRoleRule'), 'EventPattern.source', [{ startsWith: 'plim' }]),
  ],
  [
    'a pattern on a field that no event has',
    (all) => set(all, idOf(all, 'Events::Rule', 'SyncRoleRule'), 'EventPattern.type', ['x']),
  ],
  [
    'a rule for an event that nobody publishes',
    (all) => set(all, idOf(all, 'Events::Rule', 'SyncRoleRule'), 'EventPattern.detail-type', ['AgentAproved']),
  ],
  ['a rule that calls nobody', (all) => set(all, idOf(all, 'Events::Rule', 'SyncRoleRule'), 'Targets', [])],

  // The APIs
  [
    'a route without a method',
    (all) => set(all, idOf(all, 'ApiGatewayV2::Route', 'POST /api/tickets"'), 'RouteKey', '/api/tickets'),
  ],
  [
    'a method that does not exist',
    (all) => set(all, idOf(all, 'ApiGatewayV2::Route', 'POST /api/tickets"'), 'RouteKey', 'PSOT /api/tickets'),
  ],
  [
    'a route twice',
    (all) => set(all, idOf(all, 'ApiGatewayV2::Route', 'POST /api/tickets"'), 'RouteKey', 'GET /api/tickets'),
  ],
  [
    'JWT without an authorizer',
    (all) => set(all, idOf(all, 'ApiGatewayV2::Route', 'GET /api/audit"'), 'AuthorizationType', 'JWT'),
  ],
  [
    'a JWT authorizer for any audience',
    (all) => {
      all.Jwt = {
        Type: 'AWS::ApiGatewayV2::Authorizer',
        Properties: {
          ApiId: { Ref: 'HttpApi' },
          AuthorizerType: 'JWT',
          Name: 'jwt',
          IdentitySource: ['$request.header.Authorization'],
          JwtConfiguration: { Issuer: 'https://example.com' },
        },
      }
    },
  ],
  [
    'a socket open to everybody',
    (all) => set(all, idOf(all, 'ApiGatewayV2::Route', '$connect'), 'AuthorizationType', 'NONE'),
  ],
  [
    'a negative throttle',
    (all) => set(all, idOf(all, 'ApiGatewayV2::Stage', 'HttpApi'), 'DefaultRouteSettings.ThrottlingBurstLimit', -1),
  ],
  [
    'a socket stage of another name',
    (all) => set(all, idOf(all, 'ApiGatewayV2::Stage', 'SocketApi'), 'StageName', 'prod'),
  ],
  ['an API that may not call its function', (all) => delete all[idOf(all, 'Lambda::Permission', 'ApiIntake')]],
  ['an authorizer that may not be asked', (all) => delete all[idOf(all, 'Lambda::Permission', 'AuthorizeSocket')]],
  ['a pool that may not call its trigger', (all) => delete all[idOf(all, 'Lambda::Permission', 'StampToken')]],
  ['a rule that may not call its function', (all) => delete all[idOf(all, 'Lambda::Permission', 'CheckMerges')]],
  ['a queue closed to the bus', (all) => delete all[idOf(all, 'SQS::QueuePolicy', '"Ref":"SyncRoleQueue"')]],

  // What hangs together
  ['a route that is gone', (all) => delete all[idOf(all, 'ApiGatewayV2::Route', 'POST /api/tickets"')]],
  ['a schedule that is gone', (all) => delete all[idOf(all, 'Scheduler::Schedule', 'sweep-queue')]],
  ['a schedule that is off', (all) => set(all, idOf(all, 'Scheduler::Schedule', 'sweep-queue'), 'State', 'DISABLED')],
  ['a rule that is off', (all) => set(all, idOf(all, 'Events::Rule', 'SyncRoleRule'), 'State', 'DISABLED')],
  [
    'an event that a queue no longer hears',
    (all) => set(all, idOf(all, 'Events::Rule', 'CountVolumeRule'), 'EventPattern.detail-type.0', undefined),
  ],
  [
    'a mapping that is off',
    (all) => set(all, idOf(all, 'Lambda::EventSourceMapping', 'AssignTicket'), 'Enabled', false),
  ],
  [
    'a stream without a filter',
    (all) => set(all, idOf(all, 'Lambda::EventSourceMapping', 'BroadcastChange'), 'FilterCriteria', undefined),
  ],
  ['a function without concurrency', (all) => set(all, 'ApiIntake', 'ReservedConcurrentExecutions', 0)],
  ['a queue that is not encrypted', (all) => set(all, 'TicketQueue', 'SqsManagedSseEnabled', false)],
  ['a schedule’s failures that are lost', (all) => set(all, 'SweepQueue', 'DeadLetterConfig', undefined)],

  // Accounts
  ['short passwords', (all) => set(all, 'UserPool', 'Policies.PasswordPolicy.MinimumLength', 8)],
  ['signing up past the API', (all) => set(all, 'UserPool', 'AdminCreateUserConfig', undefined)],
  ['tokens without a role', (all) => set(all, 'UserPool', 'LambdaConfig', undefined)],
  [
    'a client that tells who has an account',
    (all) => set(all, 'UserPoolClient', 'PreventUserExistenceErrors', 'LEGACY'),
  ],
  ['sessions that nobody can end', (all) => set(all, 'UserPoolClient', 'EnableTokenRevocation', false)],
  ['a secret in the template', (all) => set(all, 'TrackingSecret', 'SecretString', 'hush')],

  // The edge
  [
    'an API whose answers are cached',
    (all) =>
      set(
        all,
        idOf(all, 'CloudFront::Distribution'),
        'DistributionConfig.CacheBehaviors.0.CachePolicyId',
        '658327ea-f89d-4fab-a63d-7e88639e58f6',
      ),
  ],
  [
    'an address that the client may claim',
    (all) =>
      set(
        all,
        idOf(all, 'CloudFront::Distribution'),
        'DistributionConfig.CacheBehaviors.0.FunctionAssociations',
        undefined,
      ),
  ],
  [
    'a socket that CloudFront does not know',
    (all) => set(all, idOf(all, 'CloudFront::Distribution'), 'DistributionConfig.CacheBehaviors.1', undefined),
  ],
  ['a group of rules with an action', (all) => set(all, idOf(all, 'WAFv2::WebACL'), 'Rules.2.Action', { Block: {} })],
  ['a rule with an override', (all) => set(all, idOf(all, 'WAFv2::WebACL'), `${FLOOD}.OverrideAction`, { None: {} })],
  ['two rules of one priority', (all) => set(all, idOf(all, 'WAFv2::WebACL'), 'Rules.2.Priority', 0)],
  [
    'a window of 15 minutes',
    (all) => set(all, idOf(all, 'WAFv2::WebACL'), `${FLOOD}.Statement.RateBasedStatement.EvaluationWindowSec`, 900),
  ],
  [
    'an API without the origin secret',
    (all) =>
      set(all, idOf(all, 'CloudFront::Distribution'), 'DistributionConfig.Origins.1.OriginCustomHeaders', undefined),
  ],
  ['no firewall', (all) => set(all, idOf(all, 'CloudFront::Distribution'), 'DistributionConfig.WebACLId', undefined)],
  [
    'inline scripts',
    (all) =>
      set(
        all,
        idOf(all, 'CloudFront::ResponseHeadersPolicy'),
        'ResponseHeadersPolicyConfig.SecurityHeadersConfig.ContentSecurityPolicy.ContentSecurityPolicy',
        "default-src 'none'; script-src 'self' 'unsafe-inline'",
      ),
  ],
  ['a public bucket', (all) => set(all, 'SiteBucket', 'PublicAccessBlockConfiguration', undefined)],
  ['a bucket with a bad name', (all) => set(all, 'SiteBucket', 'BucketName', 'Plimsoll_Site')],

  // Permissions
  [
    'a misspelt action',
    (all) => set(all, 'ApiIntakeRole', 'Policies.0.PolicyDocument.Statement.2.Action', 'dynamodb:PutItems'),
  ],
  [
    'every action of a service',
    (all) => set(all, 'ApiIntakeRole', 'Policies.0.PolicyDocument.Statement.2.Action', 'dynamodb:*'),
  ],
  ['every resource', (all) => set(all, 'ApiIntakeRole', 'Policies.0.PolicyDocument.Statement.2.Resource', '*')],
  [
    'the right to delete events',
    (all) => set(all, 'ApiIntakeRole', 'Policies.0.PolicyDocument.Statement.2.Action', 'dynamodb:DeleteItem'),
  ],
  ['a policy of the wrong shape', (all) => set(all, 'ApiIntakeRole', 'Policies.0.PolicyDocument.Statement', 'none')],
  ['an intake that may not store', (all) => revoke(all, 'ApiIntakeRole', 'dynamodb:PutItem')],
  ['an intake that may not ring', (all) => revoke(all, 'ApiIntakeRole', 'sqs:SendMessage')],
  ['a door that may not read its secret', (all) => revoke(all, 'ApiMetaRole', 'secretsmanager:GetSecretValue')],
  ['an outbox that may not publish', (all) => revoke(all, 'PublishChangesRole', 'events:PutEvents')],
  [
    'a model that one region may not answer for',
    (all) => {
      const role = JSON.stringify(all.TriageTicketRole)
      all.TriageTicketRole = JSON.parse(role.replace('arn:aws:bedrock:us-west-2::', 'arn:aws:bedrock:eu-west-1::'))
    },
  ],
  ['a triage that may not ask', (all) => revoke(all, 'TriageTicketRole', 'bedrock:InvokeModel')],
  ['a postman that may not send', (all) => revoke(all, 'NotifyPeopleRole', 'ses:SendEmail')],
  ['a broadcaster that may not speak', (all) => revoke(all, 'BroadcastChangeRole', 'execute-api:ManageConnections')],
  ['a consumer that may not receive', (all) => revoke(all, 'AssignTicketRole', 'sqs:ReceiveMessage')],
  ['a reader that may not read the stream', (all) => revoke(all, 'PublishChangesRole', 'dynamodb:GetRecords')],
  ['a clock that may not call', (all) => set(all, idOf(all, 'IAM::Role', 'scheduler.amazonaws.com'), 'Policies', [])],

  // Watching
  [
    'an alarm without an operator',
    (all) => set(all, idOf(all, 'CloudWatch::Alarm', 'ApiIntake'), 'ComparisonOperator', undefined),
  ],
  [
    'an alarm that tells nobody',
    (all) => set(all, idOf(all, 'CloudWatch::Alarm', 'ApiIntake'), 'AlarmActions', undefined),
  ],
  [
    'an alarm on a metric that nobody publishes',
    (all) => set(all, idOf(all, 'CloudWatch::Alarm', 'ApiIntake'), 'MetricName', 'Error'),
  ],
  ['errors that nobody hears', (all) => delete all[idOf(all, 'CloudWatch::Alarm', 'ApiIntakeErrors')]],
  ['dead letters that nobody hears', (all) => delete all[idOf(all, 'CloudWatch::Alarm', 'TicketDeadLettersDepth')]],
  ['a backlog that nobody hears', (all) => delete all[idOf(all, 'CloudWatch::Alarm', 'TicketQueueAge')]],
  [
    'a dashboard that is no JSON',
    (all) => set(all, idOf(all, 'CloudWatch::Dashboard'), 'DashboardBody', '{"widgets": ['),
  ],
  [
    'a widget without a metric that exists',
    (all) =>
      set(
        all,
        idOf(all, 'CloudWatch::Dashboard'),
        'DashboardBody',
        JSON.stringify({ widgets: [{ type: 'metric', properties: { metrics: [['AWS/Lambda', 'Errorz']] } }] }),
      ),
  ],
  [
    'a widget with a misspelt metric of our own',
    (all) =>
      set(
        all,
        idOf(all, 'CloudWatch::Dashboard'),
        'DashboardBody',
        JSON.stringify({ widgets: [{ type: 'metric', properties: { metrics: [['Plimsoll', 'TicketCreated']] } }] }),
      ),
  ],
  [
    'a search for a misspelt metric of our own',
    (all) =>
      set(
        all,
        idOf(all, 'CloudWatch::Dashboard'),
        'DashboardBody',
        JSON.stringify({
          widgets: [
            {
              type: 'metric',
              properties: {
                metrics: [
                  [
                    {
                      expression: `SEARCH('{Plimsoll,department,service} MetricName="AgentNeeded" service="plimsoll"', 'Maximum')`,
                    },
                  ],
                ],
              },
            },
          ],
        }),
      ),
  ],
  [
    'a widget that computes with what it does not show',
    (all) =>
      set(
        all,
        idOf(all, 'CloudWatch::Dashboard'),
        'DashboardBody',
        JSON.stringify({
          widgets: [
            {
              type: 'metric',
              properties: {
                metrics: [
                  [{ expression: 'sent * 2' }],
                  ['Plimsoll', 'MailsSent', 'service', 'plimsoll', { id: 'mails' }],
                ],
              },
            },
          ],
        }),
      ),
  ],
  [
    'an alarm that computes with a metric that nobody publishes',
    (all) =>
      set(
        all,
        idOf(all, 'CloudWatch::Alarm', 'AuthorizeSocketErrors'),
        'Metrics.1.MetricStat.Metric.MetricName',
        'Error',
      ),
  ],
  [
    'an alarm that computes with what it does not look at',
    (all) =>
      set(all, idOf(all, 'CloudWatch::Alarm', 'AuthorizeSocketErrors'), 'Metrics.0.Expression', 'errors - refused'),
  ],
  [
    'two things that wait for each other',
    (all) => {
      Object.assign(all.Tickets ?? {}, { DependsOn: ['Search'] })
      Object.assign(all.Search ?? {}, { DependsOn: ['Tickets'] })
    },
  ],
]

/** Changes that a reviewer would wave through; none may be a finding. */
export const harmless: readonly Mutation[] = [
  ['another description', (all) => set(all, 'ApiIntake', 'Description', 'Opens tickets')],
  ['more memory', (all) => set(all, 'ApiIntake', 'MemorySize', 1769)],
  ['a shorter time-out', (all) => set(all, 'AssignTicket', 'Timeout', 20)],
  ['one more setting', (all) => set(all, 'ApiIntake', `${ENVIRONMENT}.LOG_LEVEL`, 'debug')],
  ['a longer visibility', (all) => set(all, 'TicketQueue', 'VisibilityTimeout', 900)],
  [
    'fewer consumers at once',
    (all) => set(all, idOf(all, 'Lambda::EventSourceMapping', 'AssignTicket'), 'ScalingConfig.MaximumConcurrency', 5),
  ],
  [
    'another rhythm',
    (all) => set(all, idOf(all, 'Scheduler::Schedule', 'sweep-queue'), 'ScheduleExpression', 'rate(2 minutes)'),
  ],
  [
    'a schedule by cron',
    (all) =>
      set(all, idOf(all, 'Scheduler::Schedule', 'check-merges'), 'ScheduleExpression', 'cron(15 * ? * MON-FRI *)'),
  ],
  ['a higher threshold', (all) => set(all, idOf(all, 'CloudWatch::Alarm', 'TicketQueueAge'), 'Threshold', 600)],
  ['a longer memory of logs', (all) => set(all, idOf(all, 'Logs::LogGroup', 'ApiIntakeLog'), 'RetentionInDays', 90)],
  [
    'a stricter flood rule',
    (all) => set(all, idOf(all, 'WAFv2::WebACL'), `${FLOOD}.Statement.RateBasedStatement.Limit`, 200),
  ],
  [
    'a lower throttle',
    (all) => set(all, idOf(all, 'ApiGatewayV2::Stage', 'HttpApi'), 'DefaultRouteSettings.ThrottlingRateLimit', 500),
  ],
]
