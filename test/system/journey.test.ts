import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { OpenedTicket, Ticket } from '../../functions/contracts/ticket.ts'
import { type ApiUser, eventually, startTestSystem, type TestSystem } from '../support/test-system.ts'

interface Mail {
  readonly to: string
  readonly subject: string
  readonly text: string
}

let system: TestSystem
let admin: ApiUser

beforeAll(async () => {
  system = await startTestSystem()
  admin = await system.signIn('admin')
  await system.quiet()
})

afterAll(() => system.stop())

const activeOf = async (agentId: string): Promise<number> => {
  const { body } = await admin.call('listAgents')
  return body.items.find(({ id }) => id === agentId)?.active ?? Number.NaN
}

const agentCalled = async (name: string): Promise<ApiUser> => {
  const { body } = await admin.call('listUsers', { query: { limit: '100' } })
  const account = body.items.find((user) => user.name === name)?.email.split('@')[0]
  if (account === undefined) throw new Error(`there is no agent ${name}`)
  return system.signIn(account)
}

describe('a ticket of a guest', () => {
  const request = {
    title: 'Refund for a double charge',
    description: 'My credit card was charged twice for the invoice of March. Please refund one payment.',
    requester: { name: 'Greta Guest', email: 'greta@example.org' },
  }
  let opened: OpenedTicket
  let tracked: Ticket
  let agent: ApiUser
  let before: number

  const track = async (): Promise<Ticket> => {
    const headers = { 'x-tracking-token': opened.tracking_token ?? '' }
    return (await system.guest.call('getTicket', { params: { id: opened.id }, headers })).body
  }

  it('is taken in at once, with a number and a key to follow it', async () => {
    before = (await admin.call('getStatistics')).body.total_tickets
    const answer = await system.guest.call('createTicket', { body: request })

    expect(answer.status).toBe(201)
    opened = answer.body
    expect(opened).toMatchObject({ status: 'open', queue_state: 'triaging', version: 1, triage: null })
    expect(opened.number).toMatch(/^PL-[0-9A-HJKMNP-TV-Z]{8}$/)
    expect(opened.tracking_token).toMatch(/^[\w-]{43}$/)
  })

  it('is triaged through the model endpoint and given to an agent of the right department', async () => {
    tracked = await eventually(track, ({ queue_state }) => queue_state === 'assigned')

    expect(tracked.category).toBe('billing')
    expect(tracked.assignee).toMatchObject({ presence: 'online' })
    const seenByAdmin = (await admin.call('getTicket', { params: { id: opened.id } })).body
    expect(seenByAdmin.triage).toMatchObject({ source: 'bedrock', degraded: false, state: 'pending' })
    expect(tracked.triage).toBeNull()
  })

  it('explains why this agent got it', async () => {
    const { body } = await admin.call('listRoutingDecisions', { params: { id: opened.id } })
    const decision = body.items.find(({ outcome }) => outcome === 'assigned')

    expect(decision?.chosen).toBe(tracked.assignee?.id)
    expect(decision?.candidates.length).toBeGreaterThanOrEqual(3)
  })

  it('is in the inbox of its agent and of no other', async () => {
    agent = await agentCalled(tracked.assignee?.name ?? '')
    const { body } = await agent.call('listTickets', { query: { status: 'open', limit: '100' } })

    expect(body.items.map(({ id }) => id)).toContain(opened.id)
    const other = await system.signIn('agent12')
    expect((await other.call('getTicket', { params: { id: opened.id } })).status).toBe(404)
  })

  it('gets a public answer and an internal note, and the guest sees only the answer', async () => {
    const say = (body: string, visibility: string) =>
      agent.call('addComment', { params: { id: opened.id }, body: { body, visibility } })
    expect((await say('We found the second charge and refund it.', 'public')).status).toBe(201)
    expect((await say('The payment provider sent it twice.', 'internal')).status).toBe(201)

    const headers = { 'x-tracking-token': opened.tracking_token ?? '' }
    const { body } = await system.guest.call('listComments', { params: { id: opened.id }, headers })
    expect(body.items.map((comment) => comment.body)).toEqual(['We found the second charge and refund it.'])
  })

  it('leaves its agent when it is resolved', async () => {
    const agentId = tracked.assignee?.id ?? ''
    const carried = await activeOf(agentId)
    const { status, body } = await agent.call('patchTicketStatus', {
      params: { id: opened.id },
      body: { status: 'resolved' },
    })

    expect(status).toBe(200)
    expect(body).toMatchObject({ status: 'resolved', queue_state: 'done' })
    expect(await activeOf(agentId)).toBe(carried - 1)
  })

  it('reaches the guest by mail, with the tracking link in the fragment and no internal word', async () => {
    await system.quiet()
    const mails = (await system.local<readonly Mail[]>('mailbox')).filter(({ to }) => to.includes('greta@example.org'))

    expect(mails.length).toBeGreaterThanOrEqual(2)
    expect(mails.some(({ text }) => text.includes(`/t/${opened.id}#${opened.tracking_token}`))).toBe(true)
    expect(mails.some(({ text }) => text.includes('We found the second charge'))).toBe(true)
    expect(mails.some(({ text }) => text.includes('payment provider'))).toBe(false)
  })

  it('is counted by the statistics and found by the search', async () => {
    const { body } = await admin.call('getStatistics')
    expect(body.total_tickets).toBe(before + 1)

    const found = await admin.call('listTickets', { query: { search: 'refund double char' } })
    expect(found.body.items.map(({ id }) => id)).toContain(opened.id)
  })

  it('has a history without a gap', async () => {
    const { body } = await admin.call('listTicketEvents', { params: { id: opened.id } })

    expect(body.items.map(({ seq }) => seq)).toEqual(body.items.map((_event, place) => place + 1))
    expect(body.items.map(({ type }) => type)).toEqual(
      expect.arrayContaining(['ticket_created', 'triage_ready', 'ticket_assigned', 'comment_added', 'status_changed']),
    )
  })
})

