import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda'
import { correlated, requestIdOf } from '../../platform/correlation.ts'
import { logger } from '../../platform/log.ts'

type ApiHandler = (event: APIGatewayProxyEventV2, context: Context) => Promise<APIGatewayProxyStructuredResultV2>

/**
 * Serves a request under its own id, and logs one line about it. The line names the route, not the path, which keeps
 * what people put into addresses out of our logs; CloudFront's access logs have the path.
 */
export const loggingRequests =
  (serve: ApiHandler): ApiHandler =>
  (event, context) =>
    correlated(requestIdOf(event.headers, event.requestContext.requestId), async () => {
      const begun = performance.now()
      const answer = await serve(event, context)
      logger.info('request', {
        route: event.routeKey,
        status: answer.statusCode,
        duration_ms: Math.round(performance.now() - begun),
      })
      return answer
    })
