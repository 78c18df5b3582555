import {
  add,
  append,
  appendFirst,
  change,
  changeFirst,
  FLOOD,
  idOf,
  type Mutation,
  rewriteFirst,
  showOnDashboard,
} from './mutation.ts'

const ALARM = 'CloudWatch::Alarm'
const ACL = 'WAFv2::WebACL'
const STATEMENTS = 'Policies.0.PolicyDocument.Statement'

/** Slips of whoever is tired, in grants, alarms, routes and at the edge. */
export const wearySlips: readonly Mutation[] = [
  [
    'a route without its blank',
    'route-key',
    changeFirst('ApiGatewayV2::Route', 'GET /api/health', 'RouteKey', 'GET/api/health'),
  ],
  [
    'a route without its slash',
    'route-key',
    changeFirst('ApiGatewayV2::Route', 'GET /api/health', 'RouteKey', 'GET api/health'),
  ],
  [
    'a route in small letters',
    'route-key',
    changeFirst('ApiGatewayV2::Route', 'GET /api/health', 'RouteKey', 'get /api/health'),
  ],
  [
    'a route with an open brace',
    'route-key',
    changeFirst('ApiGatewayV2::Route', 'GET /api/health', 'RouteKey', 'GET /api/tickets/{id'),
  ],
  [
    'a route that takes the rest in its middle',
    'route-key',
    changeFirst('ApiGatewayV2::Route', 'GET /api/health', 'RouteKey', 'GET /api/{rest+}/health'),
  ],
  [
    'an authorizer of another API',
    'invoke-permission',
    changeFirst('ApiGatewayV2::Authorizer', '', 'ApiId', { Ref: 'HttpApi' }),
  ],
  [
    'a throttle of nought in quotes',
    'throttle',
    changeFirst('ApiGatewayV2::Stage', 'HttpApi', 'DefaultRouteSettings.ThrottlingBurstLimit', '0'),
  ],
  [
    'a permission for another service',
    'invoke-permission',
    changeFirst('Lambda::Permission', 'CheckMerges', 'Principal', 'event.amazonaws.com'),
  ],
  [
    'a permission for the wrong source',
    'invoke-permission',
    changeFirst('Lambda::Permission', 'CheckMerges', 'SourceArn', { 'Fn::GetAtt': ['Bus', 'Arn'] }),
  ],
  [
    'a permission to read a function',
    'invoke-permission',
    changeFirst('Lambda::Permission', 'CheckMerges', 'Action', 'lambda:GetFunction'),
  ],
  [
    'a grant on a queue’s address',
    'grant-name',
    rewriteFirst('IAM::Role', 'ApiIntakeRole', '{"Fn::GetAtt":["TicketQueue","Arn"]}', '{"Ref":"TicketQueue"}'),
  ],
  [
    'a grant on a table’s name',
    'grant-name',
    rewriteFirst('IAM::Role', 'ApiIntakeRole', '{"Fn::GetAtt":["Tickets","Arn"]}', '{"Ref":"Tickets"}'),
  ],
  [
    'the right to delete events, by a text',
    'append-only',
    append('ApiIntakeRole', STATEMENTS, {
      Effect: 'Allow',
      Action: 'dynamodb:DeleteItem',
      Resource: { 'Fn::Sub': `\${Tickets.Arn}` },
    }),
  ],
  [
    'a grant in the plural',
    'action-name',
    append('ApiIntakeRole', STATEMENTS, {
      Effect: 'Allow',
      Action: 'sqs:SendMessages',
      Resource: { 'Fn::GetAtt': ['TicketQueue', 'Arn'] },
    }),
  ],
  [
    'an action without its service',
    'action-name',
    append('ApiIntakeRole', STATEMENTS, {
      Effect: 'Allow',
      Action: 'SendMessage',
      Resource: { 'Fn::GetAtt': ['TicketQueue', 'Arn'] },
    }),
  ],
  [
    'an effect that is none',
    'missing-grant',
    rewriteFirst('IAM::Role', 'ApiIntakeRole', '"Effect":"Allow"', '"Effect":"allow"'),
  ],
  [
    'line failures to a queue’s address',
    'redrive',
    change('TicketQueue', 'RedrivePolicy.deadLetterTargetArn', { Ref: 'TicketDeadLetters' }),
  ],
  ['a line without a count', 'redrive', change('TicketQueue', 'RedrivePolicy.maxReceiveCount', undefined)],
  ['a visibility of five time-outs', 'visibility', change('TicketQueue', 'VisibilityTimeout', 150)],
  ['a visibility that nobody says', 'visibility', change('TicketQueue', 'VisibilityTimeout', undefined)],
  [
    'a bucket half closed',
    'public-bucket',
    change('SiteBucket', 'PublicAccessBlockConfiguration.RestrictPublicBuckets', false),
  ],
  [
    'an end of rows by another name',
    'time-to-live',
    change('Connections', 'TimeToLiveSpecification.AttributeName', 'expiresAt'),
  ],
  ['a stream of keys', 'stream-missing', change('Tickets', 'StreamSpecification.StreamViewType', 'KEYS_ONLY')],
  [
    'a group of rules that lets all else through',
    'waf-action',
    changeFirst(ACL, '', 'Rules.2.OverrideAction', { Allow: {} }),
  ],
  ['a flood that only counts', 'waf-answer', changeFirst(ACL, '', `${FLOOD}.Action`, { Count: {} })],
  ['a flood that lets through', 'waf-answer', changeFirst(ACL, '', `${FLOOD}.Action`, { Allow: {} })],
  [
    'a window of 30 seconds in quotes',
    'waf-window',
    changeFirst(ACL, '', `${FLOOD}.Statement.RateBasedStatement.EvaluationWindowSec`, '30'),
  ],
  ['a limit of five in quotes', 'waf-limit', changeFirst(ACL, '', `${FLOOD}.Statement.RateBasedStatement.Limit`, '5')],
  ['two priorities alike, once in quotes', 'waf-priority', changeFirst(ACL, '', 'Rules.1.Priority', '0')],
  [
    'two rules of one name',
    'waf-rules',
    appendFirst(ACL, '', 'Rules', {
      Name: 'GuestFlood',
      Priority: 50,
      Action: { Block: {} },
      Statement: { GeoMatchStatement: { CountryCodes: ['AQ'] } },
      VisibilityConfig: { CloudWatchMetricsEnabled: true, MetricName: 'x', SampledRequestsEnabled: true },
    }),
  ],
  ['an alarm of 90 seconds', 'alarm-periods', changeFirst(ALARM, 'ApiIntakeErrors', 'Period', 90)],
  [
    'an alarm of more points than periods',
    'alarm-periods',
    changeFirst(ALARM, 'ApiIntakeErrors', 'DatapointsToAlarm', 3),
  ],
  [
    'an alarm that is switched off in quotes',
    'alarm-silent',
    changeFirst(ALARM, 'ApiIntakeErrors', 'ActionsEnabled', 'false'),
  ],
  ['an alarm on a metric in other letters', 'metric', changeFirst(ALARM, 'ApiIntakeErrors', 'MetricName', 'errors')],
  [
    'a metric that is set aside in quotes, and computed with by nothing',
    'alarm-missing',
    (all) => {
      const id = idOf(all, ALARM, 'ObservabilitySearchThrottled')
      change(id, 'Metrics.0.Expression', 'FILL(writes_Search, 0)')(all)
      change(id, 'Metrics.1.ReturnData', 'false')(all)
    },
  ],
  ['a namespace in other letters', 'metric', changeFirst(ALARM, 'ApiIntakeErrors', 'Namespace', 'AWS/lambda')],
  ['an alarm above what no time-out reaches', 'alarm-late', changeFirst(ALARM, 'ApiIntakeSlow', 'Threshold', '15000')],
  [
    'an alarm on a filter’s metric that no filter makes',
    'metric',
    add('Lost', 'AWS::CloudWatch::Alarm', {
      Namespace: 'PlimsollLogs',
      MetricName: 'Warnings',
      Statistic: 'Sum',
      Period: 300,
      EvaluationPeriods: 1,
      Threshold: 0,
      ComparisonOperator: 'GreaterThanThreshold',
      AlarmActions: [{ Ref: 'ObservabilityAlarms72EB291A' }],
    }),
  ],
  ['a widget of what nobody counts', 'metric', showOnDashboard([['Plimsoll', 'TicketsOpened', 'service', 'plimsoll']])],
  [
    'a widget of a service’s metric in other letters',
    'metric',
    showOnDashboard([['AWS/Events', 'matchedEvents', 'EventBusName', 'plimsoll']]),
  ],
  [
    'a widget that computes with nothing',
    'expression',
    showOnDashboard([[{ expression: 'm1 / m2', id: 'e1' }], ['AWS/Lambda', 'Errors', { id: 'm1' }]]),
  ],
  ['a secret in a setting', 'secret', change('ApiMeta', 'Environment.Variables.API_KEY', 'AKIAIOSFODNN7EXAMPLE')],
  [
    'a secret’s value in a setting',
    'secret',
    change('ApiMeta', 'Environment.Variables.SIGNING_KEY', {
      'Fn::Sub': `{{resolve:secretsmanager:\${OriginSecret}}}`,
    }),
  ],
  ['a secret of few letters', 'secret', change('OriginSecret', 'GenerateSecretString.PasswordLength', '12')],
  [
    'accounts that another client makes',
    'sign-up',
    (all) => {
      change(idOf(all, 'Cognito::UserPool', ''), 'AdminCreateUserConfig.AllowAdminCreateUserOnly', 'false')(all)
    },
  ],
]
