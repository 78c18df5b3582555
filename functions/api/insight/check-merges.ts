import { planOf } from '../../domain/merge/changes.ts'
import { actorOf } from '../../domain/ticket.ts'
import { checkMerges as check } from '../../use-cases/merge-check.ts'
import { route } from '../pipeline/http.ts'
import { signedIn } from '../pipeline/ticket-access.ts'

/** Checks the present state, without waiting for an overload to last; newest plan first. */
export const checkMerges = route('checkMerges', async ({ caller }) => {
  const plans = await check('hand', actorOf(signedIn(caller)), new Date())
  return { items: plans.map(planOf).toSorted((a, b) => (a.id < b.id ? 1 : -1)) }
})
