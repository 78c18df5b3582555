import {
  DeleteConnectionCommand,
  GoneException,
  PostToConnectionCommand,
} from '@aws-sdk/client-apigatewaymanagementapi'
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import type { SignedIn } from '../../functions/domain/permissions.ts'
import { type LiveDesk, openLiveDesk } from '../support/live-desk.ts'
import { aHolder, aSignedInUser, namedId } from '../support/tickets.ts'

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

const ticketOf = (given = {}) =>
  desk.keepTicket({
    requester: { id: customer.id, name: customer.name, email: customer.email },
    assignee: aHolder({ id: agent.id, name: agent.name }),
    ...given,
  })

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

describe('viewers of a ticket', () => {
  it('are sent to staff who joined it, each without themselves, and never to its customer', async () => {
    const ticket = await ticketOf()
    for (const [id, who] of [
      ['v1', agent],
      ['v2', admin],
      ['v3', customer],
    ] as const) {
      await desk.connect(id, who)
      await desk.say(id, { action: 'join_ticket', ticket_id: ticket.id })
    }
    desk.reset()
    await desk.say('v1', { action: 'viewing', ticket_id: ticket.id })
    await desk.say('v2', { action: 'typing', ticket_id: ticket.id })

    const last = (id: string) => desk.heard(id).at(-1)
    expect(last('v2')).toMatchObject({
      event: 'viewers',
      ticket_id: ticket.id,
      data: { viewers: [{ id: agent.id, name: 'Ines', state: 'viewing' }] },
    })
    expect(last('v1')?.data).toMatchObject({ viewers: [{ id: admin.id, name: 'Tom', state: 'typing' }] })
    expect(desk.heard('v3')).toEqual([])
  })

  it('are gone with their socket', async () => {
    const ticket = await ticketOf()
    await desk.connect('v4', agent)
    await desk.connect('v5', admin)
    for (const id of ['v4', 'v5']) await desk.say(id, { action: 'join_ticket', ticket_id: ticket.id })
    await desk.say('v4', { action: 'viewing', ticket_id: ticket.id })
    await desk.disconnect('v4')

    expect(desk.heard('v5').at(-1)).toMatchObject({ event: 'viewers', data: { viewers: [] } })
  })

  it.each(['viewing', 'typing', 'elsewhere'] as const)('cannot be customers: %s is refused', async (action) => {
    const ticket = await ticketOf()
    await desk.connect(`vc-${action}`, customer)
    await desk.say(`vc-${action}`, { action, ticket_id: ticket.id })

    expect(desk.heard(`vc-${action}`)).toMatchObject([{ event: 'error', data: { code: 'ticket_unknown' } }])
  })
})

