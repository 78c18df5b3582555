import type { DepartmentSettings } from '../contracts/department.ts'
import type { Comment, NewTicket, Requester, Status, Ticket, TicketPatch, Visibility } from '../contracts/ticket.ts'
import type { TicketState } from '../contracts/ticket-state.ts'
import type { Category, Priority } from '../contracts/triage.ts'
import { RefusedError } from './errors.ts'
import type { SignedIn } from './permissions.ts'
import { slaClocks } from './sla.ts'
import { advance, CUSTOMER_NAME, type Happening, type TicketChange } from './ticket/change.ts'
import { type DepartmentOf, placed } from './ticket/placement.ts'
import { isUnfinished } from './ticket-status.ts'
import { HOUR_MS } from './time.ts'

/** The labels of a ticket until somebody sets others. */
export const DEFAULT_CATEGORY: Category = 'general'
export const DEFAULT_PRIORITY: Priority = 'medium'

const MOVES: Record<Status, readonly Status[]> = {
  open: ['in_progress', 'resolved', 'closed'],
  in_progress: ['open', 'resolved', 'closed'],
  resolved: ['open', 'in_progress', 'closed'],
  closed: [],
}

export interface Opening {
  readonly id: string
  readonly number: string
  readonly requester: Requester
  readonly source: Ticket['source']
  /** The department of the ticket's category. */
  readonly department: DepartmentSettings
}

/** A new ticket, on its way to triage. */
export const openTicket = (request: NewTicket, opening: Opening, happening: Happening): TicketChange => {
  const created_at = happening.now.toISOString()
  const category = request.category ?? DEFAULT_CATEGORY
  const priority = request.priority ?? DEFAULT_PRIORITY
  const ticket: TicketState = {
    id: opening.id,
    number: opening.number,
    title: request.title,
    description: request.description,
    category,
    category_set_by: request.category ? 'person' : 'default',
    priority,
    priority_set_by: request.priority ? 'person' : 'default',
    status: 'open',
    queue_state: 'triaging',
    department_id: opening.department.id,
    department_set_by: 'default',
    requester: opening.requester,
    assignee: null,
    required_skills: [],
    source: opening.source,
    tags: [...new Set(request.tags ?? [])],
    triage: null,
    merged_into: null,
    created_at,
    updated_at: created_at,
    told_at: null,
    assigned_at: null,
    first_response_at: null,
    resolved_at: null,
    ...slaClocks(created_at, priority, opening.department),
    sla_notice: 'none',
    resolution: null,
    resolved_in: null,
    returns_to: null,
    wake_at: null,
    version: 0,
  }
  return advance(null, ticket, 'ticket_created', happening)
}

/** @throws RefusedError `ticket_merged` for a ticket that was merged into another one */
export const assertOwnLife = (ticket: TicketState): void => {
  if (ticket.merged_into) {
    throw new RefusedError('conflict', 'ticket_merged', `ticket ${ticket.id} was merged into ${ticket.merged_into}`)
  }
}

/**
 * A finished ticket back in line with its age: for its former agent first, if it is still in the department where they
 * resolved it.
 */
const reopened = (ticket: TicketState): TicketState => {
  const { assignee, department_id, resolved_in } = ticket
  return {
    ...ticket,
    queue_state: 'waiting',
    assignee: null,
    assigned_at: null,
    returns_to: resolved_in === null || resolved_in === department_id ? assignee : null,
    resolved_in: null,
    resolved_at: null,
    resolution: null,
  }
}

/** A ticket in another status, with all fields that follow from it. */
const withStatus = (ticket: TicketState, status: Status, now: Date): TicketState => {
  if (ticket.status === status && status !== 'closed') return ticket
  if (!MOVES[ticket.status].includes(status)) {
    throw new RefusedError(
      'conflict',
      'illegal_transition',
      `ticket ${ticket.id} is ${ticket.status} and cannot become ${status}`,
    )
  }
  if (isUnfinished(status)) {
    if (isUnfinished(ticket.status)) return { ...ticket, status }
    return { ...reopened(ticket), status, sla_notice: 'none' }
  }
  const done = { ...ticket, status, queue_state: 'done' as const }
  if (status !== 'resolved') return { ...done, resolved_at: ticket.resolved_at ?? now.toISOString() }
  const hours = Math.max(0, (now.getTime() - Date.parse(ticket.created_at)) / HOUR_MS)
  return {
    ...done,
    resolved_at: now.toISOString(),
    resolution: ticket.assignee ? { agent: ticket.assignee, hours } : null,
  }
}

