import { approvePlan, planOf } from '../../domain/merge/changes.ts'
import { actorOf } from '../../domain/ticket.ts'
import { newId } from '../../platform/ids.ts'
import { updatePlan } from '../../stores/merge-plans.ts'
import { presentEffect } from '../../use-cases/department-states.ts'
import { route } from '../pipeline/http.ts'
import { signedIn } from '../pipeline/ticket-access.ts'

/**
 * Approves a proposed plan: its target now helps its source. The event rings the source's bell, and what waits is
 * shared out. The plan then names the tickets that waited when it was applied, not when it was proposed.
 */
export const approveMerge = route('approveMerge', async ({ caller, params, once }) => {
  const actor = actorOf(signedIn(caller))
  const happening = { event_id: newId(), actor, now: new Date() }
  const plan = await updatePlan(params.id, async (seen) => {
    const effect = await presentEffect(seen, happening.now)
    const change = approvePlan(seen, effect, happening, `${actor.name} approved it`)
    return { change, extra: once(planOf(change.plan)) }
  })
  return planOf(plan)
})
