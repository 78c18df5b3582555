import * as z from 'zod'
import { Id, Instant, Share, Timestamp, wholeNumber } from './basics.ts'
import { Strategy, Weights } from './department.ts'
import { Capacity } from './people.ts'
import { Category, Priority } from './triage.ts'

const Count = z.int().min(0)
const Seconds = z.number().min(0)

export const Statistics = z.strictObject({
  total_tickets: Count,
  /** open + in_progress. */
  open_tickets: Count,
  /** Over days with tickets. */
  avg_tickets_per_day: z.number().min(0),
  avg_per_calendar_day: z.number().min(0),
  priority_breakdown: z.record(Priority, Count),
  category_breakdown: z.record(Category, Count),
  status_breakdown: z.strictObject({ open: Count, in_progress: Count, resolved: Count, closed: Count }),
  queue: z.strictObject({ waiting: Count, oldest_waiting_seconds: Count }),
  /** The last 30 days, oldest first. */
  daily: z.array(z.strictObject({ date: z.iso.date(), created: Count, resolved: Count })),
})
export type Statistics = z.infer<typeof Statistics>

const waits = z.strictObject({ source_wait_seconds: Seconds, target_wait_seconds: Seconds })

export const MergePlan = z.strictObject({
  id: Id,
  source_department_id: Id,
  target_department_id: Id,
  state: z.enum(['proposed', 'applied', 'rejected', 'expired', 'ended', 'undone']),
  reason: z.string(),
  pressure: z.strictObject({ source: z.number().min(0), target: z.number().min(0) }),
  predicted: z.strictObject({ before: waits, after: waits }),
  ticket_ids: z.array(Id),
  proposed_at: Timestamp,
  expires_at: Timestamp,
  applied_at: Timestamp.nullable(),
  ended_at: Timestamp.nullable(),
  decided_by: Id.nullable(),
})
export type MergePlan = z.infer<typeof MergePlan>

export const ForecastQuery = z.strictObject({
  department_id: Id,
  history_hours: wholeNumber(1, 2_016).default(168),
  horizon: wholeNumber(1, 168).default(24),
})

export const Forecast = z.strictObject({
  department_id: Id,
  generated_at: Timestamp,
  model: z.string(),
  stage: z.enum(['pooled', 'hour_of_day', 'full']),
  history: z.array(z.strictObject({ hour: Timestamp, count: Count.nullable() })),
  forecast: z.array(
    z.strictObject({
      hour: Timestamp,
      mean: z.number().min(0),
      p10: z.number().min(0),
      p50: z.number().min(0),
      p90: z.number().min(0),
      p2_5: z.number().min(0),
      p97_5: z.number().min(0),
    }),
  ),
  staffing: z.array(
    z.strictObject({
      hour: Timestamp,
      agents_needed: Count,
      agents_rostered: z.number().min(0),
      expected_wait_seconds: Seconds,
    }),
  ),
  accuracy: z.strictObject({
    mase: z.number().nullable(),
    coverage_80: Share.nullable(),
    coverage_95: Share.nullable(),
    hours_scored: Count,
  }),
})
export type Forecast = z.infer<typeof Forecast>

export const ScoreboardRow = z.strictObject({
  field: z.enum(['category', 'priority']),
  value: z.string(),
  suggested: Count,
  accepted: Count,
  modified: Count,
  rejected: Count,
  precision: Share.nullable(),
  /** Calibration: ten bins of confidence. */
  bins: z.array(z.strictObject({ from: Share, to: Share, count: Count, precision: Share.nullable() })),
})
export type ScoreboardRow = z.infer<typeof ScoreboardRow>

export const TriageModel = z.strictObject({
  version: z.int().min(1),
  labels: Count,
  /** Macro-F1 on the newest held-out labels. */
  held_out_score: Share.nullable(),
  state: z.enum(['active', 'retired', 'refused']),
  created_at: Timestamp,
})
export type TriageModel = z.infer<typeof TriageModel>

export const PolicyLabRequest = z.strictObject({
  department_id: Id,
  strategy: Strategy,
  weights: Weights.exactOptional(),
  capacity: Capacity.exactOptional(),
  from: Instant,
  to: Instant,
})

const PolicyOutcome = z.strictObject({
  mean_wait_seconds: Seconds,
  p95_wait_seconds: Seconds,
  jain: Share,
  skill_match: Share,
  breaches: Count,
  /** Half-width of the 95 % interval of the mean wait, in seconds. */
  uncertainty: Seconds,
})
export const PolicyComparison = z.strictObject({ today: PolicyOutcome, proposed: PolicyOutcome })
export type PolicyComparison = z.infer<typeof PolicyComparison>
