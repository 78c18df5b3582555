import { describe, expect, it } from 'vitest'
import {
  can,
  mayCall,
  speaksAsRequester,
  type TicketAction,
  ticketPermissions,
} from '../../functions/domain/permissions.ts'
import { anAssignedTicket, aSignedInUser, namedId } from '../support/tickets.ts'

const ACTIONS = [...new Set(Object.values(ticketPermissions).flat())]
const ticket = anAssignedTicket()

const callers = {
  admin: aSignedInUser({ id: namedId('ADMIN'), role: 'admin' }),
  assignee: aSignedInUser(),
  'another agent': aSignedInUser({ id: namedId('AGENT2') }),
  requester: aSignedInUser({ id: namedId('CUSTOMER1'), role: 'customer' }),
  'another customer': aSignedInUser({ id: namedId('CUSTOMER2'), role: 'customer' }),
  'a customer with the id of the assignee': aSignedInUser({ role: 'customer' }),
  'another customer with the key': aSignedInUser({ id: namedId('CUSTOMER2'), role: 'customer', ticket_id: ticket.id }),
  'another agent with the key': aSignedInUser({ id: namedId('AGENT2'), ticket_id: ticket.id }),
  'an assignee with the key': aSignedInUser({ ticket_id: ticket.id }),
  'a guest with the key': { kind: 'guest', ticket_id: ticket.id },
  'a guest with another key': { kind: 'guest', ticket_id: namedId('TICKET2') },
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
  ['another customer with the key', customers],
  ['another agent with the key', ['read']],
  ['an assignee with the key', agents],
  ['a guest with the key', customers],
  ['a guest with another key', []],
  ['a guest', []],
] as const)('%s', (name, allowed: readonly string[]) => {
  it.each(ACTIONS)(`may ${allowed.length ? 'do what is listed' : 'do nothing'}: %s`, (action) => {
    expect(can(callers[name], action, ticket)).toBe(allowed.includes(action))
  })
})

describe('somebody who wrote the ticket', () => {
  const by = (caller: Parameters<typeof speaksAsRequester>[0]) =>
    speaksAsRequester(caller, anAssignedTicket({ requester: { id: ASKER, name: 'Ines', email: 'ines@example.org' } }))
  const ASKER = namedId('ASKER')

  it('writes as the one who asks, also an agent while somebody else carries it', () => {
    expect(by(aSignedInUser({ id: ASKER, role: 'customer' }))).toBe(true)
    expect(by(aSignedInUser({ id: ASKER, role: 'agent' }))).toBe(true)
    expect(by(callers['a guest with the key'])).toBe(true)
  })

  it('writes as one who answers if they are an admin, or the agent who carries it', () => {
    expect(by(aSignedInUser({ id: ASKER, role: 'admin' }))).toBe(false)
    expect(
      speaksAsRequester(
        aSignedInUser(),
        anAssignedTicket({ requester: { ...ticket.requester, id: aSignedInUser().id } }),
      ),
    ).toBe(false)
  })
})

it('lets somebody without a token call what is open to guests alone', () => {
  expect(mayCall(callers['a guest'], ['guest', 'admin'])).toBe(true)
  expect(mayCall(callers['a guest'], ['admin'])).toBe(false)
  expect(mayCall(callers.requester, ['guest'])).toBe(false)
})
