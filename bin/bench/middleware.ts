import middy from '@middy/core'
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda'
import { answerProblems } from '../../functions/api/pipeline/problems.ts'

const CALLS = 50_000
/** The best of several rounds counts, since a busy machine can only slow one down. */
const ROUNDS = 5

type Handler = (event: APIGatewayProxyEventV2, context: Context) => Promise<APIGatewayProxyStructuredResultV2>

const microsecondsOf = async (handler: Handler): Promise<number> => {
  const event = { routeKey: 'GET /api/health', headers: {} } as APIGatewayProxyEventV2
  const context = { awsRequestId: 'bench', getRemainingTimeInMillis: () => 10_000 } as Context
  const rounds: number[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    const began = performance.now()
    for (let call = 0; call < CALLS; call += 1) await handler(event, context)
    rounds.push(((performance.now() - began) * 1_000) / CALLS)
  }
  return Math.min(...rounds)
}

/** What the middleware pipeline adds to a handler that does nothing, in microseconds. */
export const measureMiddleware = async (): Promise<number> => {
  const nothing: Handler = async () => ({ statusCode: 204 })
  const piped = middy<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2>()
    .use(answerProblems())
    .handler(nothing)
  const bare = await microsecondsOf(nothing)
  return (await microsecondsOf(piped as unknown as Handler)) - bare
}
