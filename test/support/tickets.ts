import type { DepartmentSettings } from '../../functions/contracts/department.ts'
import type { TicketState } from '../../functions/contracts/ticket-state.ts'
import { newDepartment } from '../../functions/domain/department.ts'
import type { SignedIn } from '../../functions/domain/permissions.ts'
import { actorOf } from '../../functions/domain/ticket.ts'
import type { Happening } from '../../functions/domain/ticket-change.ts'

/** An id of 26 characters that reads as what it stands for. */
export const namedId = (name: string): string => {
  const letters = name.toUpperCase().replace(/[^0-9A-HJKMNP-TV-Z]/g, '0')
  return letters.padStart(26, '0').slice(-26)
}

export const NOW = new Date('2026-03-02T10:00:00.000Z')

export const BILLING = newDepartment({ name: 'Billing', categories: ['billing'] }, namedId('BA'))
export const TECHNICAL = newDepartment({ name: 'Technical', categories: ['technical'] }, namedId('TA'))

/** Finds a department of the two above. */
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

/** Something that somebody does an hour after the ticket came in. */
export const aHappening = (given: Partial<Happening> = {}): Happening => ({
  event_id: namedId('EVENT'),
  actor: actorOf(aSignedInUser()),
  now: new Date('2026-03-02T11:00:00.000Z'),
  ...given,
})

/** A ticket of billing that waits. */
export const aStoredTicket = (given: Partial<TicketState> = {}): TicketState => ({
  id: namedId('TKT1'),
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
  requester: { id: namedId('CRM1'), name: 'Lena', email: 'lena@example.org' },
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

/** The same in an agent's hands. */
export const anAssignedTicket = (given: Partial<TicketState> = {}): TicketState =>
  aStoredTicket({ queue_state: 'assigned', assignee: aHolder(), assigned_at: NOW.toISOString(), ...given })
