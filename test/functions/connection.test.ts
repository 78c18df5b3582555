import {
  DeleteConnectionCommand,
  GoneException,
  PostToConnectionCommand,
} from '@aws-sdk/client-apigatewaymanagementapi'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { SignedIn } from '../../functions/domain/permissions.ts'
import { type LiveDesk, openLiveDesk } from '../support/live-desk.ts'
import { aSignedInUser, namedId } from '../support/tickets.ts'

let desk: LiveDesk
let customer: SignedIn
let agent: SignedIn
let admin: SignedIn

beforeAll(async () => {
  desk = await openLiveDesk()
})
afterAll(() => desk.close())

beforeEach(async () => {
  desk.reset()
  ;({ customer, agent, admin } = await desk.keepPeople())
})

const ticketOf = (given = {}) => desk.keepTicketOf(customer, agent, given)

const topicsOf = async (connectionId: string) =>
  (await desk.rowsOf(connectionId)).flatMap(({ topic }) => (topic === undefined ? [] : [String(topic)])).toSorted()

describe('a socket that opens', () => {
  it('accepts the sub-protocol, and subscribes to its own user', async () => {
    const answer = await desk.connect('c1', customer)

    expect(answer).toEqual({ statusCode: 200, headers: { 'sec-websocket-protocol': 'plimsoll.v1' } })
    expect(await topicsOf('c1')).toEqual([`USER#${customer.id}`])
  })

  it('also subscribes to the queues if it is an admin’s', async () => {
    await desk.connect('c2', admin)

    expect(await topicsOf('c2')).toEqual(['ADMINS', `USER#${admin.id}`])
  })

  it('subscribes to nothing if it is a guest’s', async () => {
    await desk.connect('c3', { kind: 'guest', ticket_id: namedId('TICKET1') })

    expect(await topicsOf('c3')).toEqual([])
  })

  it('expires from the table two hours after it opened', async () => {
    await desk.connect('c4', admin)

    for (const { expires_at, connected_at } of await desk.rowsOf('c4')) {
      expect(expires_at).toBe(Math.floor(Number(connected_at) / 1_000) + 7_200)
    }
  })
})