describe('a full department', () => {
  it('keeps tickets in line, and assigns the next one as soon as somebody is free', async () => {
    const customer = await system.signIn('customer01')
    const submit = async () =>
      (
        await customer.call('createTicket', {
          body: {
            title: 'Invoice',
            description: 'Please send my invoice again.',
            category: 'billing',
            priority: 'medium',
          },
        })
      ).body
    const ask = async (id: string) => (await customer.call('getTicket', { params: { id } })).body
    const { body: departments } = await admin.call('listDepartments')
    const billing = departments.items.find(({ categories }) => categories.includes('billing'))
    // Overflow would lend an idle agent of another department; this test is about the line itself.
    await admin.call('patchDepartment', {
      params: { id: billing?.id ?? '' },
      body: { overflow: { enabled: false, after_minutes: 10 } },
    })
    const free = (billing?.load.capacity ?? 0) - (billing?.load.active ?? 0)
    const submitted = await Promise.all(Array.from({ length: free + 3 }, submit))

    const inLine = (tickets: readonly Ticket[]) => tickets.filter(({ queue_state }) => queue_state === 'waiting')
    const waiting = await eventually(
      () => Promise.all(submitted.map(({ id }) => ask(id))),
      (tickets) => {
        const places = inLine(tickets).map(({ queue_position }) => queue_position)
        return tickets.every(({ queue_state }) => queue_state !== 'triaging') && places.toSorted().join() === '1,2,3'
      },
    )
    const line = inLine(waiting)
    const { body: agents } = await admin.call('listAgents')
    expect(agents.items.every(({ active, capacity }) => active <= capacity)).toBe(true)

    const first = line.find(({ queue_position }) => queue_position === 1)
    const taken = waiting.find(({ queue_state }) => queue_state === 'assigned')
    await admin.call('patchTicketStatus', { params: { id: taken?.id ?? '' }, body: { status: 'resolved' } })

    const served = await eventually(
      () => ask(first?.id ?? ''),
      ({ queue_state }) => queue_state === 'assigned',
    )
    expect(served.assignee?.id).toBe(taken?.assignee?.id)
  })
})

it('keeps everything across a restart', async () => {
  const customer = await system.signIn('customer02')
  const { body } = await customer.call('createTicket', {
    body: { title: 'Before', description: 'The host stops now.' },
  })
  await system.restart()

  const again = await system.signIn('customer02')
  const kept = await eventually(
    async () => (await again.call('getTicket', { params: { id: body.id } })).body,
    ({ queue_state }) => queue_state === 'assigned' || queue_state === 'waiting',
  )
  expect(kept.title).toBe('Before')
})

it('refuses no call that a function of the system made', async () => {
  expect(await system.local('denials')).toEqual([])
})
