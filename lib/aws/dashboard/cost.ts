import { Duration, type Stack } from 'aws-cdk-lib'
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch'
import { business } from '../business-metrics.ts'
import { memoryOf } from '../function-kinds.ts'
import type { Rooms } from '../grants.ts'
import prices from '../prices.json' with { type: 'json' }
import { SupportFunction } from '../support-function.ts'

/** Period of all costs: minutes would be too short for a cost per ticket, since a ticket lives longer. */
const HOUR = Duration.hours(1)
/** Upper bound: a message is sent, received and deleted by one request each, and batches need fewer. */
const REQUESTS_PER_MESSAGE = 3

type Price = keyof typeof prices.per_million

const hourly = (metric: cloudwatch.Metric): cloudwatch.Metric => metric.with({ statistic: 'Sum', period: HOUR })

/** USD per unit, written without an exponent, which CloudWatch does not understand. */
const usd = (name: Price, times = 1): string => ((prices.per_million[name] * times) / 1_000_000).toFixed(15)

const metric = (namespace: string, metricName: string, dimensionsMap: Record<string, string> = {}): cloudwatch.Metric =>
  new cloudwatch.Metric({ namespace, metricName, dimensionsMap, statistic: 'Sum', period: HOUR })

interface Priced {
  readonly metric: cloudwatch.Metric
  /** USD per unit of the metric. */
  readonly price: string
}

/** Cost of several metrics together per hour. A metric without data costs nothing. */
const costOf = (label: string, id: string, priced: readonly Priced[]): cloudwatch.MathExpression =>
  new cloudwatch.MathExpression({
    expression: priced.map(({ price }, place) => `FILL(${id}${place}, 0) * ${price}`).join(' + '),
    usingMetrics: Object.fromEntries(priced.map((each, place) => [`${id}${place}`, hourly(each.metric)])),
    label,
    period: HOUR,
  })

const tableCosts = ({ tables }: Rooms): readonly Priced[] =>
  Object.values(tables.byName).flatMap((table) => [
    { metric: table.metricConsumedWriteCapacityUnits(), price: usd('dynamodb write units') },
    { metric: table.metricConsumedReadCapacityUnits(), price: usd('dynamodb read units') },
  ])

const functionTime = (functions: readonly SupportFunction[]): readonly Priced[] =>
  functions.map((fn) => ({
    metric: fn.metricDuration(),
    // Measured in milliseconds, billed per GB-second.
    price: usd('lambda GB-seconds (arm64)', memoryOf(fn.kind) / 1_024 / 1_000),
  }))

const functionCalls = (functions: readonly SupportFunction[]): readonly Priced[] =>
  functions.map((fn) => ({ metric: fn.metricInvocations(), price: usd('lambda requests') }))

const requestCosts = ({ api, socket }: Rooms): readonly Priced[] => [
  ...(['http api requests', 'cloudfront requests', 'waf requests'] as const).map((name) => ({
    metric: api.http.metricCount(),
    price: usd(name),
  })),
  {
    metric: metric('AWS/ApiGateway', 'MessageCount', { ApiId: socket.api.apiId }),
    price: usd('websocket messages'),
  },
]

const messageCosts = ({ messaging }: Rooms): readonly Priced[] => [
  ...Object.values(messaging.queues).map((queue) => ({
    metric: queue.metricNumberOfMessagesSent(),
    price: usd('sqs requests', REQUESTS_PER_MESSAGE),
  })),
  { metric: metric('AWS/Events', 'PutEventsEntriesCount'), price: usd('eventbridge events') },
]

const modelCosts = ({ settings }: Rooms): readonly Priced[] => [
  { metric: metric('AWS/Bedrock', 'InputTokenCount', { ModelId: settings.modelId }), price: usd('model input tokens') },
  {
    metric: metric('AWS/Bedrock', 'OutputTokenCount', { ModelId: settings.modelId }),
    price: usd('model output tokens'),
  },
]

/** The stack's usage costs by service, without fixed costs. */
const costs = (stack: Stack, rooms: Rooms): Readonly<Record<string, cloudwatch.MathExpression>> => {
  const functions = stack.node.findAll().filter((construct) => construct instanceof SupportFunction)
  return {
    tables: costOf('Tables', 'units', tableCosts(rooms)),
    time: costOf('Function time', 'ms', functionTime(functions)),
    calls: costOf('Function calls', 'call', functionCalls(functions)),
    requests: costOf('Requests and sockets', 'request', requestCosts(rooms)),
    messages: costOf('Events and queues', 'message', messageCosts(rooms)),
    model: costOf('Model', 'token', modelCosts(rooms)),
    mails: costOf('Mails', 'mail', [{ metric: business(rooms.settings, 'MailsSent', 'Sum'), price: usd('ses mails') }]),
  }
}

/** The dashboard's cost section: computed live from consumption and the price list. */
export const costWidgets = (stack: Stack, rooms: Rooms): cloudwatch.IWidget[] => {
  const parts = costs(stack, rooms)
  const perTicket = new cloudwatch.MathExpression({
    expression: `(${Object.keys(parts).join(' + ')}) / tickets`,
    usingMetrics: { ...parts, tickets: hourly(business(rooms.settings, 'TicketsCreated', 'Sum')) },
    label: 'USD per ticket that came in',
    period: HOUR,
  })
  return [
    new cloudwatch.GraphWidget({
      title: 'Cost by service, USD an hour',
      left: Object.values(parts),
      stacked: true,
      width: 12,
      height: 6,
    }),
    new cloudwatch.GraphWidget({ title: 'Cost per ticket, USD', left: [perTicket], width: 12, height: 6 }),
  ]
}
