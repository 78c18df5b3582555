import type { APIGatewayProxyEventV2 } from 'aws-lambda'
import { beforeEach, describe, expect, it } from 'vitest'
import type { RouteName } from '../../functions/contracts/paths.ts'
import type { RouteContract } from '../../functions/contracts/route-contract.ts'
import { routes } from '../../functions/contracts/routes.ts'
import { callApi } from '../support/call-api.ts'
import { dynamo, resetDynamo } from '../support/dynamo.ts'
import { ORIGIN_SECRET } from '../support/function-environment.ts'
import { aSignedInUser } from '../support/tickets.ts'

type Handle = (event: APIGatewayProxyEventV2, context: unknown) => unknown

/** A handler as at an API's own URL: CloudFront adds no secret, so a request has only what its sender gave. */
const pastTheFrontDoor =
  (handler: Handle, given: string | undefined): Handle =>
  ({ headers: { 'x-origin-secret': _added, ...headers }, ...event }, context) =>
    handler({ ...event, headers: { ...headers, ...(given !== undefined && { 'x-origin-secret': given }) } }, context)

const everyRoute = Object.entries<RouteContract>(routes) as readonly (readonly [RouteName, RouteContract])[]
const senders = [
  ['says nothing', undefined],
  ['sends an empty secret', ''],
  ['guesses', 'guessed'],
  ['guesses its length', 'x'.repeat(ORIGIN_SECRET.length)],
] as const

beforeEach(resetDynamo)

describe.each(senders)('at the API’s own URL, who %s', (_what, given) => {
  it.each(everyRoute)('is refused by %s, admin or not, before anything is read', async (route, { noun }) => {
    const { handler } = await import(`../../functions/api/${noun}.ts`)
    const admin = aSignedInUser({ role: 'admin' })
    const { status, body } = await callApi(pastTheFrontDoor(handler, given), { route, as: admin })

    expect(status).toBe(403)
    expect(body).toMatchObject({ code: 'wrong_door' })
    expect(dynamo.calls()).toHaveLength(0)
  })

  it('is refused where there is no route', async () => {
    const { handler } = await import('../../functions/api/unknown.ts')
    const { status, body } = await callApi(pastTheFrontDoor(handler as Handle, given), { route: 'getHealth' })

    expect(status).toBe(403)
    expect(body).toMatchObject({ code: 'wrong_door' })
  })
})
