import { once } from 'node:events'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { figure } from '../support/proof.ts'
import { type RawRequest, send } from '../support/raw-api.ts'
import { type ApiUser, eventually, startTestSystem, type TestSystem } from '../support/test-system.ts'

/** A word that every internal note has and nothing else, so that a leak can be found. */
const SECRET = 'zanzibarsecret'
const PUBLIC = 'We refund the second payment.'

/** A customer's connection: sends their requests, and records every byte that comes back. */
interface Eavesdropped {
  readonly received: string[]
  ask(method: string, path: string, body?: unknown): Promise<unknown>
  listen(ticketId: string): Promise<WebSocket>
}

let system: TestSystem
let admin: ApiUser

const eavesdropped = (credentials: Readonly<Record<string, string>>): Eavesdropped => {
  const received: string[] = []
  const ask = async (method: string, target: string, body?: unknown): Promise<unknown> => {
    const headers = { ...credentials, ...(body !== undefined && { 'content-type': 'application/json' }) }
    const request: RawRequest = { method, target, headers, ...(body !== undefined && { body: JSON.stringify(body) }) }
    const answer = await send(system.url, request)
    received.push(`${answer.status} ${JSON.stringify([...answer.headers])} ${answer.text}`)
    return answer.text === '' ? undefined : JSON.parse(answer.text)
  }
  return {
    received,
    ask,
    listen: async (ticketId) => {
      const admission = (await ask('POST', '/api/realtime/ticket', { ticket_id: ticketId })) as { ticket: string }
      const socket = new WebSocket(`${system.url.replace('http', 'ws')}/ws`, [
        'plimsoll.v1',
        `ticket.${admission.ticket}`,
      ])
      socket.on('message', (bytes) => received.push(bytes.toString()))
      await once(socket, 'open')
      return socket
    },
  }
}

const asText = (parts: readonly string[]): string => parts.join('\n')

beforeAll(async () => {
  system = await startTestSystem({ withDemo: false })
  admin = await system.signIn('admin')
})
afterAll(() => system.stop())

it('lets no byte of an internal note reach a customer or a guest, by HTTP, socket or mail', async () => {
  const email = 'lena@example.org'
  const password = 'a very long password'
  await system.guest.call('signup', { body: { email, password, name: 'Lena' } })
  const session = await system.guest.call('login', { body: { email, password } })
  const customer = eavesdropped({ authorization: `Bearer ${session.body.access_token}` })
  const words = { title: 'Charged twice', description: 'My card was charged twice.' }
  const own = (await customer.ask('POST', '/api/tickets', words)) as { id: string }
  const twin = (await customer.ask('POST', '/api/tickets', { ...words, title: 'Charged twice again' })) as {
    id: string
  }
  const requester = { name: 'Greta', email: 'greta@example.org' }
  const held = (await system.guest.call('createTicket', { body: { ...words, requester } })).body
  const guest = eavesdropped({ 'x-tracking-token': String(held.tracking_token) })
  const mine: readonly (readonly [Eavesdropped, string])[] = [
    [customer, own.id],
    [customer, twin.id],
    [guest, held.id],
  ]

  const sockets: WebSocket[] = []
  for (const [who, id] of mine) {
    const socket = await who.listen(id)
    socket.send(JSON.stringify({ action: 'join_ticket', ticket_id: id, after_seq: 0 }))
    sockets.push(socket)
  }
  await system.quiet()

  /** Sends every request about a ticket, allowed or not. */
  const lookAround = async ([who, id]: readonly [Eavesdropped, string]): Promise<void> => {
    for (const path of ['', '/comments', '/comments?limit=1', '/events', '/routing']) {
      await who.ask('GET', `/api/tickets/${id}${path}`)
    }
    for (const path of [`/api/tickets?search=${SECRET}`, '/api/tickets?limit=100', '/api/audit', '/api/auth/me']) {
      await who.ask('GET', path)
    }
    await who.ask('POST', `/api/tickets/${id}/comments`, { body: 'Is there news?' })
    await who.ask('POST', `/api/tickets/${id}/comments`, { body: 'Mine', visibility: 'internal' })
  }
  const staffWorksOn = async (id: string): Promise<void> => {
    const params = { id }
    const note = { body: `${SECRET}: the provider knows.`, visibility: 'internal' }
    expect((await admin.call('addComment', { params, body: note })).status).toBe(201)
    expect((await admin.call('addComment', { params, body: { body: PUBLIC } })).status).toBe(201)
    await admin.call('patchTicket', { params, body: { priority: 'high', tags: ['refund'] } })
    await admin.call('patchTicketStatus', { params, body: { status: 'resolved' } })
    expect((await admin.call('addComment', { params, body: note })).status).toBe(201)
  }

  for (const [, id] of mine) await staffWorksOn(id)
  for (const seen of mine) await lookAround(seen)
  await customer.ask('POST', `/api/tickets/${own.id}/confirm`)
  const merged = await admin.call('mergeTicket', { params: { id: twin.id }, body: { into: own.id } })
  expect(merged.status).toBe(200)
  await staffWorksOn(own.id)
  for (const seen of mine) await lookAround(seen)
  expect((await admin.call('unmergeTicket', { params: { id: twin.id } })).status).toBe(200)
  await system.quiet()

  // After a reconnection the server repeats what was missed, and must leave the notes out of that, too.
  for (const [who, id] of mine) {
    const socket = await who.listen(id)
    const before = who.received.length
    socket.send(JSON.stringify({ action: 'join_ticket', ticket_id: id, after_seq: 0 }))
    await eventually(
      async () => asText(who.received.slice(before)),
      (text) => text.includes('"event":"joined"'),
    )
    sockets.push(socket)
  }
  for (const seen of mine) await lookAround(seen)
  await system.quiet()
  const mails = await system.local<readonly { readonly to: string }[]>('mailbox')
  const mailed = mails.map((mail) => JSON.stringify(mail))
  for (const socket of sockets) socket.close()

  const known = await admin.call('listComments', { params: { id: own.id }, query: { limit: '100' } })
  expect(JSON.stringify(known.body)).toContain(SECRET)
  for (const { received } of [customer, guest]) {
    expect(asText(received)).toContain(PUBLIC)
    expect(asText(received)).toContain('"event":"comment_added"')
    // Both have also searched for the word: no answer repeats the query.
    expect(asText(received)).not.toContain(SECRET)
  }
  expect(asText(mailed)).toContain(PUBLIC)
  expect(asText(mailed)).not.toContain(SECRET)
  const bytes = Buffer.byteLength(asText([...customer.received, ...guest.received, ...mailed]))
  figure(`secrecy: ${bytes} bytes received by HTTP, socket and mail; no byte of an internal note`)
})
