import { planOf, undoPlan } from '../../domain/merge-changes.ts'
import { actorOf } from '../../domain/ticket.ts'
import { newId } from '../../platform/ids.ts'
import { updatePlan } from '../../stores/merge-plans.ts'
import { returnTickets, undoOutcome } from '../../use-cases/merge-undo.ts'
import { route } from '../pipeline/http.ts'
import { signedIn } from '../pipeline/ticket-access.ts'

/** Takes a merge back: what helpers have not begun returns to its department; what they have begun stays, and is listed. */
export const undoMerge = route('undoMerge', async ({ caller, params, once }) => {
  const actor = actorOf(signedIn(caller))
  const plan = await updatePlan(params.id, async (seen) => {
    const outcome = await undoOutcome(seen)
    // It ends when it is written, not when it was asked for: helpers were given tickets until then.
    const change = undoPlan(seen, outcome, { event_id: newId(), actor, now: new Date() })
    return { change, extra: once(planOf(change.plan)) }
  })
  await returnTickets(plan, new Date())
  return planOf(plan)
})
