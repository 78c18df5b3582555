import type { DepartmentSettings } from '../../functions/contracts/department.ts'
import type { TicketState } from '../../functions/contracts/ticket-state.ts'
import type { Triage } from '../../functions/contracts/triage.ts'

export const TICKET_ID = '01JQ0000000000000000000001'
export const DEPARTMENT_ID = '01JQ00000000000000000000D1'

/** A department with the defaults of the product. */
export const aDepartment = (changes: Partial<DepartmentSettings> = {}): DepartmentSettings => ({
  id: DEPARTMENT_ID,
  name: 'General',
  categories: ['general'],
  strategy: 'balanced',
  weights: { skill: 0.5, availability: 0.3, performance: 0.2 },
  time_zone: 'UTC',
  business_hours: null,
  sla: {
    first_response_hours: { critical: 1, high: 4, medium: 8, low: 24 },
    resolution_hours: { critical: 8, high: 24, medium: 72, low: 120 },
  },
  triage_policy: { apply_category: true, min_confidence: 0.5 },
  overflow: { enabled: true, after_minutes: 10 },
  offline_grace_minutes: 15,
  admins_take_tickets: false,
  overload_threshold: 2,
  underload_threshold: 0.5,
  auto_merge: false,
  ...changes,
})

/** A guest's ticket that has just come in. */
export const aTicket = (changes: Partial<TicketState> = {}): TicketState => ({
  id: TICKET_ID,
  number: 'PL-AAAAAAAA',
  title: 'Charged twice',
  description: 'My invoice of this month was charged twice, please refund one payment.',
  category: 'general',
  category_set_by: 'default',
  priority: 'medium',
  priority_set_by: 'default',
  status: 'open',
  queue_state: 'triaging',
  department_id: DEPARTMENT_ID,
  requester: { id: null, name: 'Cleo', email: 'cleo@example.com' },
  assignee: null,
  required_skills: [],
  source: 'web',
  tags: [],
  triage: null,
  merged_into: null,
  created_at: '2026-03-01T08:00:00.000Z',
  updated_at: '2026-03-01T08:00:00.000Z',
  assigned_at: null,
  first_response_at: null,
  resolved_at: null,
  first_response_due_at: '2026-03-01T16:00:00.000Z',
  resolution_due_at: '2026-03-04T08:00:00.000Z',
  sla_notice: 'none',
  resolution: null,
  returns_to: null,
  wake_at: null,
  version: 1,
  ...changes,
})

/** A model's suggestion that nobody has decided yet. */
export const aTriage = (changes: Partial<Triage> = {}): Triage => ({
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
  created_at: '2026-03-01T08:00:05.000Z',
  ...changes,
})
