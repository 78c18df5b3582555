import fc from 'fast-check'
import { expect, it } from 'vitest'
import { Category, Priority } from '../../functions/contracts/triage.ts'
import '../support/function-environment.ts'
import { QueueState, Status } from '../../functions/contracts/ticket.ts'
import type { TicketState } from '../../functions/contracts/ticket-state.ts'
import { ticketKeys } from '../../functions/stores/tables.ts'
import { parseTicket, queuedIn, queueOrder, ticketRow } from '../../functions/stores/ticket-rows.ts'
import { aHolder, anAssignedTicket, aStoredTicket } from '../support/tickets.ts'

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
    updated_at: fc.constantFrom(aStoredTicket().created_at, LATER),
    told_at: fc.constantFrom(null, LATER),
    wake_at: fc.constantFrom(null, LATER),
    requester: fc.constantFrom(aStoredTicket().requester, { id: null, name: 'Lena', email: 'lena@example.org' }),
    version: fc.integer({ min: 1, max: 1_000 }),
  })
  .map((part) => aStoredTicket(part))

it('returns every ticket as it was written', () => {
  fc.assert(
    fc.property(anyTicket, (ticket) => {
      expect(parseTicket(ticketRow(ticket))).toEqual(ticket)
    }),
  )
})

it('writes equal tickets as equal rows, whatever the order of their fields', () => {
  fc.assert(
    fc.property(anyTicket, (ticket) => {
      const turned = Object.fromEntries(Object.entries(ticket).toReversed()) as TicketState
      expect(ticketRow(turned)).toEqual(ticketRow(ticket))
    }),
  )
})

it('sorts in a line by its queue order', () => {
  fc.assert(
    fc.property(anyTicket, (ticket) => {
      const { id, created_at, priority } = ticket
      expect(queuedIn(queueOrder(ticket))).toEqual({ id, created_at, priority })
    }),
  )
})

it('keeps attributes that expressions use outside the JSON: the number, the version and the keys', () => {
  const { number, version, id } = anAssignedTicket()
  const { ticket: json, ...row } = ticketRow(anAssignedTicket())
  expect(row).toMatchObject({ ...ticketKeys.ticket(id), number, version })
  expect(Object.values(row).every((value) => ['string', 'number'].includes(typeof value))).toBe(true)
  expect(JSON.parse(String(json))).not.toHaveProperty('status')
})

/** A row as deployed stages store it. A new form takes two versions: one reads both, the next writes the new one. */
const GOLDEN = {
  pk: 'TICKET#0000000000000000000T1CKET1',
  sk: 'TICKET',
  number: 'PL-0000TKT1',
  version: 3,
  ticket: JSON.stringify({
    title: 'Charged twice',
    description: 'My card was charged twice.',
    requester: { id: '00000000000000000CVST0MER1', name: 'Lena', email: 'lena@example.org' },
    source: 'web',
    tags: ['vip'],
    updated_at: '2026-03-03T09:00:00.000Z',
    assigned_at: '2026-03-02T10:00:00.000Z',
    assignee: { id: '00000000000000000000AGENT1', name: 'Ines', department_id: '0000000000000000000B1111NG' },
    priority_set_by: 'person',
    first_response_due_at: '2026-03-02T18:00:00.000Z',
    resolution_due_at: '2026-03-05T10:00:00.000Z',
  }),
  o: '2026-03-02T10:00:00.000Z#0000000000000000000T1CKET1',
  s: 'open#0',
  sc: 'open#billing#0',
  sp: 'open#high#0',
  sd: 'open#0000000000000000000B1111NG#0',
  sa: 'open#00000000000000000000AGENT1#0',
  q: 'assigned#0',
  r: '00000000000000000CVST0MER1',
  due_key: 'DUE#0',
  due_order: '2026-03-03T09:00:00.000Z#0000000000000000000T1CKET1',
}
const GOLDEN_TICKET: TicketState = {
  ...anAssignedTicket(),
  priority: 'high',
  priority_set_by: 'person',
  tags: ['vip'],
  updated_at: LATER,
  wake_at: LATER,
}

it('is written in the form that stages store, which the previous version can read', () => {
  expect(ticketRow(GOLDEN_TICKET)).toEqual(GOLDEN)
  expect(parseTicket(GOLDEN)).toEqual(GOLDEN_TICKET)
})

it('reads older rows, which have an attribute for each field', () => {
  const ticket = anAssignedTicket()
  expect(parseTicket({ ...ticketKeys.ticket(ticket.id), ...ticket })).toEqual(ticket)
})
