import { Duration, Stack } from 'aws-cdk-lib'
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch'
import * as sqs from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'
import type { FunctionName } from './access.ts'
import { business, degradedRate, PERIOD, split } from './business-metrics.ts'
import { costWidgets } from './dashboard/cost.ts'
import { dashboardName, type Rooms } from './grants.ts'
import type { Settings } from './settings.ts'
import { SupportFunction } from './support-function.ts'
import { placesOf } from './tables.ts'

const HOUR = Duration.hours(1)
/** Functions that read the stream of tickets. */
const STREAM_READERS: ReadonlySet<FunctionName> = new Set(['publish-changes', 'broadcast-change'])

const heading = (title: string, says: string): cloudwatch.IWidget =>
  new cloudwatch.TextWidget({ markdown: `# ${title}\n${says}`, width: 24, height: 2 })

const graph = (title: string, left: cloudwatch.IMetric[]): cloudwatch.GraphWidget =>
  new cloudwatch.GraphWidget({ title, left, width: 8, height: 6 })

/** One page for admins: the business, the health of the system, and its cost. */
export class Dashboard extends Construct {
  constructor(scope: Construct, id: string, rooms: Rooms) {
    super(scope, id)
    const stack = Stack.of(this)
    const dashboard = new cloudwatch.Dashboard(this, 'Dashboard', { dashboardName: dashboardName(rooms.settings) })
    dashboard.addWidgets(heading('Business', 'What people get'))
    for (const row of businessWidgets(rooms.settings)) dashboard.addWidgets(...row)
    dashboard.addWidgets(heading('Health', 'What carries it'))
    dashboard.addWidgets(...functionWidgets(stack))
    dashboard.addWidgets(...queueWidgets(rooms), apiWidget(rooms))
    dashboard.addWidgets(...failureWidgets(stack))
    dashboard.addWidgets(...tableWidgets(rooms))
    dashboard.addWidgets(heading('Cost', 'What it takes, without what it costs to be there'))
    dashboard.addWidgets(...costWidgets(stack, rooms))
  }
}

/** Rows of three graphs. */
const businessWidgets = (stage: Settings): cloudwatch.IWidget[][] => [
  [
    graph('Tickets', [business(stage, 'TicketsCreated', 'Sum'), business(stage, 'TicketsAssigned', 'Sum')]),
    graph('Time to the first agent, s', [
      business(stage, 'TimeToAssignSeconds', 'Average').with({ label: 'average' }),
      business(stage, 'TimeToAssignSeconds', 'p90').with({ label: 'p90' }),
    ]),
    new cloudwatch.GraphWidget({
      title: 'Waiting',
      left: [business(stage, 'TicketsWaiting', 'Maximum')],
      right: [business(stage, 'OldestWaitSeconds', 'Maximum')],
      width: 8,
      height: 6,
    }),
  ],
  [
    graph('Suggestions by source', [split(stage, 'TriageSuggestions', 'Sum', PERIOD)]),
    graph('Tickets without the model, %', [degradedRate(stage)]),
    graph('Suggestions that people found right, %', [
      business(stage, 'TriagePrecisionPercent', 'Maximum').with({ period: HOUR }),
    ]),
  ],
  [
    graph('Forecast of the next hour', [split(stage, 'ForecastNextHour', 'Maximum', HOUR)]),
    graph('Agents needed', [split(stage, 'AgentsNeeded', 'Maximum', HOUR)]),
    graph('Forecast error against last week', [split(stage, 'ForecastScaledError', 'Maximum', HOUR)]),
  ],
  [
    graph('Active connections', [business(stage, 'ActiveConnections', 'Maximum')]),
    graph('Mails', [business(stage, 'MailsSent', 'Sum'), business(stage, 'MailsLost', 'Sum')]),
    graph('Load put right', [business(stage, 'LoadDrift', 'Sum').with({ period: HOUR })]),
  ],
]

const functionWidgets = (stack: Stack): cloudwatch.IWidget[] => {
  const functions = stack.node.findAll().filter((construct) => construct instanceof SupportFunction)
  return [
    graph(
      'Errors',
      functions.map((fn) => fn.metricErrors({ period: PERIOD, label: fn.supportName })),
    ),
    graph(
      'Duration p99, ms',
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
      'Queue age, s',
      queues.map(([label, queue]) => queue.metricApproximateAgeOfOldestMessage({ period: PERIOD, label })),
    ),
    graph(
      'Queue depth',
      queues.map(([label, queue]) => queue.metricApproximateNumberOfMessagesVisible({ period: PERIOD, label })),
    ),
  ]
}

/** Messages that failed for good, and how far the readers of the stream are behind. */
const failureWidgets = (stack: Stack): cloudwatch.IWidget[] => {
  const all = stack.node.findAll()
  const deadLetters = all.flatMap((construct) =>
    construct instanceof sqs.Queue && construct.node.id.endsWith('DeadLetters') ? [construct] : [],
  )
  const readers = all.flatMap((construct) =>
    construct instanceof SupportFunction && STREAM_READERS.has(construct.supportName) ? [construct] : [],
  )
  return [
    graph(
      'Dead letters',
      deadLetters.map((queue) =>
        queue.metricApproximateNumberOfMessagesVisible({ period: PERIOD, label: queue.node.id }),
      ),
    ),
    graph(
      'Age of the stream at its readers, ms',
      readers.map((fn) => fn.metric('IteratorAge', { period: PERIOD, statistic: 'Maximum', label: fn.supportName })),
    ),
  ]
}

const apiWidget = ({ api }: Rooms): cloudwatch.IWidget =>
  new cloudwatch.GraphWidget({
    title: 'API',
    left: [
      api.http.metricCount({ period: PERIOD, statistic: 'Sum' }),
      api.http.metricClientError({ period: PERIOD, statistic: 'Sum' }),
      api.http.metricServerError({ period: PERIOD, statistic: 'Sum' }),
    ],
    right: [api.http.metricLatency({ period: PERIOD, statistic: 'p99' })],
    width: 8,
    height: 6,
  })

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
      'Throttled reads and writes',
      placesOf(tables).map(({ throttled }) => throttled),
    ),
  ]
}
