import middy from '@middy/core'
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda'
import { paths } from '../contracts/paths.ts'
import { RefusedError } from '../domain/errors.ts'
import { behindFrontDoor } from './pipeline/front-door.ts'
import { answerProblems } from './pipeline/problems.ts'
import { loggingRequests } from './pipeline/request-log.ts'

const matchers = Object.values(paths).map(([method, path]) => ({
  method,
  pattern: new RegExp(`^${path.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '[^/]+')}$`),
}))

/** The methods that a path answers to; none if there is no such path. */
const methodsOf = (path: string): readonly string[] => [
  ...new Set(matchers.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method)),
]

const refuse = ({ rawPath, requestContext }: APIGatewayProxyEventV2): never => {
  const allowed = methodsOf(rawPath)
  if (allowed.length === 0) throw new RefusedError('not-found', 'route_unknown', `there is no ${rawPath}`)
  throw new RefusedError(
    'not-allowed',
    'method_not_allowed',
    `${rawPath} does not answer to ${requestContext.http.method}`,
    { headers: { allow: allowed.join(', ') } },
  )
}

/**
 * Answers requests that match no route: 405 with `Allow` where only the method is wrong, else 404. They count towards
 * the rate limit, or a client that is refused elsewhere could go on here.
 */
export const handler = loggingRequests(
  middy<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2>()
    .use(answerProblems())
    .handler((event) => behindFrontDoor(event, { counts: 'caller' }, async () => refuse(event))),
)
