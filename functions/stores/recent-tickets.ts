import { QueryCommand } from '@aws-sdk/lib-dynamodb'
import * as z from 'zod'
import { Role } from '../contracts/people.ts'
import { type Status, Visibility } from '../contracts/ticket.ts'
import type { TicketState } from '../contracts/ticket-state.ts'
import type { ResolvedTicket, Surroundings } from '../domain/embedded-suggestion.ts'
import { redact } from '../domain/redaction.ts'
import { isByRequester } from '../domain/ticket.ts'
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
/** A ticket's last comments among which its resolution is looked for. */
const LAST_COMMENTS = 10
/** How long an instance goes on with the tickets that it has read: their repetitions come in bursts. */
const LIFETIME_MS = 1_000

/** The newest tickets of one value of an index, over all its shards. */
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

/** Of a comment, what a resolution is found by. */
const Said = z.object({
  body: z.string(),
  visibility: Visibility,
  author: z.object({ role: Role }),
  by_requester: z.boolean().exactOptional(),
})

/** The last public word of staff on a ticket, redacted; empty if there is none. */
const resolutionOf = async ({ id }: TicketState): Promise<string> => {
  const { Items = [] } = await documents.send(
    new QueryCommand({
      TableName: tableNamed('Tickets'),
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
      ExpressionAttributeValues: { ':pk': ticketKeys.ticket(id).pk, ':prefix': COMMENT_PREFIX },
      ScanIndexForward: false,
      Limit: LAST_COMMENTS,
      // It is kept for as long as the ticket stays as it is.
      ConsistentRead: true,
    }),
  )
  const byStaff = Items.map((row) => Said.parse(row)).find(
    (said) => said.visibility === 'public' && !isByRequester(said),
  )
  return redact(byStaff?.body ?? '').text
}

/** A resolved ticket as it was at a version; each costs a query to know. */
interface Known {
  readonly version: number
  readonly ticket: Promise<ResolvedTicket>
}

/** The resolved tickets of each department that its last list had. */
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
 * What a model may look at beside a ticket: the newest tickets that are not done, open or begun, and the newest resolved
 * ones of its department.
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
    // Only an earlier ticket can be the one that this repeats.
    unresolved: [...open, ...begun]
      .filter((ticket) => ticket.id < id && ticket.merged_into === null)
      .map((ticket) => ({ id: ticket.id, number: ticket.number, text: textOf(ticket) })),
  }
}