describe('news of a ticket’s viewers', () => {
  /** The first moment of the next period in which a repeated report is news. */
  const START = Math.ceil(Date.now() / 300_000) * 300_000
  const passTo = (seconds: number) => vi.setSystemTime(START + seconds * 1_000)
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['Date'] })
    passTo(0)
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  /** What a connection was told of viewers, oldest first, each as `name state`. */
  const toldOf = (connectionId: string): readonly string[] =>
    desk.heard(connectionId).flatMap(({ event, data }) => {
      if (event !== 'viewers') return []
      const { viewers } = data as { viewers: readonly { name: string; state: string }[] }
      return [viewers.map(({ name, state }) => `${name} ${state}`).join()]
    })

  /** A ticket of the agent, whom its connection `mine` has not joined, and to which `at` has. */
  const openedBy = async (who: SignedIn, at: string, mine: string) => {
    const ticket = await ticketOf()
    await desk.connect(mine, agent)
    await desk.connect(at, who)
    await desk.say(at, { action: 'join_ticket', ticket_id: ticket.id })
    desk.reset()
    const report = (action: 'viewing' | 'typing' | 'elsewhere' | 'leave_ticket', connection = at) =>
      desk.say(connection, { action, ticket_id: ticket.id })
    return { ticket, report }
  }

  it('reach its agent when somebody comes, writes, stops, looks elsewhere and leaves', async () => {
    const { report } = await openedBy(admin, 'n1', 'n1-agent')
    for (const [index, action] of (['viewing', 'typing', 'viewing', 'elsewhere', 'leave_ticket'] as const).entries()) {
      passTo(index * 20)
      await report(action)
    }

    expect(toldOf('n1-agent')).toEqual(['Tom viewing', 'Tom typing', 'Tom viewing', 'Tom elsewhere', ''])
  })

  it('reach its agent when the viewer’s socket is gone', async () => {
    const { report } = await openedBy(admin, 'n2', 'n2-agent')
    await report('viewing')
    await desk.disconnect('n2')

    expect(toldOf('n2-agent')).toEqual(['Tom viewing', ''])
  })

  it('are no repeated reports: those go to who joined the ticket', async () => {
    const { ticket, report } = await openedBy(admin, 'n3', 'n3-agent')
    await desk.connect('n3-joined', agent)
    await desk.say('n3-joined', { action: 'join_ticket', ticket_id: ticket.id })
    for (const seconds of [0, 30, 60, 90]) {
      passTo(seconds)
      await report('viewing')
    }
    for (const seconds of [93, 96, 99]) {
      passTo(seconds)
      await report('typing')
    }

    expect(toldOf('n3-agent')).toEqual(['Tom viewing', 'Tom typing'])
    expect(toldOf('n3-joined')).toHaveLength(7)
  })

  it('come again with the first report of every five minutes, for those who were not there before', async () => {
    const { report } = await openedBy(admin, 'n4', 'n4-agent')
    for (let seconds = 0; seconds < 900; seconds += 30) {
      passTo(seconds)
      await report('viewing')
    }

    expect(toldOf('n4-agent')).toEqual(['Tom viewing', 'Tom viewing', 'Tom viewing'])
  })

  it('reach admins who have not joined the ticket, and of those who may not know it nobody', async () => {
    const { ticket, report } = await openedBy(agent, 'n5', 'n5-agent')
    const formerAgent = aSignedInUser({ id: namedId('FORMER') })
    await desk.connect('n5-admin', admin)
    await desk.connect('n5-customer', customer)
    await desk.connect('n5-guest', { kind: 'guest', ticket_id: ticket.id })
    await desk.connect('n5-stranger', formerAgent)
    for (const id of ['n5-customer', 'n5-guest']) await desk.say(id, { action: 'join_ticket', ticket_id: ticket.id })
    desk.reset()
    for (const action of ['viewing', 'typing', 'leave_ticket'] as const) await report(action)

    expect(toldOf('n5-admin')).toEqual(['Ines viewing', 'Ines typing', ''])
    for (const id of ['n5-customer', 'n5-guest', 'n5-stranger']) expect(desk.heard(id), id).toEqual([])
  })

  it('reach each connection once, and none of the viewer’s own but the one at the ticket', async () => {
    const { ticket, report } = await openedBy(admin, 'n6', 'n6-agent')
    await desk.say('n6-agent', { action: 'join_ticket', ticket_id: ticket.id })
    await desk.connect('n6-window', admin)
    desk.reset()
    await report('viewing')

    expect(toldOf('n6-agent')).toEqual(['Tom viewing'])
    expect(toldOf('n6')).toEqual([''])
    expect(desk.heard('n6-window')).toEqual([])
  })

  it('stay as another connection of the viewer reported last', async () => {
    const { ticket, report } = await openedBy(admin, 'n7', 'n7-agent')
    await desk.connect('n7-window', admin)
    await desk.say('n7-window', { action: 'join_ticket', ticket_id: ticket.id })
    await report('viewing')
    await report('viewing', 'n7-window')
    await report('elsewhere')
    await report('leave_ticket')
    await report('typing', 'n7-window')

    expect(toldOf('n7-agent')).toEqual(['Tom viewing', 'Tom typing'])
  })

  it.each([
    ['typing', 9, 'Tom typing'],
    ['typing', 11, 'Tom viewing'],
    ['typing', 46, 'Tom elsewhere'],
    ['viewing', 44, 'Tom viewing'],
    ['viewing', 46, 'Tom elsewhere'],
    ['elsewhere', 149, 'Tom elsewhere'],
    ['elsewhere', 151, ''],
  ] as const)('take %s for no longer than it was reported: %i seconds later it is “%s”', async (action, age, seen) => {
    const { ticket, report } = await openedBy(admin, `n8-${action}-${age}`, 'n8-agent')
    await report(action)
    await desk.say('n8-agent', { action: 'join_ticket', ticket_id: ticket.id })
    desk.reset()
    passTo(age)
    await report('viewing', 'n8-agent')

    expect(toldOf('n8-agent')).toEqual([seen])
  })

  it('cost a repeated report no call, and a new one a query for each further topic', async () => {
    const { report } = await openedBy(admin, 'n9', 'n9-agent')
    const send = vi.spyOn(DynamoDBDocumentClient.prototype, 'send')
    onTestFinished(() => send.mockRestore())
    const callsOf = async (action: 'viewing' | 'typing') => {
      send.mockClear()
      await report(action)
      return send.mock.calls.map(([command]) => command.constructor.name).toSorted()
    }
    const query = 'QueryCommand'

    expect(await callsOf('viewing')).toEqual(['GetCommand', query, query, query, query, 'UpdateCommand'])
    expect(await callsOf('viewing')).toEqual(['GetCommand', query, query, 'UpdateCommand'])
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
