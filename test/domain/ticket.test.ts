import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Status } from '../../functions/contracts/ticket.ts'
import { changesNothing, commentOn, isByRequester, openTicket, patchTicket } from '../../functions/domain/ticket.ts'
import { NOW } from '../support/clock.ts'
import {
  aHappening,
  aHolder,
  anAssignedTicket,
  aStoredTicket,
  BILLING,
  departmentOf,
  namedId,
  TECHNICAL,
} from '../support/tickets.ts'

const STATUSES: readonly Status[] = ['open', 'in_progress', 'resolved', 'closed']
const AGENT = { id: namedId('AGENT1'), name: 'Ines', role: 'agent' } as const
const CUSTOMER = { id: namedId('CUSTOMER1'), name: 'Lena', role: 'customer' } as const

const patched = (ticket: Parameters<typeof patchTicket>[0], patch: Parameters<typeof patchTicket>[1]) =>
  patchTicket(ticket, patch, aHappening(), departmentOf)

/** A word of the agent who answers, unless the test says otherwise. */
const said = (ticket: Parameters<typeof commentOn>[0], given: Partial<Parameters<typeof commentOn>[1]>) => {
  const draft = { body: 'Hello', visibility: 'public', author: AGENT, by_requester: false, ...given } as const
  return commentOn(ticket, draft, namedId('COMMENT'), aHappening())
}

describe('a new ticket', () => {
  const open = (given: object) =>
    openTicket(
      { title: 'A', description: 'B', ...given },
      {
        id: namedId('TICKET1'),
        number: 'PL-0000TKT1',
        requester: { id: null, name: 'Lena', email: 'lena@example.org' },
        source: 'web',
        department: BILLING,
      },
      aHappening({ now: NOW }),
    )

  it('starts general, medium and in triage, at version 1 with the event that says so', () => {
    const { before, ticket, event } = open({})

    expect(before).toBeNull()
    expect(ticket).toMatchObject({
      category: 'general',
      category_set_by: 'default',
      priority: 'medium',
      priority_set_by: 'default',
      status: 'open',
      queue_state: 'triaging',
      version: 1,
    })
    expect(event).toMatchObject({ type: 'ticket_created', seq: 1, changes: { status: [null, 'open'] } })
  })

  it('keeps what the customer chose as a person’s choice', () => {
    const { ticket } = open({ category: 'account', priority: 'high' })

    expect(ticket).toMatchObject({ category_set_by: 'person', priority_set_by: 'person' })
  })

  it('is looked at by the sweep when triage has had its 15 seconds', () => {
    expect(open({}).ticket.wake_at).toBe('2026-03-02T10:00:15.000Z')
  })

  it('is due by its priority: first response, then resolution', () => {
    const { ticket } = open({ priority: 'critical' })

    expect(ticket.first_response_due_at).toBe('2026-03-02T11:00:00.000Z')
    expect(ticket.resolution_due_at).toBe('2026-03-02T18:00:00.000Z')
  })

  it('tells others nothing that a person wrote', () => {
    expect(JSON.stringify(open({}).event.data)).not.toContain('Lena')
  })
})

