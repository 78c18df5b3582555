import { planOf, rejectPlan } from '../../domain/merge/changes.ts'
import { actorOf } from '../../domain/ticket.ts'
import { newId } from '../../platform/ids.ts'
import { updatePlan } from '../../stores/merge-plans.ts'
import { route } from '../pipeline/http.ts'
import { signedIn } from '../pipeline/ticket-access.ts'

/** Declines a proposed plan; it is not suggested again before it would have expired. */
export const rejectMerge = route('rejectMerge', async ({ caller, params, once }) => {
  const happening = { event_id: newId(), actor: actorOf(signedIn(caller)), now: new Date() }
  const plan = await updatePlan(params.id, async (seen) => {
    const change = rejectPlan(seen, happening)
    return { change, extra: once(planOf(change.plan)) }
  })
  return planOf(plan)
})
