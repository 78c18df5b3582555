import { GoneException, PostToConnectionCommand } from '@aws-sdk/client-apigatewaymanagementapi'
import { QueryCommand } from '@aws-sdk/lib-dynamodb'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { EventRecord } from '../../functions/contracts/events.ts'
import type { TicketState } from '../../functions/contracts/ticket-state.ts'
import type { SignedIn } from '../../functions/domain/permissions.ts'
import { meterOf } from '../support/embedded-tables.ts'
import { type LiveDesk, openLiveDesk } from '../support/live-desk.ts'
import { aSignedInUser, namedId } from '../support/tickets.ts'

let desk: LiveDesk
let serial = 0
let customer: SignedIn
let agent: SignedIn
let newAgent: SignedIn
let admin: SignedIn
let ticket: TicketState

beforeAll(async () => {
  desk = await openLiveDesk()
})
afterAll(() => desk.close())

/** Each test has its own people and ticket, because rows of earlier tests stay. */
beforeEach(async () => {
  serial += 1
  customer = aSignedInUser({ id: namedId(`CUSTOMER${serial}`), role: 'customer', name: 'Lena' })
  agent = aSignedInUser({ id: namedId(`AGENT${serial}`), name: 'Ines' })
  newAgent = aSignedInUser({ id: namedId(`NEWAGENT${serial}`), name: 'Tom' })
  admin = aSignedInUser({ id: namedId(`ADMIN${serial}`), role: 'admin', name: 'Vera' })
  ticket = await desk.keepTicketOf(customer, agent)
  desk.reset()
})

const id = (name: string) => `${name}-${serial}`
const connect = async (...names: readonly (readonly [string, SignedIn])[]) => {
  for (const [name, who] of names) await desk.connect(id(name), who)
}
const join = async (name: string) => {
  await desk.say(id(name), { action: 'join_ticket', ticket_id: ticket.id })
  desk.reset()
}
const heard = (name: string) => desk.heard(id(name))

const anEvent = (given: Partial<EventRecord>, data: Record<string, unknown> = {}): EventRecord => ({
  event_id: desk.newId(),
  type: 'status_changed',
  subject: `TICKET#${ticket.id}`,
  ticket_id: ticket.id,
  seq: 2,
  at: '2026-03-02T10:00:00.000Z',
  actor: { kind: 'user', id: agent.id, name: agent.name },
  changes: { status: ['open', 'in_progress'] },
  data: {
    department_id: ticket.department_id,
    status: 'in_progress',
    assignee_id: agent.id,
    requester_id: customer.id,
    ...data,
  },
  ...given,
})

describe('a change of a ticket', () => {
  it('reaches its customer and its agent on all their sockets, joined or not, once each', async () => {
    await connect(['phone', customer], ['desk', customer], ['agent', agent], ['other', newAgent])
    await join('phone')
    await desk.broadcast([anEvent({})])

    for (const name of ['phone', 'desk', 'agent']) {
      expect(heard(name)).toMatchObject([{ event: 'status_updated', ticket_id: ticket.id, seq: 2 }])
    }
    expect(heard('other')).toEqual([])
  })

  it('reaches a guest who joined it', async () => {
    await desk.connect(id('guest'), { kind: 'guest', ticket_id: ticket.id })
    await join('guest')
    await desk.broadcast([anEvent({})])

    expect(heard('guest')).toMatchObject([{ event: 'status_updated', data: { status: 'in_progress' } }])
  })

  it('arrives in the order in which changes happened', async () => {
    await connect(['agent', agent])
    const events = Array.from({ length: 20 }, (_, place) => anEvent({ seq: place + 2 }))
    await desk.broadcast(events)

    expect(heard('agent').map(({ seq }) => seq)).toEqual(events.map(({ seq }) => seq))
  })

  it('sends a comment with its text, and an internal one to staff only', async () => {
    await connect(['customer', customer], ['agent', agent])
    await join('customer')
    const said = await desk.comment(ticket.id, agent, 'Refunded.', 'public')
    const noted = await desk.comment(ticket.id, agent, 'a secret of the house', 'internal')
    await desk.broadcast([said, noted])

    expect(heard('agent')).toMatchObject([
      { event: 'comment_added', seq: 2, data: { body: 'Refunded.' } },
      { event: 'comment_added', seq: 3, data: { body: 'a secret of the house', visibility: 'internal' } },
    ])
    expect(heard('customer')).toMatchObject([{ event: 'comment_added', seq: 2, data: { body: 'Refunded.' } }])
  })

  it('reaches the new agent and the previous one, who then receives no more', async () => {
    await connect(['before', agent], ['after', newAgent])
    await join('before')
    const moved = anEvent(
      { type: 'ticket_assigned', changes: { assignee: [agent.id, newAgent.id] } },
      { assignee_id: newAgent.id },
    )
    await desk.broadcast([moved, anEvent({ seq: 3 }, { assignee_id: newAgent.id })])

    expect(heard('before').map(({ event }) => event)).toEqual(['ticket_assigned'])
    expect(heard('after').map(({ event }) => event)).toEqual(['ticket_assigned', 'status_updated'])
  })

  it('makes those who joined receive the new agent’s presence from then on', async () => {
    await connect(['customer', customer])
    await join('customer')
    await desk.broadcast([
      anEvent({ type: 'ticket_assigned', changes: { assignee: [null, newAgent.id] } }, { assignee_id: newAgent.id }),
    ])
    desk.reset()
    await desk.broadcast([presenceOf(newAgent)])

    expect(heard('customer')).toMatchObject([{ event: 'user_status_changed', ticket_id: ticket.id }])
  })
})

