import { describe, expect, it } from 'vitest'
import { can, mayCall, type TicketAction, ticketPermissions } from '../../functions/domain/permissions.ts'
import { anAssignedTicket, anId, aUser } from '../support/tickets.ts'

const ACTIONS = [...new Set(Object.values(ticketPermissions).flat())]
const ticket = anAssignedTicket()

const callers = {
  admin: aUser({ id: anId('ADMN'), role: 'admin' }),
  assignee: aUser(),
  'another agent': aUser({ id: anId('AGENT2') }),
  requester: aUser({ id: anId('CRM1'), role: 'customer' }),
  'another customer': aUser({ id: anId('CRM2'), role: 'customer' }),
  'a customer with the id of the assignee': aUser({ role: 'customer' }),
  'a guest with the key': { kind: 'guest', ticket_id: ticket.id },
  'a guest with another key': { kind: 'guest', ticket_id: anId('TKT2') },
  'a guest': { kind: 'guest', ticket_id: null },
} as const

const customers: readonly TicketAction[] = ['read', 'comment', 'confirm']
const agents: readonly TicketAction[] = [
  'read',
  'read_internal',
  'comment',
  'comment_internally',
  'update',
  'decide_triage',
  'merge',
]

describe.each([
  ['admin', [...agents, 'assign']],
  ['assignee', agents],
  ['another agent', []],
  ['requester', customers],
  ['another customer', []],
  ['a customer with the id of the assignee', []],
  ['a guest with the key', customers],
  ['a guest with another key', []],
  ['a guest', []],
] as const)('%s', (name, allowed: readonly string[]) => {
  it.each(ACTIONS)(`may ${allowed.length ? 'do what is listed' : 'do nothing'}: %s`, (action) => {
    expect(can(callers[name], action, ticket)).toBe(allowed.includes(action))
  })
})

it('lets somebody without a token call what is open to guests alone', () => {
  expect(mayCall(callers['a guest'], ['guest', 'admin'])).toBe(true)
  expect(mayCall(callers['a guest'], ['admin'])).toBe(false)
  expect(mayCall(callers.requester, ['guest'])).toBe(false)
})
