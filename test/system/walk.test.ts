import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { SUBPROTOCOL, TICKET_PREFIX } from '../../functions/contracts/socket-protocol.ts'
import type { OpenedTicket, Ticket } from '../../functions/contracts/ticket.ts'
import { type LiveSocket, openSocket } from '../support/live-socket.ts'
import {
  deployedUrl,
  hasAdmin,
  newMailbox,
  noOwnAddresses,
  ownAddresses,
  PATIENCE_MS,
  type Stage,
  startStage,
} from '../support/stage.ts'
import { type ApiUser, eventually, logIn, userOf } from '../support/test-system.ts'

/** A deployed stage (`npm run walk`), or a system that this test starts; used through its public address only. */
let stage: Stage
const url = (): string => stage.url
const guest = userOf(url)
const EMAIL = newMailbox()
const PASSWORD = randomUUID()
let customer: ApiUser

beforeAll(async () => {
  stage = await startStage()
})
afterAll(() => stage.stop())

it('is healthy, and describes its API', async () => {
  expect((await guest.call('getHealth')).body).toMatchObject({ status: 'ok' })
  expect((await guest.call('getOpenApi')).body).toMatchObject({ openapi: expect.stringMatching(/^3\.1/) })
})

it('serves its pages by their paths, with security headers', async () => {
  for (const path of ['/', '/tickets/a-path-of-a-page', '/console']) {
    const { status, headers } = await fetch(`${url()}${path}`)
    expect([path, status, headers.get('content-type')]).toEqual([path, 200, expect.stringContaining('text/html')])
    expect(headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('x-frame-options')).toBe('DENY')
    expect(headers.get('referrer-policy')).toBe('no-referrer')
  }
})

it.skipIf(!deployedUrl?.startsWith('https:'))('tells browsers to use only https, for two years', async () => {
  const promised = (await fetch(`${url()}/`)).headers.get('strict-transport-security')
  expect(promised).toContain('max-age=63072000')
  expect(promised).toContain('includeSubDomains')

  const plain = await fetch(`${url().replace('https:', 'http:')}/`, { redirect: 'manual' })
  expect([plain.status, plain.headers.get('location')]).toEqual([301, expect.stringMatching(/^https:/)])
})

it('answers what does not exist with a problem', async () => {
  const answer = await fetch(`${url()}/api/nothing`)
  expect(answer.status).toBe(404)
  expect(answer.headers.get('content-type')).toContain('application/problem+json')
})

describe('a guest', () => {
  let key: { readonly ticket_id: string; readonly tracking_token: string }

  it('opens a ticket and follows it with its key, without which nobody can', async () => {
    const requester = { name: 'Walker', email: EMAIL }
    const body = {
      title: 'A walk through the stage',
      description: 'Please ignore this ticket, it is a test.',
      requester,
    }
    const { status, body: opened } = await guest.call('createTicket', { body })
    expect(status).toBe(201)

    const look = (headers: Readonly<Record<string, string>>) =>
      guest.call('getTicket', { params: { id: opened.id }, headers })
    expect((await look({ 'x-tracking-token': opened.tracking_token ?? '' })).status).toBe(200)
    expect((await look({})).status).toBe(404)
    key = { ticket_id: opened.id, tracking_token: opened.tracking_token ?? '' }
  })

  it('is refused at the API’s own address, past CloudFront', async ({ skip }) => {
    skip(noOwnAddresses !== undefined, noOwnAddresses)
    const { api } = await ownAddresses()
    for (const path of ['/api/health', '/api/openapi.json', '/api/tickets', '/api/nothing']) {
      const answer = await fetch(`${api}${path}`)
      expect([path, answer.status, await answer.json()]).toMatchObject([path, 403, { code: 'wrong_door' }])
    }
  })

  it('opens no socket at that API’s own address, past CloudFront, and keeps its admission', async ({ skip }) => {
    skip(noOwnAddresses !== undefined, noOwnAddresses)
    const { socket } = await ownAddresses()
    const { body } = await guest.call('openRealtime', {
      body: { ticket_id: key.ticket_id },
      headers: { 'x-tracking-token': key.tracking_token },
    })
    const protocols = [SUBPROTOCOL, `${TICKET_PREFIX}${body.ticket}`]
    const refusal = once(new WebSocket(socket, protocols), 'open').then(() => 'it opened', String)
    expect(await refusal).toMatch(/\b40[13]\b/)

    const opened = new WebSocket(`${url().replace('http', 'ws')}/ws`, protocols)
    await once(opened, 'open')
    opened.close()
    await once(opened, 'close')
  })
})

