import { planOf, undoPlan } from '../../domain/merge-changes.ts'
import { actorOf } from '../../domain/ticket.ts'
import { route } from '../../platform/http.ts'
import { newId } from '../../platform/ids.ts'
import { signedIn } from '../../platform/ticket-access.ts'
import { finishUndo } from '../../stores/merge-deadlines.ts'
import { updatePlan } from '../../stores/merge-plans.ts'
import { undoOutcome } from '../../stores/merge-undo.ts'

/** Takes a merge back: what helpers have not begun returns to its department; what they have begun stays, and is listed. */
export const undoMerge = route('undoMerge', async ({ caller, params, once }) => {
  const happening = { event_id: newId(), actor: actorOf(signedIn(caller)), now: new Date() }
  const plan = await updatePlan(params.id, async (seen) => {
    const change = undoPlan(seen, await undoOutcome(seen), happening)
    return { change, extra: once(planOf(change.plan)) }
  })
  await finishUndo(plan, happening.now)
  return planOf(plan)
})
