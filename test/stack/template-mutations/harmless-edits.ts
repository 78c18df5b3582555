import { change, changeFirst, type Edit } from './mutation.ts'

const ENVIRONMENT = 'Environment.Variables'

const FLOOD = 'Rules.0'

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
]