describe('joining a ticket', () => {
  it('is answered with what was missed, in order, the comments with their text', async () => {
    const ticket = await ticketOf()
    await desk.comment(ticket.id, customer, 'Hello?', 'public')
    await desk.comment(ticket.id, agent, 'Looking into it.', 'public')
    await desk.connect('j1', customer)
    await desk.say('j1', { action: 'join_ticket', ticket_id: ticket.id, after_seq: 1 })

    const [joined, ...more] = desk.heard('j1')
    expect(more).toEqual([])
    expect(joined).toMatchObject({
      event: 'joined',
      ticket_id: ticket.id,
      data: {
        version: 3,
        events: [
          { event: 'comment_added', seq: 2, data: { body: 'Hello?', author: { name: 'Lena' } } },
          { event: 'comment_added', seq: 3, data: { body: 'Looking into it.', visibility: 'public' } },
        ],
      },
    })
  })

  it('repeats nothing unless asked', async () => {
    const ticket = await ticketOf()
    await desk.connect('j2', customer)
    await desk.say('j2', { action: 'join_ticket', ticket_id: ticket.id })

    expect(desk.heard('j2')).toEqual([{ event: 'joined', data: { version: 1, events: [] }, ticket_id: ticket.id }])
  })

  it('keeps internal comments from customers, not from staff', async () => {
    const ticket = await ticketOf()
    await desk.comment(ticket.id, agent, 'a secret of the house', 'internal')
    await Promise.all([desk.connect('j3', customer), desk.connect('j4', agent)])
    for (const id of ['j3', 'j4']) await desk.say(id, { action: 'join_ticket', ticket_id: ticket.id, after_seq: 0 })

    expect(JSON.stringify(desk.heard('j3'))).not.toContain('secret')
    expect(JSON.stringify(desk.heard('j4'))).toContain('a secret of the house')
  })

  it('is answered in parts if more was missed than one message holds', async () => {
    const ticket = await ticketOf()
    for (let place = 0; place < 12; place += 1) await desk.comment(ticket.id, customer, 'x'.repeat(10_000), 'public')
    await desk.connect('j5', customer)
    await desk.say('j5', { action: 'join_ticket', ticket_id: ticket.id, after_seq: 1 })

    const parts = desk.heard('j5')
    const seqs = parts.flatMap(({ data }) => (data as { events: { seq: number }[] }).events.map(({ seq }) => seq))
    expect(parts.length).toBeGreaterThan(1)
    expect(seqs).toEqual(Array.from({ length: 12 }, (_, place) => place + 2))
    for (const part of parts) expect(Buffer.byteLength(JSON.stringify(part))).toBeLessThan(128 * 1_024)
  })

  it('subscribes to the ticket, and to the presence of its people', async () => {
    const ticket = await ticketOf()
    await desk.connect('j6', admin)
    await desk.say('j6', { action: 'join_ticket', ticket_id: ticket.id })

    expect(await topicsOf('j6')).toEqual(
      [
        'ADMINS',
        `PRESENCE#${agent.id}`,
        `PRESENCE#${customer.id}`,
        `TICKET#${ticket.id}`,
        `USER#${admin.id}`,
      ].toSorted(),
    )
    await desk.say('j6', { action: 'leave_ticket', ticket_id: ticket.id })
    expect(await topicsOf('j6')).toEqual(['ADMINS', `USER#${admin.id}`])
  })

  it.each([
    ['another customer', () => aSignedInUser({ id: namedId('STRANGER'), role: 'customer' as const })],
    ['another agent', () => aSignedInUser({ id: namedId('AGENTX') })],
    ['a guest with another ticket’s key', () => ({ kind: 'guest', ticket_id: namedId('TICKETX') }) as const],
  ])('is refused to %s as if there were no such ticket', async (who, caller) => {
    const ticket = await ticketOf()
    const connection = `refused ${who}`
    await desk.connect(connection, caller())
    await desk.say(connection, { action: 'join_ticket', ticket_id: ticket.id, after_seq: 0 })
    await desk.say(connection, { action: 'join_ticket', ticket_id: namedId('NONE'), after_seq: 0 })

    const [hidden, unknown] = desk.heard(connection)
    expect(hidden).toMatchObject({ event: 'error', data: { code: 'ticket_unknown' }, ticket_id: ticket.id })
    expect(JSON.stringify(unknown).replaceAll(namedId('NONE'), '')).toBe(
      JSON.stringify(hidden).replaceAll(ticket.id, ''),
    )
    expect(await topicsOf(connection)).not.toContain(`TICKET#${ticket.id}`)
  })

  it('is open to the guest who holds the ticket', async () => {
    const ticket = await ticketOf({ requester: { id: null, name: 'Lena', email: 'lena@example.org' } })
    await desk.connect('j7', { kind: 'guest', ticket_id: ticket.id })
    await desk.say('j7', { action: 'join_ticket', ticket_id: ticket.id, after_seq: 0 })

    expect(desk.heard('j7')).toMatchObject([{ event: 'joined', data: { events: [{ seq: 1 }] } }])
  })
})

describe('any message of a client', () => {
  it('is answered: ping by pong', async () => {
    await desk.connect('w1', customer)
    await desk.say('w1', { action: 'ping' })

    expect(desk.heard('w1')).toEqual([{ event: 'pong', data: {} }])
  })

  it.each([
    '',
    'not json',
    'null',
    '[]',
    '{"action":"shout"}',
    '{"action":"join_ticket"}',
    '{"action":"join_ticket","ticket_id":"../../etc","after_seq":0}',
    '{"action":"ping","more":1}',
    '{"__proto__":{"action":"ping"}}',
    '['.repeat(10_000),
  ])('%# is answered by an error and never fails', async (message) => {
    await desk.connect('w2', customer)

    expect(await desk.say('w2', message)).toEqual({ statusCode: 200 })
    expect(desk.heard('w2')).toMatchObject([{ event: 'error', data: { code: 'message_invalid' } }])
  })
})

describe('a connection that cannot be reached', () => {
  it('is forgotten when the gateway says that it is gone', async () => {
    await desk.connect('g1', agent)
    desk.gateway.on(PostToConnectionCommand).rejects(new GoneException({ $metadata: {}, message: 'gone' }))
    await desk.say('g1', { action: 'ping' })

    expect(await desk.rowsOf('g1')).toEqual([])
    expect(await desk.presenceTimer(agent.id)).toBeDefined()
  })

  it('is closed when messages to it are refused, so that its client reconnects and asks for what it missed', async () => {
    await desk.connect('g2', agent)
    desk.gateway.on(PostToConnectionCommand).rejects(new Error('limit exceeded'))
    desk.gateway.on(DeleteConnectionCommand).resolves({})
    await desk.say('g2', { action: 'ping' })

    expect(desk.gateway.commandCalls(DeleteConnectionCommand)).toHaveLength(1)
    expect(await desk.rowsOf('g2')).toEqual([])
  })
})
