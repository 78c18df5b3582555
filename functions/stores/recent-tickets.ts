import { QueryCommand } from '@aws-sdk/lib-dynamodb'
import * as z from 'zod'
import { Role } from '../contracts/people.ts'
import { type Status, Visibility } from '../contracts/ticket.ts'
import type { TicketState } from '../contracts/ticket-state.ts'
import { redact } from '../domain/redaction.ts'
import { isByRequester } from '../domain/ticket.ts'
import type { ResolvedTicket, Surroundings } from '../domain/triage/embedded-suggestion.ts'
import { remembering } from '../platform/remembering.ts'
import { documents, tableNamed } from './documents.ts'
import { shardKeys } from './index-shards.ts'
import { queryFirst } from './queries.ts'
import { getSettings } from './settings.ts'
import { COMMENT_PREFIX, type IndexName, ticketIndex, ticketKeys } from './tables.ts'
import { parseTicket } from './ticket-rows.ts'

/** How many of the newest tickets are compared with a new one. */
const NEWEST_OPEN = 100
const NEWEST_BEGUN = 50
const NEWEST_RESOLVED = 100
/** How many of the last comments of a ticket are searched for its resolution. */
const LAST_COMMENTS = 10
/** How long an instance reuses the tickets that it has read: new tickets come in bursts. */
const LIFETIME_MS = 1_000

/** The newest tickets under one value of an index, over all its shards. */
const newest = async (index: IndexName<'Tickets'>, value: string, limit: number): Promise<TicketState[]> => {
  const queryOf = (key: string) => ({
    TableName: tableNamed('Tickets'),
    IndexName: index,
    KeyConditionExpression: `${ticketIndex(index).partitionKey} = :key`,
    ExpressionAttributeValues: { ':key': key },
    ScanIndexForward: false,
  })
  const rows = await Promise.all(shardKeys(value).map((key) => queryFirst(queryOf(key), limit)))
  return rows
    .flat()
    .map(parseTicket)
    .toSorted((one, other) => other.created_at.localeCompare(one.created_at))
    .slice(0, limit)
}

const textOf = ({ title, description }: TicketState): string => `${title}\n${description}`

/** The part of a comment by which a resolution is found. */
const Said = z.object({
  body: z.string(),
  visibility: Visibility,
  author: z.object({ role: Role }),
  by_requester: z.boolean().exactOptional(),
})

/** The last public comment by staff on a ticket, redacted; empty if there is none. */
const resolutionOf = async ({ id }: TicketState): Promise<string> => {
  const { Items = [] } = await documents.send(
    new QueryCommand({
      TableName: tableNamed('Tickets'),
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
      ExpressionAttributeValues: { ':pk': ticketKeys.ticket(id).pk, ':prefix': COMMENT_PREFIX },
      ScanIndexForward: false,
      Limit: LAST_COMMENTS,
      // The result is kept for as long as the ticket stays unchanged, so it must not be out of date.
      ConsistentRead: true,
    }),
  )
  const byStaff = Items.map((row) => Said.parse(row)).find(
    (said) => said.visibility === 'public' && !isByRequester(said),
  )
  return redact(byStaff?.body ?? '').text
}

/** A resolved ticket at one version; loading its resolution costs a query. */
interface Known {
  readonly version: number
  readonly ticket: Promise<ResolvedTicket>
}

/** By department id, the resolved tickets of its last list, by ticket id. */
const known = new Map<string, ReadonlyMap<string, Known>>()

const withResolution = async (ticket: TicketState): Promise<ResolvedTicket> => ({
  id: ticket.id,
  number: ticket.number,
  text: textOf(ticket),
  resolution: await resolutionOf(ticket),
})

const resolvedOf = remembering(LIFETIME_MS, async (departmentId: string): Promise<readonly ResolvedTicket[]> => {
  const tickets = await newest('by_status_department', `resolved#${departmentId}`, NEWEST_RESOLVED)
  const before = known.get(departmentId)
  const now = tickets.map((ticket): readonly [string, Known] => {
    const same = before?.get(ticket.id)
    const isSame = same?.version === ticket.version
    return [ticket.id, isSame ? same : { version: ticket.version, ticket: withResolution(ticket) }]
  })
  const resolved = await Promise.all(now.map(([_id, { ticket }]) => ticket))
  known.set(departmentId, new Map(now))
  return resolved
})

const withStatus = (limit: number) => remembering(LIFETIME_MS, (status: Status) => newest('by_status', status, limit))
const openOnes = withStatus(NEWEST_OPEN)
const begunOnes = withStatus(NEWEST_BEGUN)

/**
 * What a model may compare a ticket with: the newest tickets that are open or in progress, and the newest resolved ones
 * of its department.
 */
export const surroundingsOf = async ({ id, department_id }: TicketState): Promise<Surroundings> => {
  const [settings, resolved, open, begun] = await Promise.all([
    getSettings(),
    resolvedOf.get(department_id),
    openOnes.get('open'),
    begunOnes.get('in_progress'),
  ])
  return {
    skill_keywords: settings.skill_keywords,
    resolved: resolved.filter((ticket) => ticket.id !== id),
    // A ticket can only be the duplicate of an earlier one.
    unresolved: [...open, ...begun]
      .filter((ticket) => ticket.id < id && ticket.merged_into === null)
      .map((ticket) => ({ id: ticket.id, number: ticket.number, text: textOf(ticket) })),
  }
}
