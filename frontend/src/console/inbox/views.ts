import type { Role, User } from '../../../../functions/contracts/people.ts'
import type { Query } from '../../../../functions/contracts/routes.ts'
import type { Ticket } from '../../../../functions/contracts/ticket.ts'
import { isAtRisk } from '../../design/time-left.ts'
import type { InboxSearch, Sort, ViewName } from './search.ts'

export type TicketsQuery = { readonly [Key in keyof Query<'listTickets'>]?: Query<'listTickets'>[Key] | undefined }

const agentViews: readonly ViewName[] = ['my_open', 'breaching', 'ai_review', 'resolved']
const adminViews: readonly ViewName[] = [...agentViews, 'unassigned', 'all']

export const viewsFor = (role: Role): readonly ViewName[] => (role === 'admin' ? adminViews : agentViews)

/** The view that an address names, if this person's role has it; else the first view. */
export const viewOf = ({ view }: InboxSearch, { role }: User): ViewName =>
  viewsFor(role).find((one) => one === view) ?? 'my_open'

/** Administrators see the deadlines and suggestions of all tickets, agents those of their own. */
const mineOnly = (me: User): TicketsQuery => (me.role === 'admin' ? {} : { assignee_id: [me.id] })

const base = (view: ViewName, me: User): TicketsQuery => {
  switch (view) {
    case 'my_open':
      return { assignee_id: [me.id], status: ['open', 'in_progress'] }
    case 'breaching':
      return { ...mineOnly(me), status: ['open', 'in_progress'], sort: 'created_at' }
    case 'ai_review':
      return { ...mineOnly(me), status: ['open', 'in_progress'] }
    case 'resolved':
      return { ...mineOnly(me), status: ['resolved'] }
    case 'unassigned':
      return { queue_state: ['waiting', 'triaging'], sort: 'created_at' }
    case 'all':
      return {}
  }
}

/** The query for the host: the view narrowed by the address's filters. */
export const queryOf = (search: InboxSearch, me: User): TicketsQuery => {
  const { status, category, priority, department, tag, sort } = search
  const view = base(viewOf(search, me), me)
  return {
    ...view,
    ...(status && { status: [status] }),
    ...(category && { category: [category] }),
    ...(priority && { priority: [priority] }),
    ...(department && { department_id: [department] }),
    ...(tag && { tag: [tag] }),
    ...(search.search && { search: search.search }),
    ...(sort && !(search.search && sort === 'priority') && { sort }),
  }
}

/** The order of the host's answer. */
export const sortOf = ({ sort }: TicketsQuery): Sort => sort ?? '-created_at'

/** Whether a ticket of the host's answer belongs in a view that the host cannot filter by itself. */
export const belongs = (view: ViewName, ticket: Ticket, now: number): boolean => {
  if (view === 'ai_review') return ticket.triage?.state === 'pending'
  if (view === 'breaching') return ticket.due_at !== null && isAtRisk(ticket.due_at, ticket.created_at, now)
  return true
}