const presenceOf = (user: SignedIn): EventRecord => {
  const { ticket_id: _none, ...event } = anEvent({
    type: 'presence_changed',
    subject: `USER#${user.id}`,
    changes: { presence: ['online', 'dnd'] },
    data: { user_id: user.id, department_id: ticket.department_id },
  })
  return event
}

describe('presence', () => {
  it('is sent to those who joined a ticket of that person, and to the person', async () => {
    await connect(['customer', customer], ['agent', agent], ['stranger', newAgent])
    await join('customer')
    await desk.broadcast([presenceOf(agent)])

    const told = { event: 'user_status_changed', data: { user_id: agent.id, presence: 'dnd' } }
    expect(heard('customer')).toEqual([{ ...told, ticket_id: ticket.id }])
    expect(heard('agent')).toEqual([told])
    expect(heard('stranger')).toEqual([])
  })
})

describe('changes of the queues', () => {
  it('are sent to admins only', async () => {
    await connect(['admin', admin], ['agent', agent], ['customer', customer])
    await desk.broadcast([anEvent({ type: 'ticket_queued' })])

    expect(heard('admin')).toMatchObject([
      { event: 'queue_changed', data: { department_id: ticket.department_id, ticket_id: ticket.id } },
    ])
    for (const name of ['agent', 'customer']) {
      expect(heard(name).map(({ event }) => event)).not.toContain('queue_changed')
    }
  })
})

describe('the stream', () => {
  it('looks up each topic’s connections once a batch: of the ticket, its customer, its agent and the admins', async () => {
    const { documents } = await import('../../functions/stores/documents.ts')
    const meter = meterOf(documents)
    const events = Array.from({ length: 20 }, (_, place) => anEvent({ seq: place + 2 }))
    await desk.broadcast(events)

    expect(meter.calls).toBe(4)
  })

  it('stops at an event that could not be sent, and goes on with other subjects', async () => {
    await connect(['agent', agent])
    const broken = anEvent({ type: 'comment_added', seq: 2, ticket_id: ticket.id }, { visibility: 'public' })
    const other = anEvent({ subject: 'TICKET#other', seq: 9 })
    // The comment's author has no table to be looked up in.
    await desk.comment(ticket.id, agent, 'Hello', 'public')
    const table = process.env.AGENT_LOAD_TABLE
    process.env.AGENT_LOAD_TABLE = 'nowhere'
    const answer = await desk.broadcast([broken, anEvent({ seq: 3 }), other])
    process.env.AGENT_LOAD_TABLE = table

    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: '1000' }] })
    expect(heard('agent').map(({ seq }) => seq)).toEqual([9])
  })

  it('goes on when a connection is gone, and forgets it', async () => {
    await connect(['gone', agent], ['here', agent])
    desk.gateway
      .on(PostToConnectionCommand, { ConnectionId: id('gone') })
      .rejects(new GoneException({ $metadata: {}, message: 'gone' }))
    const answer = await desk.broadcast([anEvent({})])

    expect(answer).toEqual({ batchItemFailures: [] })
    expect(heard('here')).toHaveLength(1)
    const { Count } = await desk.documents.send(
      new QueryCommand({
        TableName: 'Connections',
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': `CONNECTION#${id('gone')}` },
      }),
    )
    expect(Count).toBe(0)
  })
})
