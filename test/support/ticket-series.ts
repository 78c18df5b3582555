import type { TicketState } from '../../functions/contracts/ticket-state.ts'
import type { SignedIn } from '../../functions/domain/permissions.ts'
import { NOW } from './clock.ts'
import { aStoredTicket } from './tickets.ts'

/** A valid id that ends in the number. */
export const numberedId = (number: number, kind = 'A'): string => `01K5${kind}${String(number).padStart(21, '0')}`

/** The instant this many seconds after `NOW`. */
export const secondsIn = (seconds: number): string => new Date(NOW.getTime() + seconds * 1_000).toISOString()

export const DEPARTMENT = numberedId(1, 'D')
export const CUSTOMER = numberedId(1, 'C')
export const AGENT = numberedId(1, 'G')
export const ADMIN = numberedId(1, 'M')

export const signedIn = (role: SignedIn['role'], id: string): SignedIn => ({
  kind: 'user',
  id,
  role,
  name: role,
  email: `${role}@example.org`,
  department_id: role === 'customer' ? null : DEPARTMENT,
})

/** The nth ticket of a series, a second after the one before. */
export const ticketState = (number: number, more: Partial<TicketState> = {}): TicketState =>
  aStoredTicket({
    id: numberedId(number, 'T'),
    number: `PL-${String(number).padStart(8, '0')}`,
    title: `Ticket ${number}`,
    description: 'The printer is on fire.',
    category: 'general',
    department_id: DEPARTMENT,
    requester: { id: CUSTOMER, name: 'Cleo Customer', email: 'cleo@example.org' },
    created_at: secondsIn(number),
    updated_at: secondsIn(number),
    first_response_due_at: secondsIn(number + 3_600),
    resolution_due_at: secondsIn(number + 7_200),
    version: 1,
    ...more,
  })
