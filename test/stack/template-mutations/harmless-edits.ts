import { harmlessAdditions } from './harmless-additions.ts'
import { harmlessAlarms } from './harmless-alarms.ts'
import { harmlessGrants } from './harmless-grants.ts'
import { harmlessTuning } from './harmless-tuning.ts'
import { append, change, changeFirst, type Edit, ENVIRONMENT, FLOOD, idOf } from './mutation.ts'

/** Changes that a reviewer would wave through; none may be a finding. */
export const harmlessEdits: readonly Edit[] = [
  ...harmlessTuning,
  ...harmlessAlarms,
  ...harmlessAdditions,
  ...harmlessGrants,
  ['another description', change('ApiIntake', 'Description', 'Opens tickets')],
  ['more memory', change('ApiIntake', 'MemorySize', 1769)],
  ['a shorter time-out', change('AssignTicket', 'Timeout', 28)],
  ['one more setting', change('ApiIntake', `${ENVIRONMENT}.LOG_LEVEL`, 'debug')],
  ['a longer visibility', change('TicketQueue', 'VisibilityTimeout', 900)],
  [
    'fewer consumers at once',
    changeFirst('Lambda::EventSourceMapping', 'AssignTicket', 'ScalingConfig.MaximumConcurrency', 5),
  ],
  ['another rhythm', changeFirst('Scheduler::Schedule', 'sweep-queue', 'ScheduleExpression', 'rate(2 minutes)')],
  [
    'a schedule by cron',
    changeFirst('Scheduler::Schedule', 'check-merges', 'ScheduleExpression', 'cron(15 * ? * MON-FRI *)'),
  ],
  ['a higher threshold', changeFirst('CloudWatch::Alarm', 'TicketQueueAge', 'Threshold', 600)],
  ['a longer memory of logs', changeFirst('Logs::LogGroup', 'ApiIntakeLog', 'RetentionInDays', 90)],
  ['a laxer flood rule', changeFirst('WAFv2::WebACL', '', `${FLOOD}.Statement.RateBasedStatement.Limit`, 5_000)],
  ['a lower throttle', changeFirst('ApiGatewayV2::Stage', 'HttpApi', 'DefaultRouteSettings.ThrottlingRateLimit', 500)],
  ['an alarm by another percentile', changeFirst('CloudWatch::Alarm', 'ApiIntakeSlow', 'ExtendedStatistic', 'p95')],
  [
    'an alarm from its threshold on',
    changeFirst('CloudWatch::Alarm', 'ApiTicketsErrors', 'ComparisonOperator', 'GreaterThanOrEqualToThreshold'),
  ],
  [
    'an alarm that keeps its state in silence',
    changeFirst('CloudWatch::Alarm', 'ApiTicketsSlow', 'TreatMissingData', 'ignore'),
  ],
  [
    'names in other words',
    (all) => {
      const [fn, queue] = [`\${ApiPeople}`, `\${SyncRoleQueue.QueueName}`].map((text) => ({ 'Fn::Sub': text }))
      changeFirst('CloudWatch::Alarm', 'ApiPeopleErrors', 'Dimensions.0.Value', fn)(all)
      changeFirst('CloudWatch::Alarm', 'SyncRoleQueueAge', 'Dimensions.0.Value', queue)(all)
    },
  ],
  [
    'a sum of what an alarm has summed up before',
    (all) => {
      const id = idOf(all, 'CloudWatch::Alarm', 'ObservabilitySearchThrottled')
      change(id, 'Metrics.0', {
        Id: 'all',
        Expression: 'FILL(writes_Search, 0) + FILL(reads_Search, 0)',
        ReturnData: false,
      })(all)
      append(id, 'Metrics', { Id: 'most', Expression: 'MAX([all, 0])' })(all)
    },
  ],
  ['as many functions as are called at once', change('AssignTicket', 'ReservedConcurrentExecutions', 50)],
  [
    'a shorter patience with the stream',
    changeFirst('Lambda::EventSourceMapping', 'BroadcastChange', 'MaximumRecordAgeInSeconds', 7200),
  ],
  [
    'TLS for a year',
    changeFirst(
      'CloudFront::ResponseHeadersPolicy',
      '',
      'ResponseHeadersPolicyConfig.SecurityHeadersConfig.StrictTransportSecurity.AccessControlMaxAgeSec',
      31_536_000,
    ),
  ],
  [
    'another number of requests, for all functions alike',
    (all) => {
      for (const { Properties } of Object.values(all)) {
        const { Variables } = Object(Properties?.Environment)
        if (Variables?.RATE_LIMIT) Variables.RATE_LIMIT = '400'
      }
    },
  ],
  [
    'a denial of what nobody is granted',
    append('ApiIntakeRole', 'Policies.0.PolicyDocument.Statement', {
      Effect: 'Deny',
      Action: 's3:*',
      Resource: 'arn:aws:s3:::*',
    }),
  ],
  [
    'settings in other words',
    (all) => {
      change('ApiIntake', `${ENVIRONMENT}.TICKETS_TABLE`, { 'Fn::Sub': `\${Tickets}` })(all)
      change('ApiIntake', `${ENVIRONMENT}.TICKET_QUEUE_URL`, { 'Fn::GetAtt': ['TicketQueue', 'QueueUrl'] })(all)
    },
  ],
  [
    'origins that are named after the stack',
    (all) => {
      const id = idOf(all, 'CloudFront::Distribution', '')
      const named = JSON.stringify(all[id]).replaceAll(
        /"(Id|TargetOriginId)":"([^"]+)"/g,
        '"$1":{"Fn::Join":["-",[{"Ref":"AWS::StackName"},"$2"]]}',
      )
      all[id] = JSON.parse(named)
    },
  ],
]
