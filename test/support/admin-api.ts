import type { MergePlan, PolicyComparison, TriageModel } from '../../functions/contracts/insight.ts'
import type { Application } from '../../functions/contracts/people.ts'
import { NOW } from './clock.ts'
import { ADMIN_ID, AGENT_ID, anAdmin, anId, at, aUser } from './desk-records.ts'
import type { Responders } from './mock-api.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

const hour = (fromNow: number): string => new Date(NOW.getTime() + fromNow * HOUR_MS).toISOString()
/** A day's shape: quiet at night, busy in the afternoon. */
const expected = (fromNow: number): number => Math.round(30 + 25 * Math.sin(((fromNow + 20) / 24) * 2 * Math.PI))

export const aPlan = (part: Partial<MergePlan> = {}): MergePlan => ({
  id: anId(701),
  source_department_id: anId(801),
  target_department_id: anId(804),
  state: 'proposed',
  reason: 'Billing is at 0.96 of its load line (overloaded from 0.85), General at 0.22 (free up to 0.3)',
  pressure: { source: 0.96, target: 0.22 },
  predicted: {
    before: { source_wait_seconds: 2_400, target_wait_seconds: 60 },
    after: { source_wait_seconds: 480, target_wait_seconds: 240 },
  },
  ticket_ids: [anId(1), anId(2)],
  proposed_at: at(5),
  expires_at: hour(1),
  applied_at: null,
  ended_at: null,
  decided_by: null,
  ...part,
})

/** An application that nobody has decided on. */
export const anApplication = (number: number, part: Partial<Application> = {}): Application => ({
  id: anId(number),
  user: { id: anId(number), name: `Customer ${number}`, email: `customer${number}@example.org` },
  motivation: 'I would like to help.',
  skills: [],
  state: 'open',
  decided_by: null,
  decided_at: null,
  created_at: at(100),
  ...part,
})

const aModel = (part: Partial<TriageModel> = {}): TriageModel => ({
  version: 1,
  labels: 75,
  held_out_score: 0.79,
  state: 'retired',
  created_at: at(3_000),
  ...part,
})
const refusedModel = aModel({ state: 'refused', held_out_score: 0.41 })

type Outcome = PolicyComparison['today']

export const anOutcome = (part: Partial<Outcome> = {}): Outcome => ({
  mean_wait_seconds: 600,
  p95_wait_seconds: 2_400,
  jain: 0.93,
  skill_match: 0.8,
  breaches: 4,
  uncertainty: 100,
  ...part,
})

const forecastHours = Array.from({ length: 24 }, (_hour, index) => index)

