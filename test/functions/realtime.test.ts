import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb'
import { mockClient } from 'aws-sdk-client-mock'
import { beforeEach, describe, expect, it } from 'vitest'
import { callApi } from '../support/call-api.ts'
import { aSignedInUser, namedId } from '../support/tickets.ts'

const { handler } = await import('../../functions/api/realtime.ts')
const { trackingToken } = await import('../../functions/platform/tracking.ts')

const documents = mockClient(DynamoDBDocumentClient)
const TICKET = namedId('TICKET1')

const stored = () => documents.commandCalls(PutCommand).map(({ args }) => args[0].input.Item)

beforeEach(() => {
  documents.reset()
  documents.rejects(new Error('not this operation'))
  documents.on(PutCommand, { TableName: 'Connections' }).resolves({})
})

describe('admission to the socket', () => {
  it('admits a user for 30 seconds, and keeps no ticket that could be used', async () => {
    const user = aSignedInUser({ role: 'customer', department_id: null })
    const { status, body } = await callApi(handler, { route: 'openRealtime', as: user, body: {} })

    expect(status).toBe(200)
    const ticket = String(body.ticket)
    expect(ticket).toMatch(/^[\w-]{40,}$/)
    const [row] = stored()
    expect(row?.caller).toEqual(user)
    expect(row?.expires_at).toBeGreaterThan(Date.now() / 1_000 + 28)
    expect(row?.expires_at).toBeLessThanOrEqual(Date.now() / 1_000 + 30)
    expect(JSON.stringify(row)).not.toContain(ticket)
  })

  it('gives nobody the same ticket twice', async () => {
    const call = () => callApi(handler, { route: 'openRealtime', as: aSignedInUser(), body: {} })
    const [one, other] = await Promise.all([call(), call()])

    expect(one?.body.ticket).not.toBe(other?.body.ticket)
  })

  it('admits a guest who shows the tracking token, to that ticket alone', async () => {
    const { status } = await callApi(handler, {
      route: 'openRealtime',
      body: { ticket_id: TICKET },
      headers: { 'x-tracking-token': await trackingToken(TICKET) },
    })

    expect(status).toBe(200)
    expect(stored()[0]?.caller).toEqual({ kind: 'guest', ticket_id: TICKET })
  })

  it('admits a user who shows a tracking token as themselves, and to that ticket', async () => {
    const as = aSignedInUser({ role: 'customer' })
    const headers = { 'x-tracking-token': await trackingToken(TICKET) }
    await callApi(handler, { route: 'openRealtime', as, body: { ticket_id: TICKET }, headers })

    expect(stored()[0]?.caller).toMatchObject({ kind: 'user', id: as.id, ticket_id: TICKET })
  })

  it.each([
    ['nothing', {}, {}, 401],
    ['a ticket without its token', { ticket_id: TICKET }, {}, 401],
    ['a token without its ticket', {}, { 'x-tracking-token': 'x' }, 401],
    ['a wrong token', { ticket_id: TICKET }, { 'x-tracking-token': 'x' }, 404],
    ['an unknown field', { tickets: TICKET }, {}, 422],
  ])('does not admit a guest with %s', async (_case, body, headers, refusal) => {
    const { status } = await callApi(handler, { route: 'openRealtime', body, headers })

    expect(status).toBe(refusal)
    expect(stored()).toEqual([])
  })

  it('does not accept another ticket’s token', async () => {
    const headers = { 'x-tracking-token': await trackingToken(namedId('TICKET2')) }
    const { status } = await callApi(handler, { route: 'openRealtime', body: { ticket_id: TICKET }, headers })

    expect(status).toBe(404)
  })
})