describe('a customer', () => {
  let opened: OpenedTicket
  let socket: LiveSocket
  const id = () => ({ params: { id: opened.id } })
  const own = async (): Promise<Ticket> => (await customer.call('getTicket', id())).body

  it('signs up, signs in, and sees nothing of the desk', async () => {
    expect((await guest.call('signup', { body: { email: EMAIL, name: 'Walker', password: PASSWORD } })).status).toBe(
      201,
    )
    customer = await logIn(url, EMAIL, PASSWORD)
    expect((await customer.call('listUsers')).status).toBe(403)
    expect((await customer.call('getStatistics')).status).toBe(403)
  })

  it('opens one ticket, however often the request is repeated', async () => {
    const headers = { 'idempotency-key': randomUUID() }
    const body = { title: 'Charged twice', description: 'Please ignore this ticket, it is a test of the stage.' }
    const first = await customer.call('createTicket', { body, headers })
    const again = await customer.call('createTicket', { body, headers })
    expect([first.status, again.status]).toEqual([201, 201])
    expect(again.body).toEqual(first.body)
    opened = first.body
  })

  it('sees the ticket leave triage, whatever the model does', async () => {
    const ticket = await eventually(own, ({ queue_state }) => queue_state !== 'triaging', PATIENCE_MS, 500)
    expect(['waiting', 'assigned']).toContain(ticket.queue_state)
  })

  it('finds the ticket in the list and, a moment later, by a word', async () => {
    const found = async (query: Readonly<Record<string, string>>) =>
      (await customer.call('listTickets', { query })).body.items.some((ticket) => ticket.id === opened.id)
    expect(await found({})).toBe(true)
    await eventually(() => found({ search: 'charged' }), Boolean, PATIENCE_MS, 500)
  })

  it('is notified of a comment at once', async () => {
    socket = await openSocket(url(), customer)
    socket.say({ action: 'join_ticket', ticket_id: opened.id })
    await socket.hears(({ event }) => event === 'joined')
    await customer.call('addComment', { ...id(), body: { body: 'One more thing.' } })
    await socket.hears(({ event }) => event === 'comment_added')
  })

  it.skipIf(!hasAdmin)('is answered by staff, and never sees their note', async () => {
    const admin = await stage.signInAdmin()
    await admin.call('addComment', { ...id(), body: { body: 'A note for us alone.', visibility: 'internal' } })
    await admin.call('addComment', { ...id(), body: { body: 'It is refunded.' } })
    expect((await admin.call('patchTicketStatus', { ...id(), body: { status: 'resolved' } })).status).toBe(200)

    await socket.hears(({ event }) => event === 'status_updated')
    const { body } = await customer.call('listComments', id())
    expect(body.items.map((comment) => comment.body)).toEqual(expect.arrayContaining(['It is refunded.']))
    expect(JSON.stringify([body, socket.heard])).not.toContain('A note for us alone.')
    expect((await own()).status).toBe('resolved')
  })

  it.skipIf(!hasAdmin)('is erased at the end of the walk', async () => {
    const admin = await stage.signInAdmin()
    const { body: me } = await customer.call('getMe')
    const { status } = await admin.call('eraseUser', { params: { id: me.user.id } })
    expect(status).toBe(200)
    expect((await guest.call('login', { body: { email: EMAIL, password: PASSWORD } })).status).toBe(401)
    await socket.close()
  })
})
