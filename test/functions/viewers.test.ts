import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
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
