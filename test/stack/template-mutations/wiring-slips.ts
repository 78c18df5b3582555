import { change, changeFirst, idOf, type Mutation, removeFirst } from './mutation.ts'

/** Slips between resources of which each is right by itself. */
export const wiringSlips: readonly Mutation[] = [
  ['a route that is gone', 'route-missing', removeFirst('ApiGatewayV2::Route', 'POST /api/tickets"')],
  ['a schedule that is gone', 'uncalled', removeFirst('Scheduler::Schedule', 'sweep-queue')],
  ['a schedule that is off', 'disabled', changeFirst('Scheduler::Schedule', 'sweep-queue', 'State', 'DISABLED')],
  ['a rule that is off', 'disabled', changeFirst('Events::Rule', 'SyncRoleRule', 'State', 'DISABLED')],
  [
    'an event that a queue no longer hears',
    'unheard-event',
    changeFirst('Events::Rule', 'CountVolumeRule', 'EventPattern.detail-type.0', undefined),
  ],
  ['a mapping that is off', 'disabled', changeFirst('Lambda::EventSourceMapping', 'AssignTicket', 'Enabled', false)],
  [
    'a stream without a filter',
    'stream-filter',
    changeFirst('Lambda::EventSourceMapping', 'BroadcastChange', 'FilterCriteria', undefined),
  ],
  ['a function without concurrency', 'disabled', change('ApiIntake', 'ReservedConcurrentExecutions', 0)],
  [
    'a mapping that a text switches off',
    'disabled',
    changeFirst('Lambda::EventSourceMapping', 'AssignTicket', 'Enabled', 'false'),
  ],
  ['a function without concurrency by a text', 'disabled', change('ApiIntake', 'ReservedConcurrentExecutions', '0')],
  [
    'an integration that gives up first',
    'late-answer',
    changeFirst('ApiGatewayV2::Integration', '"ApiIntake"', 'TimeoutInMillis', 1000),
  ],
  ['a queue that is not encrypted', 'AwsSolutions-SQS2', change('TicketQueue', 'SqsManagedSseEnabled', false)],
  ['a schedule’s failures that are lost', 'Serverless-LambdaDLQ', change('SweepQueue', 'DeadLetterConfig', undefined)],
  [
    'two things that wait for each other',
    'F3004',
    (all) => {
      Object.assign(all.Tickets ?? {}, { DependsOn: ['Search'] })
      Object.assign(all.Search ?? {}, { DependsOn: ['Tickets'] })
    },
  ],
  ['a socket that nobody closes', 'route-missing', removeFirst('ApiGatewayV2::Route', '$disconnect')],
  ['a socket that may not be closed', 'invoke-permission', removeFirst('Lambda::Permission', '$disconnect')],
  ['an API without a stage', 'stage-missing', removeFirst('ApiGatewayV2::Stage', 'HttpApi')],
  ['a schedule beside a rule that is gone', 'schedule-missing', removeFirst('Scheduler::Schedule', 'check-merges')],
  [
    'a schedule that is made before its group',
    'schedule-group',
    (all) => Object.assign(all[idOf(all, 'Scheduler::Schedule', 'sweep-queue')] ?? {}, { DependsOn: [] }),
  ],
  ['a role without a group', 'group-missing', removeFirst('Cognito::UserPoolGroup', 'agents')],
  ['pages that nobody copies', 'site-missing', removeFirst('Custom::CDKBucketDeployment', 'SiteFilesPages')],
  ['assets that nobody copies', 'site-missing', removeFirst('Custom::CDKBucketDeployment', 'SiteFilesAssets')],
  ['a bucket that CloudFront may not read', 'bucket-closed', removeFirst('S3::BucketPolicy', 'SiteSiteBucketPolicy')],
]
