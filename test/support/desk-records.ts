import type { Department } from '../../functions/contracts/department.ts'
import type { TicketEvent } from '../../functions/contracts/events.ts'
import type { Agent, User } from '../../functions/contracts/people.ts'
import type { RoutingDecision } from '../../functions/contracts/routing.ts'
import type { Comment, Ticket } from '../../functions/contracts/ticket.ts'
import type { Triage } from '../../functions/contracts/triage.ts'
import { GUEST } from '../../functions/domain/ticket/change.ts'
import { PROMPT_VERSION } from '../../functions/domain/triage/prompt.ts'
import { NOW } from './clock.ts'

const MINUTE_MS = 60_000

export const at = (minutesAgo: number): string => new Date(NOW.getTime() - minutesAgo * MINUTE_MS).toISOString()

/** A valid id that ends in the number. */
export const anId = (number: number): string => `01J${String(number).padStart(23, '0')}`

export const AGENT_ID = anId(901)
export const ADMIN_ID = anId(900)
const DEPARTMENT_ID = anId(801)

export const aUser = (part: Partial<User> = {}): User => ({
  id: AGENT_ID,
  email: 'agent01@demo.example',
  name: 'Ines Martin',
  role: 'agent',
  presence: 'online',
  department_id: DEPARTMENT_ID,
  created_at: at(100_000),
  ...part,
})

export const anAdmin = aUser({
  id: ADMIN_ID,
  email: 'admin@demo.example',
  name: 'Ada Admin',
  role: 'admin',
  department_id: null,
})

export const aTriage = (part: Partial<Triage> = {}): Triage => ({
  summary: 'Charged twice in March; asks for a refund of the second charge.',
  suggested_category: 'billing',
  suggested_priority: 'high',
  suggested_duplicate_of: null,
  required_skills: ['refunds'],
  resolution_notes: 'Check the payment provider for a repeated webhook.',
  reply_draft: 'Hello Lena, we found the second charge of 49 EUR and have started the refund.',
  confidence: 0.94,
  source: 'local',
  model: 'plimsoll-embedded-0',
  prompt_version: PROMPT_VERSION,
  degraded: false,
  state: 'pending',
  decided_by: null,
  decided_at: null,
  created_at: at(60),
  ...part,
})

export const aTicket = (part: Partial<Ticket> = {}): Ticket => ({
  id: anId(1),
  number: 'PL-7K3M9QXA',
  title: 'Charged twice for the March subscription',
  description:
    'I was charged twice on 1 March, 49 EUR each. Please refund one of them. The second one is invoice INV-0O1l8.',
  category: 'billing',
  priority: 'high',
  status: 'open',
  queue_state: 'assigned',
  queue_position: null,
  department_id: DEPARTMENT_ID,
  requester: { id: null, name: 'Lena König', email: 'lena@example.org' },
  assignee: { id: AGENT_ID, name: 'Ines Martin', presence: 'online' },
  required_skills: ['refunds'],
  source: 'web',
  tags: [],
  triage: null,
  merged_into: null,
  created_at: at(120),
  updated_at: at(20),
  assigned_at: at(118),
  first_response_at: null,
  resolved_at: null,
  due_at: at(-90),
  version: 4,
  ...part,
})

const titles = [
  'Charged twice for the March subscription',
  'Cannot sign in after password reset',
  'Webhook deliveries time out since 09:40',
  'VAT number missing on invoice',
  'Export stops at 10,000 rows',
  'Two accounts after changing e-mail',
  'API returns 429 below the limit',
]
const priorities = ['critical', 'high', 'medium', 'low'] as const
const categories = ['billing', 'account', 'technical', 'general'] as const

