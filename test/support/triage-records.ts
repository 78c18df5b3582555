import type { DepartmentSettings } from '../../functions/contracts/department.ts'
import type { EventRecord } from '../../functions/contracts/events.ts'
import type { TicketState } from '../../functions/contracts/ticket-state.ts'
import type { Triage } from '../../functions/contracts/triage.ts'
import { newDepartment } from '../../functions/domain/department.ts'
import { NOW } from './clock.ts'
import { aStoredTicket } from './tickets.ts'

export const TICKET_ID = '01JQ0000000000000000000001'
export const DEPARTMENT_ID = '01JQ00000000000000000000D1'

/** The General department, with the product's default settings. */
export const departmentSettings = (changes: Partial<DepartmentSettings> = {}): DepartmentSettings => ({
  ...newDepartment({ name: 'General', categories: ['general'] }, DEPARTMENT_ID),
  ...changes,
})

/** A guest's ticket that has just come in. */
export const aGuestTicket = (changes: Partial<TicketState> = {}): TicketState =>
  aStoredTicket({
    id: TICKET_ID,
    number: 'PL-AAAAAAAA',
    description: 'My invoice of this month was charged twice, please refund one payment.',
    category: 'general',
    queue_state: 'triaging',
    department_id: DEPARTMENT_ID,
    requester: { id: null, name: 'Cleo', email: 'cleo@example.com' },
    version: 1,
    ...changes,
  })

/** A model's suggestion that nobody has decided yet. */
export const aStoredTriage = (changes: Partial<Triage> = {}): Triage => ({
  summary: 'Charged twice.',
  suggested_category: 'billing',
  suggested_priority: 'high',
  suggested_duplicate_of: null,
  required_skills: ['refunds'],
  resolution_notes: 'Check the ledger.',
  reply_draft: 'Hello, we look at it.',
  confidence: 0.8,
  source: 'bedrock',
  model: 'some-model',
  prompt_version: 'triage-1',
  degraded: false,
  state: 'pending',
  decided_by: null,
  decided_at: null,
  created_at: new Date(NOW.getTime() + 5_000).toISOString(),
  ...changes,
})

/** A well-behaved model's answer about such a ticket. */
export const ANSWER = {
  suggested_category: 'billing',
  suggested_priority: 'high',
  confidence: 0.9,
  summary: 'Charged twice.',
  required_skills: ['refunds'],
  resolution_notes: 'Check the ledger.',
  reply_draft: 'Hello, we look at it.',
} as const

/** The event that begins the triage of a guest's ticket. */
export const aCreation = (ticket_id = TICKET_ID, at = NOW.toISOString()): EventRecord => ({
  event_id: '01JQ0000000000000000000002',
  type: 'ticket_created',
  subject: `TICKET#${ticket_id}`,
  ticket_id,
  seq: 1,
  at,
  actor: { kind: 'user', id: 'guest', name: 'Guest' },
  changes: {},
  data: {},
})
