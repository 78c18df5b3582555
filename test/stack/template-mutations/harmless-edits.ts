import { append, change, changeFirst, type Edit, ENVIRONMENT, FLOOD, idOf } from './mutation.ts'

/** Changes that a reviewer would wave through; none may be a finding. */
export const harmlessEdits: readonly Edit[] = [
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
