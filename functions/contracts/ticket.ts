import * as z from 'zod'
import { anyOf, Email, Id, Instant, LongText, PersonName, paging, Text, Timestamp } from './basics.ts'
import { Presence, Role } from './people.ts'
import { Category, Priority, Triage } from './triage.ts'

export const Status = z.enum(['open', 'in_progress', 'resolved', 'closed'])
export type Status = z.infer<typeof Status>

/** Where a ticket stands on its way to a person. */
export const QueueState = z.enum(['triaging', 'waiting', 'assigned', 'done'])
export type QueueState = z.infer<typeof QueueState>

export const TicketNumber = z.string().regex(/^PL-[0-9A-HJKMNP-TV-Z]{8}$/)

export const Title = Text.trim().min(1).max(200)
export const Description = LongText
export const Tag = Text.trim()
  .toLowerCase()
  .min(1)
  .max(40)
  .regex(/^[^\s,]+$/u, 'must be one word without commas')
export const Tags = z.array(Tag).max(20)

/** Somebody who asks, by name and address alone. */
export const NamedRequester = z.strictObject({ name: PersonName, email: Email })

export const Requester = z.strictObject({ id: Id.nullable(), name: PersonName, email: Email })
export type Requester = z.infer<typeof Requester>

export const Ticket = z.strictObject({
  id: Id,
  number: TicketNumber,
  title: z.string(),
  description: z.string(),
  category: Category,
  priority: Priority,
  status: Status,
  queue_state: QueueState,
  /** 1 is next; null unless it waits. */
  queue_position: z.int().min(1).nullable(),
  department_id: Id,
  requester: Requester,
  assignee: z.strictObject({ id: Id, name: z.string(), presence: Presence }).nullable(),
  required_skills: z.array(z.string()),
  source: z.enum(['web', 'api', 'event']),
  tags: Tags,
  /** For agents and admins; null for everybody else. */
  triage: Triage.nullable(),
  merged_into: Id.nullable(),
  created_at: Timestamp,
  /**
   * For its requester, the last change that they are told of, so that it does not reveal internal work on the ticket.
   */
  updated_at: Timestamp,
  assigned_at: Timestamp.nullable(),
  first_response_at: Timestamp.nullable(),
  resolved_at: Timestamp.nullable(),
  due_at: Timestamp.nullable(),
  /** `seq` of the ticket's last event. */
  version: z.int().min(1),
})
export type Ticket = z.infer<typeof Ticket>

/** What somebody sends to open a ticket. Strict: a misspelt field is refused, not ignored. */
export const NewTicket = z.strictObject({
  title: Title,
  description: Description,
  category: Category.exactOptional(),
  priority: Priority.exactOptional(),
  tags: Tags.exactOptional(),
  requester: NamedRequester.exactOptional(),
})
export type NewTicket = z.infer<typeof NewTicket>

/** The answer to a new ticket; a guest also gets the key to follow it. */
export const OpenedTicket = Ticket.extend({ tracking_token: z.string().exactOptional() })
export type OpenedTicket = z.infer<typeof OpenedTicket>

/** What staff may change of a ticket; at least one field. */
export const TicketPatch = z
  .strictObject({
    status: Status.exactOptional(),
    category: Category.exactOptional(),
    priority: Priority.exactOptional(),
    department_id: Id.exactOptional(),
    tags: Tags.exactOptional(),
    title: Title.exactOptional(),
  })
  .refine((patch) => Object.keys(patch).length > 0, 'must change at least one field')
export type TicketPatch = z.infer<typeof TicketPatch>

/** Filters of a list of tickets, in any combination. */
export const ticketFilters = {
  status: anyOf(Status).exactOptional(),
  category: anyOf(Category).exactOptional(),
  priority: anyOf(Priority).exactOptional(),
  department_id: anyOf(Id).exactOptional(),
  assignee_id: anyOf(Id).exactOptional(),
  queue_state: anyOf(QueueState).exactOptional(),
  tag: anyOf(Tag).exactOptional(),
  created_after: Instant.exactOptional(),
  created_before: Instant.exactOptional(),
  search: z.string().trim().min(1).max(200).exactOptional(),
}

export const TicketSort = z.enum(['-created_at', 'created_at', 'priority'])
export type TicketSort = z.infer<typeof TicketSort>

const unsortedSearch = (query: { search?: string; sort: TicketSort }) => !(query.search && query.sort === 'priority')

export const TicketQuery = z
  .strictObject({ ...ticketFilters, ...paging, sort: TicketSort.default('-created_at') })
  .refine(unsortedSearch, { path: ['sort'], message: 'priority cannot be combined with search' })
export type TicketQuery = z.infer<typeof TicketQuery>

export const TicketExportQuery = z
  .strictObject({ ...ticketFilters, sort: TicketSort.default('-created_at') })
  .refine(unsortedSearch, { path: ['sort'], message: 'priority cannot be combined with search' })

export const Visibility = z.enum(['public', 'internal'])
export type Visibility = z.infer<typeof Visibility>

export const Comment = z.strictObject({
  id: Id,
  ticket_id: Id,
  seq: z.int().min(1),
  author: z.strictObject({ id: Id.nullable(), name: z.string(), role: Role, presence: Presence }),
  body: z.string(),
  visibility: Visibility,
  created_at: Timestamp,
})
export type Comment = z.infer<typeof Comment>

export const NewComment = z.strictObject({
  body: LongText,
  visibility: Visibility.default('public'),
})
export type NewComment = z.infer<typeof NewComment>
