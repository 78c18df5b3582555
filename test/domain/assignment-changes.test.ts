import { describe, expect, it } from 'vitest'
import type { Holder, TicketState } from '../../functions/contracts/ticket-state.ts'
import {
  assignTicket,
  mergeTicket,
  queueTicket,
  unassignTicket,
  unmergeTicket,
} from '../../functions/domain/assignment/changes.ts'
import { DEPARTMENT_DEFAULTS } from '../../functions/domain/department.ts'
import { type Happening, SYSTEM } from '../../functions/domain/ticket/change.ts'
import { openTicket } from '../../functions/domain/ticket.ts'

const BILLING = '01JB0000000000000000000001'
const ana: Holder = { id: '01JA0000000000000000000001', name: 'Ana', department_id: BILLING }
const bob: Holder = { id: '01JA0000000000000000000002', name: 'Bob', department_id: BILLING }
const OPENED = new Date('2026-03-02T08:00:00.000Z')
const LATER = new Date('2026-03-02T09:30:00.000Z')

const at = (now: Date): Happening => ({ event_id: '01JE0000000000000000000001', actor: SYSTEM, now })
const terms = (override = false) => ({
  decision: {
    outcome: 'assigned' as const,
    reason: 'Ana has nothing to do',
    strategy: 'balanced' as const,
    policy_version: 3,
  },
  override,
})

const ticketWith = (fields: Partial<TicketState> = {}): TicketState => {
  const opened = openTicket(
    { title: 'Invoice', description: 'It is wrong' },
    {
      id: '01JT0000000000000000000001',
      number: 'PL-00000001',
      requester: { id: null, name: 'Kim', email: 'kim@example.com' },
      source: 'web',
      department: { ...DEPARTMENT_DEFAULTS, id: BILLING, name: 'Billing' },
    },
    at(OPENED),
  )
  return { ...opened.ticket, ...fields }
}
const waiting = (fields: Partial<TicketState> = {}) => ticketWith({ queue_state: 'waiting', ...fields })
const assigned = (fields: Partial<TicketState> = {}) =>
  ticketWith({ queue_state: 'assigned', assignee: ana, assigned_at: OPENED.toISOString(), ...fields })
const survivor = (fields: Partial<TicketState> = {}) => assigned({ id: '01JT0000000000000000000002', ...fields })

const refusal = (code: string) => expect.objectContaining({ refusal: 'conflict', code })

describe('queueing a ticket', () => {
  it('puts it in line with one event that says whether triage helped', () => {
    const { ticket, event } = queueTicket(ticketWith(), 'triage took too long', at(LATER), { degraded: true })

    expect(ticket).toMatchObject({
      queue_state: 'waiting',
      assignee: null,
      created_at: OPENED.toISOString(),
      version: 2,
    })
    expect(event).toMatchObject({ type: 'ticket_queued', seq: 2, reason: 'triage took too long' })
    expect(event.data).toMatchObject({ degraded: true, department_id: BILLING })
    expect(event.changes).toMatchObject({ queue_state: ['triaging', 'waiting'] })
  })

  it.each(['waiting', 'assigned', 'done'] as const)('leaves one alone that is %s already', (queue_state) => {
    expect(() => queueTicket(ticketWith({ queue_state }), 'late', at(LATER), { degraded: true })).toThrow(
      refusal('not_triaging'),
    )
  })
})

