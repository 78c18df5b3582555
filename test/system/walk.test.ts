import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { OpenedTicket, Ticket } from '../../functions/contracts/ticket.ts'
import { type LiveSocket, openSocket } from '../support/live-socket.ts'
import { type ApiUser, eventually, logIn, startTestSystem, type TestSystem, userOf } from '../support/test-system.ts'

/**
 * The way of a ticket through the public address alone. With `PLIMSOLL_URL` it walks a deployed stage (`npm run walk`),
 * as the admin of `PLIMSOLL_ADMIN_EMAIL` and `PLIMSOLL_ADMIN_PASSWORD`; without it, a system of its own.
 */
const deployed = process.env.PLIMSOLL_URL?.replace(/\/$/, '')
const [adminEmail, adminPassword] = deployed
  ? [process.env.PLIMSOLL_ADMIN_EMAIL, process.env.PLIMSOLL_ADMIN_PASSWORD]
  : ['admin@demo.example', 'plimsoll-demo']

/** A cold start, a model that takes its time. */
const PATIENCE_MS = 60_000
/** SES's own mailbox takes every mail, also out of its sandbox, where one that nobody has would count as a bounce. */
const EMAIL = `success+walk-${randomUUID()}@simulator.amazonses.com`
const PASSWORD = randomUUID()

let system: TestSystem | undefined
const url = (): string => deployed ?? system?.url ?? ''
const guest = userOf(url)
let customer: ApiUser

beforeAll(async () => {
  if (!deployed) system = await startTestSystem()
})
afterAll(() => system?.stop())

it('is up, and says what it is', async () => {
  expect((await guest.call('getHealth')).body).toMatchObject({ status: 'ok' })
  expect((await guest.call('getOpenApi')).body).toMatchObject({ openapi: expect.stringMatching(/^3\.1/) })
  expect((await fetch(`${url()}/`)).headers.get('content-security-policy')).toContain("default-src 'none'")
})

it('answers what does not exist with a problem', async () => {
  const answer = await fetch(`${url()}/api/nothing`)
  expect(answer.status).toBe(404)
  expect(answer.headers.get('content-type')).toContain('application/problem+json')
})

describe('a guest', () => {
  it('opens a ticket, follows it with its key, and nobody does without', async () => {
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

  it('sees it leave triage, whatever the model does', async () => {
    const ticket = await eventually(own, ({ queue_state }) => queue_state !== 'triaging', PATIENCE_MS, 500)
    expect(['waiting', 'assigned']).toContain(ticket.queue_state)
  })

  it('finds it in the list and, a moment later, by a word', async () => {
    const found = async (query: Readonly<Record<string, string>>) =>
      (await customer.call('listTickets', { query })).body.items.some((ticket) => ticket.id === opened.id)
    expect(await found({})).toBe(true)
    await eventually(() => found({ search: 'charged' }), Boolean, PATIENCE_MS, 500)
  })

  it('hears of a comment at once', async () => {
    socket = await openSocket(url(), customer)
    socket.say({ action: 'join_ticket', ticket_id: opened.id })
    await socket.hears(({ event }) => event === 'joined')
    await customer.call('addComment', { ...id(), body: { body: 'One more thing.' } })
    await socket.hears(({ event }) => event === 'comment_added')
  })

  it.skipIf(!adminEmail || !adminPassword)('is answered by staff, and never sees their note', async () => {
    const admin = await logIn(url, adminEmail ?? '', adminPassword ?? '')
    await admin.call('addComment', { ...id(), body: { body: 'A note for us alone.', visibility: 'internal' } })
    await admin.call('addComment', { ...id(), body: { body: 'It is refunded.' } })
    expect((await admin.call('patchTicketStatus', { ...id(), body: { status: 'resolved' } })).status).toBe(200)

    await socket.hears(({ event }) => event === 'status_updated')
    const { body } = await customer.call('listComments', id())
    expect(body.items.map((comment) => comment.body)).toEqual(expect.arrayContaining(['It is refunded.']))
    expect(JSON.stringify([body, socket.heard])).not.toContain('A note for us alone.')
    expect((await own()).status).toBe('resolved')
  })

  it.skipIf(!adminEmail || !adminPassword)('is forgotten at the end of the walk', async () => {
    const admin = await logIn(url, adminEmail ?? '', adminPassword ?? '')
    const { body: me } = await customer.call('getMe')
    const { status } = await admin.call('eraseUser', { params: { id: me.user.id } })
    expect(status).toBe(200)
    expect((await guest.call('login', { body: { email: EMAIL, password: PASSWORD } })).status).toBe(401)
    await socket.close()
  })
})
