import { planOf } from '../../domain/merge-changes.ts'
import { actorOf } from '../../domain/ticket.ts'
import { route } from '../../platform/http.ts'
import { signedIn } from '../../platform/ticket-access.ts'
import { checkMerges as check } from '../../stores/merge-check.ts'

/** Judges the present at once, without waiting for an overload to prove itself; newest plan first. */
export const checkMerges = route('checkMerges', async ({ caller }) => {
  const plans = await check('hand', actorOf(signedIn(caller)), new Date())
  return { items: plans.map(planOf).toSorted((a, b) => (a.id < b.id ? 1 : -1)) }
})
