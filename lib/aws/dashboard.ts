import { Duration, Stack } from 'aws-cdk-lib'
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch'
import { Construct } from 'constructs'
import { business, byDepartment, PERIOD } from './business-metrics.ts'
import type { Rooms } from './grants.ts'
import { stagedName } from './settings.ts'
import { SupportFunction } from './support-function.ts'

const graph = (title: string, left: cloudwatch.IMetric[]): cloudwatch.GraphWidget =>
  new cloudwatch.GraphWidget({ title, left, width: 8, height: 6 })

/** One page for admins: the business first, then what carries it. */
export class Dashboard extends Construct {
  constructor(scope: Construct, id: string, rooms: Rooms) {
    super(scope, id)
    const dashboard = new cloudwatch.Dashboard(this, 'Dashboard', { dashboardName: stagedName(rooms.settings) })
    dashboard.addWidgets(
      graph('Tickets', [business('TicketsCreated', 'Sum'), business('TicketsAssigned', 'Sum')]),
      graph('Waiting', [business('TicketsWaiting', 'Maximum'), business('OldestWaitSeconds', 'Maximum')]),
      graph('Triage', [business('TriageCompleted', 'Sum'), business('TriageDegraded', 'Sum')]),
      graph('Suggestions that people found right, %', [
        business('TriagePrecisionPercent', 'Maximum').with({ period: Duration.hours(1) }),
      ]),
    )
    dashboard.addWidgets(
      graph('Forecast of the next hour', [byDepartment('ForecastNextHour')]),
      graph('Agents needed', [byDepartment('AgentsNeeded')]),
      graph('Forecast error against last week', [byDepartment('ForecastScaledError')]),
    )
    dashboard.addWidgets(...functionWidgets(Stack.of(this)))
    dashboard.addWidgets(...queueWidgets(rooms), apiWidget(rooms))
    dashboard.addWidgets(...tableWidgets(rooms))
  }
}

const functionWidgets = (stack: Stack): cloudwatch.IWidget[] => {
  const functions = stack.node.findAll().filter((construct) => construct instanceof SupportFunction)
  return [
    graph(
      'Errors',
      functions.map((fn) => fn.metricErrors({ period: PERIOD, label: fn.supportName })),
    ),
    graph(
      'Duration p99',
      functions.map((fn) => fn.metricDuration({ period: PERIOD, statistic: 'p99', label: fn.supportName })),
    ),
    graph(
      'Invocations',
      functions.map((fn) => fn.metricInvocations({ period: PERIOD, label: fn.supportName })),
    ),
  ]
}

const queueWidgets = ({ messaging }: Rooms): cloudwatch.IWidget[] => {
  const queues = Object.entries(messaging.queues)
  return [
    graph(
      'Queue age',
      queues.map(([label, queue]) => queue.metricApproximateAgeOfOldestMessage({ period: PERIOD, label })),
    ),
    graph(
      'Queue depth',
      queues.map(([label, queue]) => queue.metricApproximateNumberOfMessagesVisible({ period: PERIOD, label })),
    ),
  ]
}

const apiWidget = ({ api }: Rooms): cloudwatch.IWidget =>
  graph('API', [
    api.http.metricCount({ period: PERIOD, statistic: 'Sum' }),
    api.http.metricClientError({ period: PERIOD, statistic: 'Sum' }),
    api.http.metricServerError({ period: PERIOD, statistic: 'Sum' }),
    api.http.metricLatency({ period: PERIOD, statistic: 'p99' }),
  ])

const tableWidgets = ({ tables }: Rooms): cloudwatch.IWidget[] => {
  const all = Object.entries(tables.byName)
  return [
    graph(
      'Write units',
      all.map(([label, table]) => table.metricConsumedWriteCapacityUnits({ period: PERIOD, label })),
    ),
    graph(
      'Read units',
      all.map(([label, table]) => table.metricConsumedReadCapacityUnits({ period: PERIOD, label })),
    ),
    graph(
      'Throttled requests',
      all.map(([label, table]) => table.metric('ThrottledRequests', { period: PERIOD, statistic: 'Sum', label })),
    ),
  ]
}
