import { planOf, undoPlan } from '../../domain/merge/changes.ts'
import { actorOf } from '../../domain/ticket.ts'
import { newId } from '../../platform/ids.ts'
import { updatePlan } from '../../stores/merge-plans.ts'
import { returnTickets, undoOutcome } from '../../use-cases/merge-undo.ts'
import { route } from '../pipeline/http.ts'
import { signedIn } from '../pipeline/ticket-access.ts'

/**
 * Undoes a merge: tickets that helpers have not begun return to their department; those that they have begun stay, and
 * are listed.
 */
export const undoMerge = route('undoMerge', async ({ caller, params, once }) => {
  const actor = actorOf(signedIn(caller))
  const plan = await updatePlan(params.id, async (seen) => {
    const outcome = await undoOutcome(seen)
    // The merge ends when this is written, not when it was asked for: helpers are given tickets until then.
    const change = undoPlan(seen, outcome, { event_id: newId(), actor, now: new Date() })
    return { change, extra: once(planOf(change.plan)) }
  })
  await returnTickets(plan, new Date())
  return planOf(plan)
})