describe('assigning a ticket', () => {
  it('names the agent, the time and the reason, and ends the wish for the former agent', () => {
    const { ticket, event } = assignTicket(waiting({ returns_to: bob }), ana, terms(), at(LATER))

    expect(ticket).toMatchObject({
      queue_state: 'assigned',
      assignee: ana,
      assigned_at: LATER.toISOString(),
      returns_to: null,
      status: 'open',
    })
    expect(event).toMatchObject({ type: 'ticket_assigned', reason: 'Ana has nothing to do' })
    expect(event.changes).toMatchObject({ assignee: [null, ana.id] })
    expect(event.data).toMatchObject({ outcome: 'assigned', policy_version: 3, override: false, waited_seconds: 5_400 })
  })

  it('may take it from another agent', () => {
    expect(assignTicket(assigned(), bob, terms(true), at(LATER)).event).toMatchObject({
      changes: { assignee: [ana.id, bob.id] },
      data: { override: true },
    })
  })

  it.each([
    ['is resolved', assigned({ status: 'resolved', queue_state: 'done' }), 'ticket_resolved'],
    ['is closed', assigned({ status: 'closed', queue_state: 'done' }), 'ticket_closed'],
    ['was merged', assigned({ merged_into: survivor().id, queue_state: 'done' }), 'ticket_merged'],
    ['is with this agent already', assigned(), 'already_assigned'],
  ])('refuses one that %s', (_case, ticket, code) => {
    expect(() => assignTicket(ticket, ana, terms(), at(LATER))).toThrow(refusal(code))
  })
})

describe('taking a ticket back', () => {
  it('returns it to the line with its age, whatever its status', () => {
    const { ticket, event } = unassignTicket(assigned({ status: 'in_progress' }), 'Ana is offline', at(LATER))

    expect(ticket).toMatchObject({
      queue_state: 'waiting',
      assignee: null,
      assigned_at: null,
      created_at: OPENED.toISOString(),
      status: 'in_progress',
    })
    expect(event).toMatchObject({ type: 'ticket_unassigned', reason: 'Ana is offline' })
  })

  it.each([waiting(), ticketWith(), assigned({ queue_state: 'done', status: 'resolved' })])(
    'refuses one that nobody carries',
    (ticket) => {
      expect(() => unassignTicket(ticket, 'why not', at(LATER))).toThrow(refusal('not_assigned'))
    },
  )
})

describe('merging tickets', () => {
  it('takes the ticket out of line and load and moves nothing', () => {
    const { ticket, event } = mergeTicket(assigned(), survivor(), at(LATER))

    expect(ticket).toMatchObject({ queue_state: 'done', merged_into: survivor().id, status: 'open', assignee: ana })
    expect(ticket.wake_at).toBeNull()
    expect(event).toMatchObject({ type: 'ticket_merged', data: { into: survivor().id } })
  })

  it.each([
    ['with itself', assigned(), assigned(), 'merge_self'],
    ['that was merged before', assigned({ merged_into: bob.id }), survivor(), 'ticket_merged'],
    ['into one that was merged itself', assigned(), survivor({ merged_into: bob.id }), 'ticket_merged'],
    ['into a closed one', assigned(), survivor({ status: 'closed' }), 'ticket_closed'],
  ])('refuses a ticket %s', (_case, ticket, into, code) => {
    expect(() => mergeTicket(ticket, into, at(LATER))).toThrow(refusal(code))
  })
})

describe('taking a merge back', () => {
  const merged = (fields: Partial<TicketState> = {}) =>
    assigned({ queue_state: 'done', merged_into: survivor().id, ...fields })

  it('puts open work in line again, for its former agent first', () => {
    const { ticket, event } = unmergeTicket(merged({ status: 'in_progress' }), at(LATER))

    expect(ticket).toMatchObject({ queue_state: 'waiting', merged_into: null, assignee: null, returns_to: ana })
    expect(ticket.wake_at).not.toBeNull()
    expect(event).toMatchObject({ type: 'ticket_unmerged', data: { from: survivor().id } })
  })

  it('leaves a resolved ticket done', () => {
    expect(unmergeTicket(merged({ status: 'resolved' }), at(LATER)).ticket).toMatchObject({
      queue_state: 'done',
      merged_into: null,
      assignee: ana,
    })
  })

  it('refuses one that is not merged', () => {
    expect(() => unmergeTicket(assigned(), at(LATER))).toThrow(refusal('not_merged'))
  })
})
