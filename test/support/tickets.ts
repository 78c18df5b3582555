import type { DepartmentSettings } from '../../functions/contracts/department.ts'
import type { TicketState } from '../../functions/contracts/ticket-state.ts'
import { newDepartment } from '../../functions/domain/department.ts'
import type { SignedIn } from '../../functions/domain/permissions.ts'
import type { Happening } from '../../functions/domain/ticket/change.ts'
import { actorOf } from '../../functions/domain/ticket.ts'
import { NOW } from './clock.ts'

/** Letters that an id may not contain, and the ones that it has in their place. */
const LOOKALIKES: Readonly<Record<string, string>> = { I: '1', L: '1', O: '0', U: 'V' }

/** An id of 26 characters that ends in the given name of letters and digits: `…C0MMENT1`. */
export const namedId = (name: string): string =>
  name
    .toUpperCase()
    .replace(/[ILOU]/g, (letter) => LOOKALIKES[letter] ?? letter)
    .padStart(26, '0')

export const BILLING = newDepartment({ name: 'Billing', categories: ['billing'] }, namedId('BILLING'))
export const TECHNICAL = newDepartment({ name: 'Technical', categories: ['technical'] }, namedId('TECHNICAL'))

/** Finds one of the two departments above by its category or id. */
export const departmentOf = (choice: {
  readonly category?: string
  readonly department_id?: string
}): DepartmentSettings =>
  choice.department_id === TECHNICAL.id || choice.category === 'technical' ? TECHNICAL : BILLING

export const aSignedInUser = (given: Partial<SignedIn> = {}): SignedIn => ({
  kind: 'user',
  id: namedId('AGENT1'),
  role: 'agent',
  name: 'Ines',
  email: 'ines@example.org',
  department_id: BILLING.id,
  ...given,
})

export const aHolder = (given: Partial<NonNullable<TicketState['assignee']>> = {}) => ({
  id: namedId('AGENT1'),
  name: 'Ines',
  department_id: BILLING.id,
  ...given,
})

/** An action of agent 1, an hour after the ticket came in. */
export const aHappening = (given: Partial<Happening> = {}): Happening => ({
  event_id: namedId('EVENT'),
  actor: actorOf(aSignedInUser()),
  now: new Date('2026-03-02T11:00:00.000Z'),
  ...given,
})

/** A ticket as it is stored, waiting in billing. */
export const aStoredTicket = (given: Partial<TicketState> = {}): TicketState => ({
  id: namedId('TICKET1'),
  number: 'PL-0000TKT1',
  title: 'Charged twice',
  description: 'My card was charged twice.',
  category: 'billing',
  category_set_by: 'default',
  priority: 'medium',
  priority_set_by: 'default',
  status: 'open',
  queue_state: 'waiting',
  department_id: BILLING.id,
  department_set_by: 'default',
  requester: { id: namedId('CUSTOMER1'), name: 'Lena', email: 'lena@example.org' },
  assignee: null,
  required_skills: [],
  source: 'web',
  tags: [],
  triage: null,
  merged_into: null,
  created_at: NOW.toISOString(),
  updated_at: NOW.toISOString(),
  told_at: null,
  assigned_at: null,
  first_response_at: null,
  first_response_due_at: '2026-03-02T18:00:00.000Z',
  resolved_at: null,
  resolution_due_at: '2026-03-05T10:00:00.000Z',
  sla_notice: 'none',
  resolution: null,
  resolved_in: null,
  returns_to: null,
  wake_at: null,
  version: 3,
  ...given,
})

/** A stored ticket that agent 1 holds. */
export const anAssignedTicket = (given: Partial<TicketState> = {}): TicketState =>
  aStoredTicket({ queue_state: 'assigned', assignee: aHolder(), assigned_at: NOW.toISOString(), ...given })