/**
 * A person's changes to a ticket. A changed category brings its department with it, unless one is named; a changed
 * department sends the ticket back into line there, with its age.
 *
 * @throws RefusedError `ticket_merged`, `illegal_transition`
 */
export const patchTicket = (
  ticket: TicketState,
  patch: TicketPatch,
  happening: Happening,
  departmentOf: DepartmentOf,
): TicketChange => {
  assertOwnLife(ticket)
  const { status, category, priority, department_id, tags, title } = patch
  const moves = department_id !== undefined || (category !== undefined && category !== ticket.category)
  const department = moves
    ? departmentOf(department_id !== undefined ? { department_id } : { ...(category && { category }) })
    : departmentOf({ department_id: ticket.department_id })

  const edited: TicketState = {
    ...ticket,
    ...(title !== undefined && { title }),
    ...(tags !== undefined && { tags: [...new Set(tags)] }),
    ...(category !== undefined && { category, category_set_by: 'person' as const }),
    ...(priority !== undefined && { priority, priority_set_by: 'person' as const }),
    ...(moves && { department_set_by: department_id === undefined ? ('default' as const) : ('person' as const) }),
  }
  const inPlace = placed(ticket, edited, department)
  const next = status === undefined ? inPlace : withStatus(inPlace, status, happening.now)
  const onlyStatus = status !== undefined && Object.keys(patch).length === 1
  return advance(ticket, next, onlyStatus ? 'status_changed' : 'ticket_updated', happening)
}

/** Whether a patch leaves everything as it was, so that there is nothing to write or to publish. */
export const changesNothing = ({ before, ticket, event }: TicketChange): boolean =>
  Object.keys(event.changes).length === 0 &&
  before?.category_set_by === ticket.category_set_by &&
  before.priority_set_by === ticket.priority_set_by &&
  before.department_set_by === ticket.department_set_by

export interface CommentDraft {
  readonly body: string
  readonly visibility: Visibility
  readonly author: Omit<Comment['author'], 'presence'>
  /** True if the author writes as the one who asks, not as one who answers: staff may ask, too. */
  readonly by_requester: boolean
  /** True when the customer says that the ticket is solved. */
  readonly confirms?: boolean
}

export interface CommentChange extends TicketChange {
  readonly comment: Omit<Comment, 'author'> & Pick<CommentDraft, 'author' | 'by_requester'>
}

/**
 * Whether the author of a comment wrote as the one who asks. Comments without the field are older than it: then, staff
 * who asked were stored as customers.
 */
export const isByRequester = ({
  author,
  by_requester = author.role === 'customer',
}: {
  readonly author: Pick<CommentDraft['author'], 'role'>
  readonly by_requester?: boolean
}): boolean => by_requester

/**
 * A comment and what follows from it: the first public answer of staff stops the first clock; a comment of the
 * requester on a resolved ticket reopens it, unless it confirms the solution.
 *
 * @throws RefusedError `ticket_closed`
 */
export const commentOn = (
  ticket: TicketState,
  draft: CommentDraft,
  id: string,
  happening: Happening,
): CommentChange => {
  if (ticket.status === 'closed') {
    throw new RefusedError('conflict', 'ticket_closed', `ticket ${ticket.id} is closed`)
  }
  const at = happening.now.toISOString()
  const answered = !draft.by_requester && draft.visibility === 'public' && ticket.first_response_at === null
  const reopens = draft.by_requester && !draft.confirms && ticket.status === 'resolved' && !ticket.merged_into
  const heard: TicketState = {
    ...ticket,
    ...(draft.visibility === 'public' && { told_at: at }),
    ...(answered && { first_response_at: at, sla_notice: 'none' }),
  }
  const next = reopens ? withStatus(heard, 'open', happening.now) : heard
  const change = advance(ticket, next, draft.confirms ? 'customer_confirmed' : 'comment_added', happening, {
    data: {
      comment_id: id,
      visibility: draft.visibility,
      author_role: draft.author.role,
      by_requester: draft.by_requester,
      reopened: reopens,
      first_response: answered,
    },
  })
  const { confirms: _said, ...said } = draft
  return { ...change, comment: { id, ticket_id: ticket.id, seq: change.ticket.version, ...said, created_at: at } }
}

/**
 * The actor of a person's changes. Staff appear under their own name, customers do not: they may be erased, but events
 * cannot.
 */
export const actorOf = ({ id, name, role }: Pick<SignedIn, 'id' | 'name' | 'role'>) =>
  ({ kind: 'user', id, name: role === 'customer' ? CUSTOMER_NAME : name }) as const
