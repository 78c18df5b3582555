import { describe, expect, it } from 'vitest'
import { type EventRecord, EventType } from '../../functions/contracts/events.ts'
import type { Comment } from '../../functions/contracts/ticket.ts'
import {
  hearingOfEvent,
  presenceChangeOf,
  presenceMessage,
  queueMessage,
  ticketMessage,
  ticketTopics,
} from '../../functions/domain/live.ts'
import type { Caller } from '../../functions/domain/permissions.ts'
import { aSignedInUser, namedId } from '../support/tickets.ts'

const TICKET = namedId('TICKET1')
const AGENT = namedId('AGENT1')
const OTHER_AGENT = namedId('AGENT2')
const CUSTOMER = namedId('CUSTOMER1')
const DEPARTMENT = namedId('DEPARTMENT')

const anEvent = (given: Partial<EventRecord> = {}, data: Record<string, unknown> = {}): EventRecord => ({
  event_id: namedId('EVENT'),
  type: 'ticket_updated',
  subject: `TICKET#${TICKET}`,
  ticket_id: TICKET,
  seq: 4,
  at: '2026-03-02T10:00:00.000Z',
  actor: { kind: 'user', id: AGENT, name: 'Ines' },
  changes: {},
  data: {
    number: 'PL-00000001',
    department_id: DEPARTMENT,
    category: 'billing',
    priority: 'medium',
    status: 'open',
    queue_state: 'assigned',
    assignee_id: AGENT,
    requester_id: CUSTOMER,
    ...data,
  },
  ...given,
})

const comment: Comment = {
  id: namedId('COMMENT'),
  ticket_id: TICKET,
  seq: 4,
  author: { id: AGENT, name: 'Ines', role: 'agent', presence: 'online' },
  body: 'a secret of the house',
  visibility: 'internal',
  created_at: '2026-03-02T10:00:00.000Z',
}

const customer = aSignedInUser({ id: CUSTOMER, role: 'customer' })
const agent = aSignedInUser({ id: AGENT })
const otherAgent = aSignedInUser({ id: OTHER_AGENT })
const admin = aSignedInUser({ id: namedId('ADMIN'), role: 'admin' })
const stranger = aSignedInUser({ id: namedId('STRANGER'), role: 'customer' })
const holder: Caller = { kind: 'guest', ticket_id: TICKET }
const otherHolder: Caller = { kind: 'guest', ticket_id: namedId('TICKET2') }

describe('how much a caller hears of a ticket', () => {
  it.each([
    ['its customer', customer, 'public'],
    ['who holds its tracking token', holder, 'public'],
    ['its agent', agent, 'all'],
    ['an admin', admin, 'all'],
    ['another agent', otherAgent, 'none'],
    ['another customer', stranger, 'none'],
    ['who holds another ticket’s token', otherHolder, 'none'],
    ['a guest', { kind: 'guest', ticket_id: null } as Caller, 'none'],
    ['an agent whose own ticket it is', aSignedInUser({ id: CUSTOMER }), 'public'],
  ] as const)('%s', (_who, caller, hearing) => {
    expect(hearingOfEvent(caller, anEvent())).toBe(hearing)
  })

  it('lets an agent hear how they lost it, and nothing after that', () => {
    const lost = anEvent(
      { type: 'ticket_assigned', changes: { assignee: [AGENT, OTHER_AGENT] } },
      { assignee_id: OTHER_AGENT },
    )

    expect(hearingOfEvent(agent, lost)).toBe('all')
    expect(hearingOfEvent(agent, anEvent({ seq: 5 }, { assignee_id: OTHER_AGENT }))).toBe('none')
  })

  it('gives nothing of a ticket of a guest to somebody without an id', () => {
    expect(hearingOfEvent(stranger, anEvent({}, { requester_id: null, assignee_id: null }))).toBe('none')
  })
})

