import type { AwsAnswer, AwsCall, AwsService } from '../aws-service.ts'
import type { Metrics } from '../metrics.ts'
import type { ConsumedUnits } from '../tables/meter.ts'

/** What AWS would bill, counted under CloudWatch's names. */
export interface Usage {
  /** Wraps the services to count each permitted call, and the entries, messages and tokens that are billed. */
  counted(services: Readonly<Record<string, AwsService>>): Readonly<Record<string, AwsService>>
  consumed(units: ConsumedUnits): void
  /** Counts an answer of the HTTP API. */
  answered(apiId: string, status: number, durationMs: number): void
  /** Counts a message that a queue accepted. */
  sent(queueName: string): void
}

interface Counted {
  readonly Entries?: readonly unknown[]
  readonly usage?: { readonly inputTokens?: number; readonly outputTokens?: number }
}

const bodyOf = ({ body }: { readonly body: string | Buffer }): Counted => JSON.parse(body.toString())

/** @param socketApiId of the WebSocket API, if there is one */
export const usageIn = (metrics: Metrics, socketApiId: string | undefined): Usage => {
  const count = (namespace: string, name: string, dimensions: Readonly<Record<string, string>>, amount: number): void =>
    metrics.add(namespace, name, 'Count', dimensions, amount)

  const noteAnswer = (service: string, call: AwsCall, answer: AwsAnswer): void => {
    count('AWS/Usage', 'CallCount', { Service: service, Resource: call.operation }, 1)
    if (answer.status !== 200) return
    if (call.operation === 'PutEvents')
      count('AWS/Events', 'PutEventsEntriesCount', {}, bodyOf(call).Entries?.length ?? 0)
    if (call.operation === 'PostToConnection' && socketApiId !== undefined)
      count('AWS/ApiGateway', 'MessageCount', { ApiId: socketApiId }, 1)
    if (service !== 'bedrock') return
    const ModelId = decodeURIComponent(call.path.split('/')[2] ?? '')
    const { inputTokens = 0, outputTokens = 0 } = bodyOf(answer).usage ?? {}
    count('AWS/Bedrock', 'InputTokenCount', { ModelId }, inputTokens)
    count('AWS/Bedrock', 'OutputTokenCount', { ModelId }, outputTokens)
  }

  return {
    counted: (services) =>
      Object.fromEntries(
        Object.entries(services).map(([name, service]) => [
          name,
          {
            ...service,
            answer: async (call: AwsCall) => {
              const answer = await service.answer(call)
              noteAnswer(name, call, answer)
              return answer
            },
          },
        ]),
      ),
    consumed: ({ tableName, kind, units }) =>
      count('AWS/DynamoDB', `Consumed${kind}CapacityUnits`, { TableName: tableName }, units),
    answered: (ApiId, status, durationMs) => {
      count('AWS/ApiGateway', 'Count', { ApiId }, 1)
      count('AWS/ApiGateway', '4xx', { ApiId }, status >= 400 && status < 500 ? 1 : 0)
      count('AWS/ApiGateway', '5xx', { ApiId }, status >= 500 ? 1 : 0)
      metrics.add('AWS/ApiGateway', 'Latency', 'Milliseconds', { ApiId }, durationMs)
    },
    sent: (queueName) => count('AWS/SQS', 'NumberOfMessagesSent', { QueueName: queueName }, 1),
  }
}