describe('a status', () => {
  it.each([
    ['open', 'in_progress'],
    ['open', 'resolved'],
    ['open', 'closed'],
    ['in_progress', 'open'],
    ['in_progress', 'resolved'],
    ['in_progress', 'closed'],
    ['resolved', 'open'],
    ['resolved', 'in_progress'],
    ['resolved', 'closed'],
  ] as const)('moves from %s to %s', (from, to) => {
    expect(patched(aStoredTicket({ status: from }), { status: to }).ticket.status).toBe(to)
  })

  it.each(['open', 'in_progress', 'resolved', 'closed'] as const)('never moves from closed to %s', (to) => {
    expect(() => patched(aStoredTicket({ status: 'closed', queue_state: 'done' }), { status: to })).toThrow(
      expect.objectContaining({ code: 'illegal_transition' }),
    )
  })

  it('resolved counts for the agent, with the hours since the ticket came in', () => {
    const { ticket } = patched(anAssignedTicket(), { status: 'resolved' })

    expect(ticket).toMatchObject({ queue_state: 'done', resolved_at: '2026-03-02T11:00:00.000Z' })
    expect(ticket.resolution).toEqual({ agent: aHolder(), hours: 1 })
  })

  it('closed without being resolved counts for nobody', () => {
    expect(patched(anAssignedTicket(), { status: 'closed' }).ticket).toMatchObject({
      queue_state: 'done',
      resolution: null,
    })
  })

  it('reopened waits with its age, asks its former agent first, and takes the resolution back', () => {
    const { ticket: resolved } = patched(anAssignedTicket(), { status: 'resolved' })
    const { ticket } = patched(resolved, { status: 'open' })

    expect(ticket).toMatchObject({
      queue_state: 'waiting',
      assignee: null,
      assigned_at: null,
      returns_to: aHolder(),
      resolution: null,
      resolved_at: null,
      created_at: NOW.toISOString(),
    })
  })

  describe('reopened in another department', () => {
    const { ticket: resolved } = patched(anAssignedTicket(), { status: 'resolved' })
    const { ticket: moved } = patched(resolved, { category: 'technical' })

    it('is nobody’s there, whether it was moved before or with it', () => {
      expect(moved).toMatchObject({ department_id: TECHNICAL.id, assignee: aHolder(), queue_state: 'done' })
      for (const change of [
        patched(moved, { status: 'open' }),
        patched(resolved, { status: 'open', department_id: TECHNICAL.id }),
        said(moved, { author: CUSTOMER, by_requester: true }),
      ]) {
        expect(change.ticket).toMatchObject({ queue_state: 'waiting', returns_to: null, resolved_in: null })
      }
    })

    it('is for its former agent once it is back where they had it', () => {
      const { ticket: back } = patched(moved, { department_id: BILLING.id })
      expect(patched(back, { status: 'open' }).ticket.returns_to).toEqual(aHolder())
    })
  })

  it('is work exactly while the ticket is in triage, waits, or is with somebody', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...STATUSES), { maxLength: 8 }), (moves) => {
        let ticket = anAssignedTicket()
        for (const status of moves) {
          try {
            ticket = patched(ticket, { status }).ticket
          } catch {
            // A move that is not allowed leaves the ticket as it was.
          }
          expect(ticket.queue_state === 'done').toBe(ticket.status === 'resolved' || ticket.status === 'closed')
        }
      }),
    )
  })
})

describe('a patch', () => {
  it('brings the category’s department, back into line there, with the clocks of that department', () => {
    const { ticket, event } = patched(anAssignedTicket(), { category: 'technical' })

    expect(ticket).toMatchObject({
      category: 'technical',
      category_set_by: 'person',
      department_id: TECHNICAL.id,
      queue_state: 'waiting',
      assignee: null,
    })
    expect(event.changes).toMatchObject({
      category: ['billing', 'technical'],
      department_id: [BILLING.id, TECHNICAL.id],
    })
  })

  it('keeps the category when only the department is named', () => {
    const { ticket } = patched(aStoredTicket(), { department_id: TECHNICAL.id })

    expect(ticket).toMatchObject({ category: 'billing', category_set_by: 'default', department_id: TECHNICAL.id })
  })

  it('that names a department makes it a person’s, until one changes the category alone', () => {
    const named = patched(aStoredTicket(), { department_id: BILLING.id })
    expect(named.ticket.department_set_by).toBe('person')
    expect(changesNothing(named)).toBe(false)
    expect(changesNothing(patched(named.ticket, { department_id: BILLING.id }))).toBe(true)

    expect(patched(named.ticket, { tags: ['vip'] }).ticket.department_set_by).toBe('person')
    expect(patched(named.ticket, { category: 'technical' }).ticket.department_set_by).toBe('default')
  })

  it('sets the clocks by a new priority, counted from when the ticket came in', () => {
    const { ticket } = patched(aStoredTicket(), { priority: 'critical' })

    expect(ticket.first_response_due_at).toBe('2026-03-02T11:00:00.000Z')
    expect(ticket.priority_set_by).toBe('person')
  })

  it('that repeats what is there changes nothing', () => {
    expect(changesNothing(patched(aStoredTicket({ tags: ['vip'] }), { tags: ['vip', 'vip'] }))).toBe(true)
    expect(changesNothing(patched(aStoredTicket(), { title: 'Other' }))).toBe(false)
  })

  it('that repeats a machine’s category makes it a person’s', () => {
    const change = patched(aStoredTicket({ category_set_by: 'policy' }), { category: 'billing' })

    expect(change.ticket.category_set_by).toBe('person')
    expect(changesNothing(change)).toBe(false)
  })

  it('is refused for a merged ticket', () => {
    expect(() => patched(aStoredTicket({ merged_into: namedId('TICKET2') }), { priority: 'low' })).toThrow(
      expect.objectContaining({ code: 'ticket_merged' }),
    )
  })
})

