import { LONGEST_PERIOD_DAYS } from '../../contracts/basics.ts'
import { takersAmong } from '../../domain/capacity.ts'
import { RefusedError } from '../../domain/errors.ts'
import { holdingsOf } from '../../domain/fairness/holdings.ts'
import { fairnessReport } from '../../domain/fairness.ts'
import { DAY_MS, WEEK_MS } from '../../domain/time.ts'
import { listAgents } from '../../stores/agents.ts'
import { assignmentEvents, heldTickets } from '../../stores/assignment-history.ts'
import { listDepartments } from '../../stores/departments.ts'
import { readLine } from '../../stores/queue-line.ts'
import { route } from '../pipeline/http.ts'

/** The window, unless the request names another one. */
const DEFAULT_WINDOW_MS = WEEK_MS

/** @throws RefusedError `invalid` for a window that ends before it begins, or is too long */
const windowOf = (query: { readonly from?: string; readonly to?: string }): { from: Date; to: Date } => {
  const to = query.to === undefined ? new Date() : new Date(query.to)
  const from = query.from === undefined ? new Date(to.getTime() - DEFAULT_WINDOW_MS) : new Date(query.from)
  const length = to.getTime() - from.getTime()
  if (length > 0 && length <= LONGEST_PERIOD_DAYS * DAY_MS) return { from, to }
  throw new RefusedError('invalid', 'invalid_request', 'please check from and to', {
    fields: [{ path: 'from', message: `must be before to, by ${LONGEST_PERIOD_DAYS} days at most` }],
  })
}

/** How evenly work was shared in a window: the last seven days, unless the query says otherwise. */
export const getFairness = route('getFairness', async ({ query }) => {
  const { from, to } = windowOf(query)
  const departments = await listDepartments()
  const [events, held, staff, lines] = await Promise.all([
    assignmentEvents(from, to),
    heldTickets(),
    Promise.all(departments.map(async (department) => takersAmong(await listAgents(department.id), department))),
    Promise.all(departments.map(({ id }) => readLine(id))),
  ])
  const end = to.toISOString()
  const heldThen = held.filter(({ assigned_at }) => assigned_at < end)
  return fairnessReport({
    agents: staff.flat().map(({ id, name, active }) => ({ agent_id: id, name, active })),
    holdings: holdingsOf(events, heldThen, from.toISOString()),
    waiting_since: lines
      .flat()
      .map(({ created_at }) => created_at)
      .filter((created_at) => created_at < end),
    from: from.toISOString(),
    to: end,
  })
})
