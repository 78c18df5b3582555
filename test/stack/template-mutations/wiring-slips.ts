import { change, changeFirst, type Mutation, removeFirst } from './mutation.ts'

/** Slips that leave every resource right by itself. */
export const wiringSlips: readonly Mutation[] = [
  ['a route that is gone', removeFirst('ApiGatewayV2::Route', 'POST /api/tickets"')],
  ['a schedule that is gone', removeFirst('Scheduler::Schedule', 'sweep-queue')],
  ['a schedule that is off', changeFirst('Scheduler::Schedule', 'sweep-queue', 'State', 'DISABLED')],
  ['a rule that is off', changeFirst('Events::Rule', 'SyncRoleRule', 'State', 'DISABLED')],
  [
    'an event that a queue no longer hears',
    changeFirst('Events::Rule', 'CountVolumeRule', 'EventPattern.detail-type.0', undefined),
  ],
  ['a mapping that is off', changeFirst('Lambda::EventSourceMapping', 'AssignTicket', 'Enabled', false)],
  [
    'a stream without a filter',
    changeFirst('Lambda::EventSourceMapping', 'BroadcastChange', 'FilterCriteria', undefined),
  ],
  ['a function without concurrency', change('ApiIntake', 'ReservedConcurrentExecutions', 0)],
  ['a queue that is not encrypted', change('TicketQueue', 'SqsManagedSseEnabled', false)],
  ['a schedule’s failures that are lost', change('SweepQueue', 'DeadLetterConfig', undefined)],
  [
    'two things that wait for each other',
    (all) => {
      Object.assign(all.Tickets ?? {}, { DependsOn: ['Search'] })
      Object.assign(all.Search ?? {}, { DependsOn: ['Tickets'] })
    },
  ],
]
