import { arnOf, changeFirst, type Mutation } from './mutation.ts'

const SCHEDULE = 'Scheduler::Schedule'

/** Slips in schedules. */
export const scheduleSlips: readonly Mutation[] = [
  [
    'a rate of one minutes',
    'schedule-expression',
    changeFirst(SCHEDULE, 'sweep-queue', 'ScheduleExpression', 'rate(1 minutes)'),
  ],
  [
    'a cron of five fields',
    'schedule-expression',
    changeFirst(SCHEDULE, 'sweep-queue', 'ScheduleExpression', 'cron(0 10 * * ?)'),
  ],
  [
    'a cron of two days',
    'schedule-expression',
    changeFirst(SCHEDULE, 'sweep-queue', 'ScheduleExpression', 'cron(0 10 * * * *)'),
  ],
  [
    'a schedule on our own bus',
    'schedule-bus',
    changeFirst('Events::Rule', 'CheckMerges', 'ScheduleExpression', 'rate(5 minutes)'),
  ],
  [
    'a month that there is not',
    'schedule-expression',
    changeFirst(SCHEDULE, 'sweep-queue', 'ScheduleExpression', 'cron(0 10 1 13 ? *)'),
  ],
  [
    'a day of the week that there is not',
    'schedule-expression',
    changeFirst(SCHEDULE, 'sweep-queue', 'ScheduleExpression', 'cron(0 10 ? * FOO *)'),
  ],
  [
    'a moment that there is not',
    'schedule-expression',
    changeFirst(SCHEDULE, 'sweep-queue', 'ScheduleExpression', 'at(2026-02-30T00:00:00)'),
  ],
  [
    'a rule for a moment',
    'schedule-expression',
    changeFirst('Events::Rule', 'CheckMerges', 'ScheduleExpression', 'at(2026-01-01T00:00:00)'),
  ],
  [
    'a schedule whose failures may not be set aside',
    'send-permission',
    changeFirst(SCHEDULE, 'sweep-queue', 'Target.DeadLetterConfig', {
      Arn: arnOf('CallDeadLetters'),
    }),
  ],
  [
    'a schedule that tells what is no JSON',
    'schedule-input',
    changeFirst(SCHEDULE, 'sweep-queue', 'Target.Input', '{'),
  ],
  [
    'a schedule at its time, with a window',
    'schedule-window',
    changeFirst(SCHEDULE, 'sweep-queue', 'FlexibleTimeWindow', { Mode: 'OFF', MaximumWindowInMinutes: 5 }),
  ],
  [
    'a schedule at any time',
    'schedule-window',
    changeFirst(SCHEDULE, 'sweep-queue', 'FlexibleTimeWindow', { Mode: 'FLEXIBLE' }),
  ],
  [
    'a schedule’s failures to a queue’s address',
    'redrive',
    changeFirst(SCHEDULE, 'sweep-queue', 'Target.DeadLetterConfig', { Arn: { Ref: 'CallDeadLetters' } }),
  ],
  [
    'a schedule that takes a role on by its name',
    'role-name',
    changeFirst(SCHEDULE, 'sweep-queue', 'Target.RoleArn', { Ref: 'SweepQueueRole' }),
  ],
  [
    'a schedule that begins one day',
    'disabled',
    changeFirst(SCHEDULE, 'sweep-queue', 'StartDate', '2030-01-01T00:00:00Z'),
  ],
  ['a schedule that ends', 'disabled', changeFirst(SCHEDULE, 'sweep-queue', 'EndDate', '2026-12-31T23:59:59Z')],
  [
    'a rate of seconds',
    'schedule-expression',
    changeFirst(SCHEDULE, 'sweep-queue', 'ScheduleExpression', 'rate(30 seconds)'),
  ],
  [
    'a rate of a half',
    'schedule-expression',
    changeFirst(SCHEDULE, 'sweep-queue', 'ScheduleExpression', 'rate(0.5 hours)'),
  ],
  [
    'a rate of nothing',
    'schedule-expression',
    changeFirst(SCHEDULE, 'sweep-queue', 'ScheduleExpression', 'rate(0 minutes)'),
  ],
  [
    'a rate in capitals',
    'schedule-expression',
    changeFirst(SCHEDULE, 'sweep-queue', 'ScheduleExpression', 'Rate(5 minutes)'),
  ],
  [
    'a rate without its blank',
    'schedule-expression',
    changeFirst(SCHEDULE, 'sweep-queue', 'ScheduleExpression', 'rate(5minutes)'),
  ],
  [
    'a cron of Sunday as nought',
    'schedule-expression',
    changeFirst(SCHEDULE, 'sweep-queue', 'ScheduleExpression', 'cron(0 3 ? * 0 *)'),
  ],
  [
    'a cron of the hour 24',
    'schedule-expression',
    changeFirst(SCHEDULE, 'sweep-queue', 'ScheduleExpression', 'cron(0 24 * * ? *)'),
  ],
  [
    'a cron with a step of nothing',
    'schedule-expression',
    changeFirst(SCHEDULE, 'sweep-queue', 'ScheduleExpression', 'cron(*/0 * * * ? *)'),
  ],
  [
    'a cron of years that are over',
    'disabled',
    changeFirst(SCHEDULE, 'sweep-queue', 'ScheduleExpression', 'cron(0 3 * * ? 2020)'),
  ],
  [
    'a cron of 30 February',
    'schedule-expression',
    changeFirst(SCHEDULE, 'sweep-queue', 'ScheduleExpression', 'cron(0 3 30 2 ? *)'),
  ],
  [
    'a moment that has passed',
    'disabled',
    changeFirst(SCHEDULE, 'sweep-queue', 'ScheduleExpression', 'at(2020-01-01T00:00:00)'),
  ],
  [
    'a moment for what is to come back',
    'disabled',
    changeFirst(SCHEDULE, 'sweep-queue', 'ScheduleExpression', 'at(2030-01-01T00:00:00)'),
  ],
  [
    'a zone of time that there is not',
    'schedule-expression',
    changeFirst(SCHEDULE, 'sweep-queue', 'ScheduleExpressionTimezone', 'Europe/Hamburg'),
  ],
  [
    'a schedule in a group that there is not',
    'schedule-group',
    changeFirst(SCHEDULE, 'sweep-queue', 'GroupName', 'plimsol'),
  ],
  [
    'a schedule under another role',
    'invoke-permission',
    changeFirst(SCHEDULE, 'sweep-queue', 'Target.RoleArn', arnOf('SweepQueueRole')),
  ],
  [
    'a role that Scheduler may not take on',
    'trust',
    changeFirst(
      'IAM::Role',
      'SchedulesRole',
      'AssumeRolePolicyDocument.Statement.0.Principal.Service',
      'events.amazonaws.com',
    ),
  ],
  [
    'a schedule for a function’s name',
    'schedule-target',
    changeFirst(SCHEDULE, 'sweep-queue', 'Target.Arn', { Ref: 'SweepQueue' }),
  ],
]