/** What administrators see: figures, forecast, proposals, people, history. */
export const adminApi: Responders = {
  getStatistics: () => ({
    total_tickets: 4_821,
    open_tickets: 184,
    avg_tickets_per_day: 86.1,
    avg_per_calendar_day: 80.3,
    priority_breakdown: { low: 900, medium: 2_200, high: 1_300, critical: 421 },
    category_breakdown: { billing: 1_500, technical: 1_900, account: 800, general: 621 },
    status_breakdown: { open: 80, in_progress: 104, resolved: 1_200, closed: 3_437 },
    queue: { waiting: 23, oldest_waiting_seconds: 2_520 },
    daily: Array.from({ length: 30 }, (_day, index) => ({
      date: new Date(NOW.getTime() - (29 - index) * DAY_MS).toISOString().slice(0, 10),
      created: 60 + ((index * 37) % 45),
      resolved: 55 + ((index * 29) % 48),
    })),
  }),
  getForecast: ({ query }) => ({
    department_id: query.get('department_id') ?? '',
    generated_at: hour(0),
    model: 'mocked',
    stage: 'full',
    history: forecastHours.map((index) => ({ hour: hour(index - 24), count: expected(index) })),
    forecast: forecastHours.map((index) => {
      const mean = expected(index)
      return { hour: hour(index), mean, p50: mean, p10: mean - 4, p90: mean + 7, p2_5: mean - 5, p97_5: mean + 12 }
    }),
    staffing: forecastHours.map((index) => ({
      hour: hour(index),
      agents_needed: index === 3 ? 5 : 3,
      agents_rostered: 3,
      expected_wait_seconds: 60,
    })),
    accuracy: { mase: 0.8, coverage_80: 0.79, coverage_95: 0.95, hours_scored: 100 },
  }),
  getFairness: () => ({
    agents: [
      { agent_id: AGENT_ID, name: 'Ines Martin', assignments: 44, active: 4, resolved: 40, busy_share: 0.41 },
      { agent_id: anId(902), name: 'Tom Berger', assignments: 46, active: 10, resolved: 39, busy_share: 0.6 },
    ],
    jain: 0.98,
    gini: 0.06,
    longest_wait_seconds: 3_400,
  }),
  listQueue: () => ({
    items: [1, 2, 3].map((position) => ({
      ticket_id: anId(position),
      number: `PL-0000000${position}`,
      department_id: anId(801),
      priority: 'high',
      position,
      waiting_seconds: 3_600 - position * 700,
    })),
  }),
  listMerges: () => ({
    items: [
      aPlan(),
      aPlan({ id: anId(702), state: 'applied', applied_at: at(300), decided_by: ADMIN_ID }),
      aPlan({ id: anId(703), state: 'ended', ended_at: at(3_000) }),
    ],
    next_cursor: null,
  }),
  approveMerge: () => aPlan({ state: 'applied' }),
  listApplications: () => ({
    items: [
      {
        id: anId(601),
        user: { id: anId(5), name: 'Karl Voss', email: 'karl@example.org' },
        motivation: 'I answered tickets for six years and know every corner of invoicing.',
        skills: ['invoices', 'german'],
        state: 'open',
        decided_by: null,
        decided_at: null,
        created_at: at(300),
      },
    ],
    next_cursor: null,
  }),
  listAudit: () => ({
    items: [1, 2, 3].map((seq) => ({
      event_id: anId(400 + seq),
      subject: `TICKET#${anId(1)}`,
      ticket_id: anId(1),
      seq,
      type: 'status_changed',
      actor: { kind: 'user', id: AGENT_ID, name: 'Ines Martin' },
      at: at(seq * 10),
      changes: { status: ['open', 'resolved'] },
    })),
    next_cursor: 'more',
  }),
  listUsers: () => ({
    items: [aUser(), anAdmin, aUser({ id: anId(3), role: 'customer', name: 'Lena König', email: 'lena@example.org' })],
    next_cursor: null,
  }),
  getSettings: () => ({
    fallback_category: 'general',
    fallback_priority: 'medium',
    skill_aliases: { js: 'javascript' },
    skill_keywords: { refund: 'refunds' },
    rate_limit: 500,
    mail_digest: true,
  }),
  listCannedReplies: () => ({
    items: [
      {
        id: anId(301),
        title: 'Refund started',
        body: 'Hello, your refund is on its way.',
        created_by: AGENT_ID,
        created_at: at(100),
        updated_at: at(100),
      },
    ],
    next_cursor: null,
  }),
  listViews: () => ({
    items: [
      {
        id: anId(201),
        name: 'Critical billing',
        query: 'view=my_open&category=billing&priority=critical',
        shared: false,
        owner_id: ADMIN_ID,
        created_at: at(100),
      },
    ],
    next_cursor: null,
  }),
  getScoreboard: () => ({
    items: [
      {
        field: 'category',
        value: 'billing',
        suggested: 120,
        accepted: 100,
        modified: 12,
        rejected: 8,
        precision: 0.83,
        bins: [
          { from: 0.8, to: 0.9, count: 40, precision: 0.8 },
          { from: 0.9, to: 1, count: 80, precision: 0.95 },
        ],
      },
    ],
  }),
  listTriageModels: () => ({
    items: [aModel({ version: 3, state: 'active' }), aModel({ version: 2 }), refusedModel],
    next_cursor: null,
  }),
  rollbackTriageModel: ({ params }) => aModel({ version: Number(params.version), state: 'active' }),
  comparePolicies: () => ({
    today: anOutcome({ mean_wait_seconds: 900, uncertainty: 60 }),
    proposed: anOutcome({ mean_wait_seconds: 480, uncertainty: 60 }),
  }),
}
