import type { MiddlewareObj } from '@middy/core'
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda'
import type { Problem } from '../../contracts/problem.ts'
import { type Refusal, RefusedError } from '../../domain/errors.ts'
import { correlationId } from '../../platform/correlation.ts'
import { logger } from '../../platform/log.ts'

/** The one table from kinds of refusal to HTTP statuses. */
const STATUS: Record<Refusal, { readonly status: number; readonly title: string }> = {
  malformed: { status: 400, title: 'Bad Request' },
  unauthenticated: { status: 401, title: 'Unauthorized' },
  forbidden: { status: 403, title: 'Forbidden' },
  'not-found': { status: 404, title: 'Not Found' },
  'not-allowed': { status: 405, title: 'Method Not Allowed' },
  conflict: { status: 409, title: 'Conflict' },
  stale: { status: 412, title: 'Precondition Failed' },
  'too-large': { status: 413, title: 'Content Too Large' },
  unsupported: { status: 415, title: 'Unsupported Media Type' },
  invalid: { status: 422, title: 'Unprocessable Content' },
  limited: { status: 429, title: 'Too Many Requests' },
  unavailable: { status: 503, title: 'Service Unavailable' },
}

/** A dependency that is down or throttles is no bug of ours: the client may try again. */
const PASSING =
  /^(ThrottlingException|ProvisionedThroughputExceededException|RequestLimitExceeded|TooManyRequestsException|ServiceUnavailable|ServiceUnavailableException|InternalServerError|TimeoutError|ECONNREFUSED|ECONNRESET)$/

const isPassing = (error: unknown): boolean =>
  error instanceof Error && (PASSING.test(error.name) || ('code' in error && PASSING.test(String(error.code))))

const refusalOf = (error: unknown): RefusedError => {
  if (error instanceof RefusedError) return error
  return isPassing(error)
    ? new RefusedError('unavailable', 'dependency_unavailable', 'a service that this needs is not available', {
        cause: error,
        headers: { 'retry-after': '2' },
      })
    : new RefusedError('unavailable', 'internal_error', 'something went wrong on our side', { cause: error })
}

const answerOf = (error: unknown, requestId: string): APIGatewayProxyStructuredResultV2 => {
  const refusal = refusalOf(error)
  const known = error instanceof RefusedError || isPassing(error)
  const { status, title } = known ? STATUS[refusal.refusal] : { status: 500, title: 'Internal Server Error' }
  const problem: Problem = {
    type: 'about:blank',
    title,
    status,
    detail: refusal.message,
    code: refusal.code,
    request_id: requestId,
    ...(refusal.fields && { errors: [...refusal.fields] }),
  }
  return {
    statusCode: status,
    headers: {
      'content-type': 'application/problem+json; charset=utf-8',
      'cache-control': 'no-store',
      // RFC 9110 requires every 401 to name a way to authenticate.
      ...(status === 401 && { 'www-authenticate': 'Bearer' }),
      ...refusal.headers,
    },
    body: JSON.stringify(problem),
  }
}

/** Turns whatever a handler throws into a problem (RFC 9457); causes go to the log, never to the client. */
export const answerProblems = (): MiddlewareObj<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2> => ({
  onError: (request) => {
    const { error, event } = request
    if (!(error instanceof RefusedError)) logger.error('request failed', { route: event.routeKey, error })
    request.response = answerOf(error, correlationId() ?? event.requestContext.requestId)
  },
})
