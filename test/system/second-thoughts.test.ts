import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Ticket } from '../../functions/contracts/ticket.ts'
import { type ApiUser, eventually, startTestSystem, type TestSystem } from '../support/test-system.ts'

let system: TestSystem
let admin: ApiUser
let customer: ApiUser
let ticket: Ticket

const ticketNow = async (): Promise<Ticket> => (await admin.call('getTicket', { params: { id: ticket.id } })).body

beforeAll(async () => {
  system = await startTestSystem()
  admin = await system.signIn('admin')
  customer = await system.signIn('customer01')
  const agents = (await admin.call('listAgents')).body.items
  const created = await customer.call('createTicket', {
    body: { title: 'Charged twice', description: 'My card was charged twice.', category: 'billing', priority: 'high' },
  })
  ticket = created.body
  const own = agents.find(({ department_id }) => department_id === ticket.department_id)
  await eventually(ticketNow, ({ queue_state }) => queue_state !== 'triaging')
  const params = { id: ticket.id }
  if ((await ticketNow()).assignee === null && own) {
    await admin.call('changeAssignment', { params, body: { agent_id: own.id, override: true } })
  }
  await eventually(ticketNow, ({ assignee }) => assignee !== null)
})
afterAll(() => system.stop())

describe('a ticket', () => {
  it.each([
    ['its status', () => ({ status: ticket.status })],
    ['status and category', () => ({ status: ticket.status, category: ticket.category })],
    ['status and priority', () => ({ status: ticket.status, priority: ticket.priority })],
    ['status and department', () => ({ status: ticket.status, department_id: ticket.department_id })],
    ['status and agent', () => ({ status: ticket.status, assignee_id: ticket.assignee?.id ?? '' })],
    ['its place', () => ({ queue_state: ticket.queue_state })],
  ])('is listed by %s', async (_what, filter) => {
    ticket = await ticketNow()
    const ids = async () => (await admin.call('listTickets', { query: filter() })).body.items.map(({ id }) => id)

    expect(await eventually(ids, (found) => found.includes(ticket.id))).toContain(ticket.id)
  })

  it('goes back to the line by hand, and from there to an agent', async () => {
    const params = { id: ticket.id }
    expect((await admin.call('changeAssignment', { params, body: { unassign: true } })).status).toBe(200)
    expect((await admin.call('changeAssignment', { params, body: { auto: true } })).status).toBe(200)
  })

  it('is reopened by its customer’s comment after it was resolved', async () => {
    const params = { id: ticket.id }
    await eventually(ticketNow, ({ assignee }) => assignee !== null)
    expect((await admin.call('patchTicketStatus', { params, body: { status: 'resolved' } })).status).toBe(200)
    expect((await customer.call('addComment', { params, body: { body: 'It happened again.' } })).status).toBe(201)

    expect((await ticketNow()).status).not.toBe('resolved')
  })

  it('needs no permission that a function does not have', async () => {
    expect(await system.local('denials')).toEqual([])
  })
})
