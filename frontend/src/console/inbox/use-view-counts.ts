import { useQuery } from '@tanstack/react-query'
import type { User } from '../../../../functions/contracts/people.ts'
import { LARGEST_PAGE } from '../../api/all-pages.ts'
import { call } from '../../api/call.ts'
import { keys } from '../../api/queries.ts'
import { useNow } from '../../design/clock.ts'
import { useDepartments } from '../use-departments.ts'
import type { ViewName } from './search.ts'
import { belongs } from './views.ts'

const FRESH_EVERY_MS = 30_000

/**
 * How many tickets are in a view, for views where that is known without reading them all: the person's own open
 * tickets, and, from the departments' loads, the waiting ones.
 */
export const useViewCounts = (me: User): Readonly<Partial<Record<ViewName, number>>> => {
  const now = useNow()
  const { data } = useQuery({
    queryKey: [...keys.counts, me.id],
    // An agent's capacity is never larger than the largest page.
    queryFn: () =>
      call('listTickets', { query: { assignee_id: [me.id], status: ['open', 'in_progress'], limit: LARGEST_PAGE } }),
    refetchInterval: FRESH_EVERY_MS,
  })
  const departments = useDepartments().data
  const mine = data?.items.filter(({ merged_into }) => merged_into === null)
  const count = (view: ViewName) => mine?.filter((ticket) => belongs(view, ticket, now)).length
  const known = {
    my_open: mine?.length,
    ...(me.role === 'agent' && { breaching: count('breaching'), ai_review: count('ai_review') }),
    ...(me.role === 'admin' && {
      unassigned: departments?.reduce((sum, { load }) => sum + load.waiting, 0),
    }),
  }
  return Object.fromEntries(Object.entries(known).filter(([, value]) => value !== undefined))
}
