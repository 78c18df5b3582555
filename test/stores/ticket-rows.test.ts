import fc from 'fast-check'
import { expect, it } from 'vitest'
import { Category, Priority } from '../../functions/contracts/triage.ts'
import '../support/function-environment.ts'
import { QueueState, Status } from '../../functions/contracts/ticket.ts'
import type { TicketState } from '../../functions/contracts/ticket-state.ts'
import { ticketKeys } from '../../functions/stores/tables.ts'
import { parseTicket, queuedIn, queueOrder, ticketRow } from '../../functions/stores/ticket-rows.ts'
import { aHolder, anAssignedTicket, aTicket } from '../support/tickets.ts'

const LATER = '2026-03-03T09:00:00.000Z'

const anyTicket: fc.Arbitrary<TicketState> = fc
  .record({
    title: fc.string({ minLength: 1, unit: 'grapheme' }),
    description: fc.string({ minLength: 1, unit: 'grapheme' }),
    category: fc.constantFrom(...Category.options),
    priority: fc.constantFrom(...Priority.options),
    status: fc.constantFrom(...Status.options),
    queue_state: fc.constantFrom(...QueueState.options),
    assignee: fc.constantFrom(null, aHolder()),
    returns_to: fc.constantFrom(null, aHolder()),
    tags: fc.constantFrom<string[]>([], ['vip', 'größe']),
    updated_at: fc.constantFrom(aTicket().created_at, LATER),
    wake_at: fc.constantFrom(null, LATER),
    requester: fc.constantFrom(aTicket().requester, { id: null, name: 'Lena', email: 'lena@example.org' }),
    version: fc.integer({ min: 1, max: 1_000 }),
  })
  .map((part) => aTicket(part))

it('gives every ticket back as it was', () => {
  fc.assert(
    fc.property(anyTicket, (ticket) => {
      expect(parseTicket(ticketRow(ticket))).toEqual(ticket)
    }),
  )
})

it('writes the same ticket as the same row, in whatever order its fields are', () => {
  fc.assert(
    fc.property(anyTicket, (ticket) => {
      const turned = Object.fromEntries(Object.entries(ticket).toReversed()) as TicketState
      expect(ticketRow(turned)).toEqual(ticketRow(ticket))
    }),
  )
})

it('is in a line as its order says', () => {
  fc.assert(
    fc.property(anyTicket, (ticket) => {
      const { id, created_at, priority } = ticket
      expect(queuedIn(queueOrder(ticket))).toEqual({ id, created_at, priority })
    }),
  )
})

it('keeps what is searched and compared beside the JSON: the number, the version and the keys', () => {
  const { number, version, id } = anAssignedTicket()
  const { ticket: json, ...row } = ticketRow(anAssignedTicket())
  expect(row).toMatchObject({ ...ticketKeys.ticket(id), number, version })
  expect(Object.values(row).every((value) => ['string', 'number'].includes(typeof value))).toBe(true)
  expect(JSON.parse(String(json))).not.toHaveProperty('status')
})

it('reads rows that have an attribute for everything', () => {
  const ticket = anAssignedTicket()
  expect(parseTicket({ ...ticketKeys.ticket(ticket.id), ...ticket })).toEqual(ticket)
})