/** A list in which priorities, categories, statuses and deadlines vary. */
export const manyTickets = (count: number): Ticket[] =>
  Array.from({ length: count }, (_ticket, index) =>
    aTicket({
      id: anId(index + 1),
      number: `PL-${String(index + 1).padStart(8, '0')}`,
      title: titles[index % titles.length] ?? 'A ticket',
      priority: priorities[index % 4] ?? 'medium',
      category: categories[index % 4] ?? 'general',
      status: index % 3 === 1 ? 'in_progress' : 'open',
      queue_state: index % 7 === 5 ? 'waiting' : 'assigned',
      queue_position: index % 7 === 5 ? 3 : null,
      due_at: at(20 - ((index * 37) % 300)),
      triage: index === 0 ? aTriage() : null,
    }),
  )

export const aComment = (part: Partial<Comment> = {}): Comment => ({
  id: anId(501),
  ticket_id: anId(1),
  seq: 3,
  author: { id: anId(902), name: 'Tom Berger', role: 'agent', presence: 'online' },
  body: 'Duplicate webhook from the payment provider, see incident 311.',
  visibility: 'internal',
  created_at: at(10),
  ...part,
})

export const anEvent = (part: Partial<TicketEvent> = {}): TicketEvent => ({
  seq: 1,
  type: 'ticket_created',
  actor: GUEST,
  at: at(120),
  changes: {},
  ...part,
})

const hours = { low: 24, medium: 8, high: 4, critical: 1 }

const aDepartment = (part: Partial<Department> = {}): Department => ({
  id: DEPARTMENT_ID,
  name: 'Billing',
  categories: ['billing'],
  strategy: 'weighted',
  weights: { skill: 0.5, availability: 0.3, performance: 0.2 },
  time_zone: 'Europe/Berlin',
  business_hours: null,
  sla: { first_response_hours: hours, resolution_hours: { low: 120, medium: 72, high: 24, critical: 8 } },
  triage_policy: { apply_category: true, min_confidence: 0.5 },
  overflow: { enabled: true, after_minutes: 10 },
  offline_grace_minutes: 15,
  admins_take_tickets: false,
  overload_threshold: 0.85,
  underload_threshold: 0.3,
  auto_merge: false,
  load: { agents_online: 3, active: 27, capacity: 30, waiting: 2, utilisation: 0.9, pressure: 0.96 },
  ...part,
})

const loaded = (pressure: number) => ({
  agents_online: 3,
  active: Math.round(pressure * 30),
  capacity: 30,
  waiting: 0,
  utilisation: pressure,
  pressure,
})

export const departments: readonly Department[] = [
  aDepartment(),
  aDepartment({ id: anId(802), name: 'Technical', categories: ['technical'], load: loaded(0.71) }),
  aDepartment({ id: anId(803), name: 'Account', categories: ['account'], load: loaded(0.38) }),
  aDepartment({ id: anId(804), name: 'General', categories: ['general'], load: loaded(0.22) }),
]

export const anAgent = (part: Partial<Agent> = {}): Agent => ({
  id: AGENT_ID,
  name: 'Ines Martin',
  department_id: DEPARTMENT_ID,
  skills: ['refunds', 'invoices'],
  capacity: 10,
  active: 4,
  presence: 'online',
  resolved_total: 120,
  avg_resolution_hours: 3.4,
  last_assigned_at: at(118),
  ...part,
})

export const aDecision: RoutingDecision = {
  decided_at: at(118),
  outcome: 'assigned',
  strategy: 'weighted',
  policy_version: 1,
  reason: 'Ines Martin is the only one who can take it',
  chosen: AGENT_ID,
  candidates: [
    {
      agent_id: AGENT_ID,
      name: 'Ines Martin',
      eligible: true,
      excluded_because: null,
      skill: 0.9,
      availability: 0.6,
      performance: 0.8,
      score: 0.79,
      active: 4,
      capacity: 10,
      last_assigned_at: null,
    },
    {
      agent_id: anId(902),
      name: 'Tom Berger',
      eligible: false,
      excluded_because: 'is full: 10 of 10',
      skill: 0.5,
      availability: 0,
      performance: 0.7,
      score: 0.39,
      active: 10,
      capacity: 10,
      last_assigned_at: null,
    },
  ],
}
