import { proposePlan, type StoredPlan } from '../../functions/domain/merge/changes.ts'
import type { MergeProposal } from '../../functions/domain/merge.ts'
import { SYSTEM } from '../../functions/domain/ticket/change.ts'
import { namedId } from './tickets.ts'

/** Two departments of which the first asks the second for help; open for an hour from `now`. */
export const aProposal = (
  source_department_id: string,
  target_department_id: string,
  now: Date,
  given: Partial<MergeProposal> = {},
): MergeProposal => ({
  source_department_id,
  target_department_id,
  reason: 'the one has too much, the other too little',
  pressure: { source: 2, target: 0.2 },
  predicted: {
    before: { source_wait_seconds: 3_600, target_wait_seconds: 0 },
    after: { source_wait_seconds: 600, target_wait_seconds: 600 },
  },
  ticket_ids: [],
  proposed_at: now.toISOString(),
  expires_at: new Date(now.getTime() + 3_600_000).toISOString(),
  ...given,
})

/** A plan as it is kept, open for a decision unless the test says otherwise. */
export const aStoredPlan = (now: Date, given: Partial<StoredPlan> = {}): StoredPlan => ({
  ...proposePlan(aProposal(namedId('SOURCE'), namedId('TARGET'), now), namedId('PLAN1'), {
    event_id: namedId('EVENT'),
    actor: SYSTEM,
    now,
  }).plan,
  ...given,
})