describe('a comment', () => {
  it.each([
    [{ author: { role: 'agent' }, by_requester: true }, true],
    [{ author: { role: 'agent' }, by_requester: false }, false],
    [{ author: { role: 'agent' } }, false],
    [{ author: { role: 'customer' } }, true],
  ] as const)(
    'is the requester’s if it says so; an older one, which cannot say so, is if a customer wrote it: %o',
    (comment, asks) => {
      expect(isByRequester(comment)).toBe(asks)
    },
  )

  it('raises the version and carries it as its number', () => {
    const { ticket, comment, event } = said(anAssignedTicket(), {})

    expect(ticket.version).toBe(4)
    expect(comment.seq).toBe(4)
    expect(event).toMatchObject({ seq: 4, type: 'comment_added' })
  })

  it('of staff in public stops the first clock, once', () => {
    const { ticket } = said(anAssignedTicket(), {})
    expect(ticket.first_response_at).toBe('2026-03-02T11:00:00.000Z')

    const later = commentOn(
      ticket,
      { body: 'Again', visibility: 'public', author: AGENT, by_requester: false },
      namedId('COMMENT2'),
      aHappening({ now: new Date('2026-03-02T12:00:00.000Z') }),
    )
    expect(later.ticket.first_response_at).toBe('2026-03-02T11:00:00.000Z')
  })

  it.each([
    ['an internal one', { visibility: 'internal' as const }],
    ['the customer’s', { author: CUSTOMER, by_requester: true }],
    ['an agent’s who asks', { by_requester: true }],
  ])('does not stop the first clock when it is %s', (_case, draft) => {
    expect(said(anAssignedTicket(), draft).ticket.first_response_at).toBeNull()
  })

  it('reopens a resolved ticket if its author is the one who asks, also an agent; not if it answers', () => {
    const { ticket: resolved } = patched(anAssignedTicket(), { status: 'resolved' })

    for (const author of [CUSTOMER, AGENT]) {
      const reopened = said(resolved, { author, by_requester: true })
      expect(reopened.ticket).toMatchObject({ status: 'open', queue_state: 'waiting', resolution: null })
      expect(reopened.event.data).toMatchObject({ reopened: true, author_role: author.role, by_requester: true })
    }
    expect(said(resolved, {}).ticket.status).toBe('resolved')
  })

  it('that confirms the solution leaves the status to the agent', () => {
    const { ticket: resolved } = patched(anAssignedTicket(), { status: 'resolved' })
    const { ticket, event } = said(resolved, { author: CUSTOMER, by_requester: true, confirms: true })

    expect(ticket.status).toBe('resolved')
    expect(event.type).toBe('customer_confirmed')
  })

  it('is refused on a closed ticket', () => {
    expect(() => said(aStoredTicket({ status: 'closed', queue_state: 'done' }), {})).toThrow(
      expect.objectContaining({ code: 'ticket_closed' }),
    )
  })

  it('keeps its words out of the event', () => {
    expect(JSON.stringify(said(aStoredTicket(), { body: 'a secret' }).event)).not.toContain('a secret')
  })
})
