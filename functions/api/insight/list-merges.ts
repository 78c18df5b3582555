import { MergePlan } from '../../contracts/insight.ts'
import { planOf } from '../../domain/merge/changes.ts'
import { listPlans } from '../../stores/merge-plans.ts'
import { shortPage } from '../../stores/short-lists.ts'
import { route } from '../pipeline/http.ts'

/** Most plans that are shown of each state that is over. */
const HISTORY = 50

/** Every proposed or applied plan, and the last of those that are over; newest first. */
export const listMerges = route('listMerges', async ({ query }) => {
  const plans = await Promise.all(
    MergePlan.shape.state.options.map((state) =>
      listPlans(state, state === 'proposed' || state === 'applied' ? {} : { most: HISTORY }),
    ),
  )
  const newestFirst = plans
    .flat()
    .map(planOf)
    .toSorted((a, b) => (a.id < b.id ? 1 : -1))
  return shortPage('merges', newestFirst, query)
})