describe('what is told', () => {
  it.each([
    ['comment_added', 'comment_added'],
    ['customer_confirmed', 'comment_added'],
    ['status_changed', 'status_updated'],
    ['ticket_assigned', 'ticket_assigned'],
    ['ticket_unassigned', 'ticket_assigned'],
    ['triage_ready', 'triage_ready'],
    ['triage_decided', 'ticket_updated'],
    ['ticket_updated', 'ticket_updated'],
    ['ticket_queued', 'ticket_updated'],
    ['sla_breached', 'ticket_updated'],
  ] as const)('staff hear %s as %s, with its place in the stream', (type, event) => {
    expect(ticketMessage(anEvent({ type }), 'all', undefined)).toMatchObject({ event, ticket_id: TICKET, seq: 4 })
  })

  it('tells a public comment to everybody who reads the ticket', () => {
    const open = { ...comment, visibility: 'public' as const }
    const event = anEvent({ type: 'comment_added' }, { visibility: 'public' })

    for (const hearing of ['public', 'all'] as const) expect(ticketMessage(event, hearing, open)?.data).toEqual(open)
  })

  it('tells an internal comment to staff alone', () => {
    const event = anEvent({ type: 'comment_added' }, { visibility: 'internal' })

    expect(ticketMessage(event, 'all', comment)?.data).toEqual(comment)
    expect(ticketMessage(event, 'public', comment)).toBeUndefined()
  })

  it.each(EventType.options)('tells nobody without a right to read anything of %s', (type) => {
    expect(ticketMessage(anEvent({ type }), 'none', comment)).toBeUndefined()
  })

  it.each(['triage_ready', 'triage_decided', 'sla_at_risk', 'sla_breached'] as const)(
    'keeps %s from customers',
    (type) => {
      expect(
        ticketMessage(anEvent({ type, changes: { triage: [null, 'pending'] } }), 'public', undefined),
      ).toBeUndefined()
    },
  )

  it('tells customers what a triage changed of their ticket, but not that it was a triage', () => {
    const event = anEvent({
      type: 'triage_ready',
      actor: { kind: 'ai', id: 'triage', name: 'Triage' },
      reason: 'triage_policy: category applied at confidence 0.86',
      changes: { category: ['general', 'billing'] },
    })
    const message = ticketMessage(event, 'public', undefined)

    expect(message?.event).toBe('ticket_updated')
    expect(JSON.stringify(message)).not.toMatch(/triage|confidence/)
    expect(message?.data).toMatchObject({ category: 'billing', status: 'open' })
  })

  it('keeps who did it, what else changed and why from customers', () => {
    const event = anEvent({ reason: 'is the least busy', changes: { required_skills: [[], ['refunds']] } })

    expect(ticketMessage(event, 'public', undefined)?.data).not.toHaveProperty('actor')
    expect(JSON.stringify(ticketMessage(event, 'public', undefined))).not.toMatch(/refunds|least busy/)
    expect(ticketMessage(event, 'all', undefined)?.data).toMatchObject({ actor: { name: 'Ines' } })
  })
})

describe('whom a change of a ticket may reach', () => {
  it('those who joined it, its customer and its agent', () => {
    expect(ticketTopics(anEvent())).toEqual([`TICKET#${TICKET}`, `USER#${CUSTOMER}`, `USER#${AGENT}`])
  })

  it('not those who joined it, if it is new: they have found it written', () => {
    expect(ticketTopics(anEvent({ type: 'ticket_created' }))).toEqual([`USER#${CUSTOMER}`, `USER#${AGENT}`])
  })

  it('the agent before and the agent after', () => {
    const moved = anEvent(
      { changes: { assignee: [AGENT, OTHER_AGENT] } },
      { assignee_id: OTHER_AGENT, requester_id: null },
    )

    expect(ticketTopics(moved)).toEqual([`TICKET#${TICKET}`, `USER#${OTHER_AGENT}`, `USER#${AGENT}`])
  })

  it('nobody if it is no ticket’s', () => {
    const { ticket_id: _none, ...other } = anEvent({ type: 'department_updated', subject: `DEPARTMENT#${DEPARTMENT}` })

    expect(ticketTopics(other)).toEqual([])
  })
})

describe('the queue', () => {
  it.each([
    ['a new ticket', anEvent({ type: 'ticket_created' })],
    ['a ticket that changed its priority', anEvent({ changes: { priority: ['low', 'high'] } })],
    ['a resolved ticket', anEvent({ type: 'status_changed', changes: { queue_state: ['assigned', 'done'] } })],
    ['an agent who comes online', anEvent({ type: 'presence_changed', subject: `USER#${AGENT}` })],
  ])('moves by %s', (_what, event) => {
    const message = queueMessage(event)

    expect(message).toMatchObject({ event: 'queue_changed', data: { department_id: DEPARTMENT } })
    // It belongs to no ticket's stream: a client would drop it as heard.
    expect(message).not.toHaveProperty('seq')
  })

  it('names the department that a ticket has left', () => {
    const event = anEvent({ changes: { department_id: [namedId('BEFORE'), DEPARTMENT] } })

    expect(queueMessage(event)?.data).toMatchObject({ former_department_id: namedId('BEFORE') })
  })

  it('does not move by a comment or by a new title', () => {
    expect(queueMessage(anEvent({ type: 'comment_added' }))).toBeUndefined()
    expect(queueMessage(anEvent({ changes: { title: [{}, {}] } }))).toBeUndefined()
  })
})

describe('presence', () => {
  const event = anEvent({
    type: 'presence_changed',
    subject: `USER#${AGENT}`,
    changes: { presence: ['online', 'dnd'] },
  })

  it('says whose it is and what it is now', () => {
    expect(presenceChangeOf(event)).toEqual({ user_id: AGENT, presence: 'dnd' })
    expect(presenceChangeOf(anEvent())).toBeUndefined()
  })

  it('names the ticket by which somebody hears of it', () => {
    const change = { user_id: AGENT, presence: 'dnd' }

    expect(presenceMessage(change, TICKET)).toEqual({ event: 'user_status_changed', data: change, ticket_id: TICKET })
    expect(presenceMessage(change, undefined)).toEqual({ event: 'user_status_changed', data: change })
  })
})
