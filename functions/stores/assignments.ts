import { PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb'
import { RoutingDecision } from '../contracts/routing.ts'
import { subjectOf } from '../contracts/subjects.ts'
import type { Holder, TicketState } from '../contracts/ticket-state.ts'
import { assignTicket } from '../domain/assignment/changes.ts'
import type { Happening } from '../domain/ticket/change.ts'
import { documents, tableNamed, type Write } from './documents.ts'
import { listEvents } from './events.ts'
import { queryAll } from './queries.ts'
import { ROUTING_PREFIX, ticketKeys } from './tables.ts'
import { parseTicket } from './ticket-rows.ts'
import { commitTicket } from './tickets.ts'

/** Not strict: rows carry key attributes that records do not. */
const DecisionRow = RoutingDecision.strip()

const decisionRow = (ticketId: string, decisionId: string, decision: RoutingDecision): Record<string, unknown> => ({
  ...ticketKeys.decision(ticketId, decision.decided_at, decisionId),
  ...decision,
})

/** The write that records why a ticket was routed as it was, for the transaction that moves the ticket. */
export const recordDecision = (ticketId: string, decisionId: string, decision: RoutingDecision): Write => ({
  Put: {
    TableName: tableNamed('Tickets'),
    Item: decisionRow(ticketId, decisionId, decision),
    ConditionExpression: 'attribute_not_exists(pk)',
  },
})

/** A waiting ticket with its latest routing decisions, newest first. */
export interface WaitingTicket {
  readonly ticket: TicketState
  readonly decisions: readonly RoutingDecision[]
}

/** How many of its decisions are read with a waiting ticket. */
const RECENT_DECISIONS = 10

/**
 * A ticket as it is at this moment; undefined unless it waits in the department's line.
 *
 * One query reads it with its decisions, since the ticket's own row sorts directly after them in its partition.
 */
export const findWaiting = async (ticketId: string, departmentId: string): Promise<WaitingTicket | undefined> => {
  const { pk, sk } = ticketKeys.ticket(ticketId)
  const { Items = [] } = await documents.send(
    new QueryCommand({
      TableName: tableNamed('Tickets'),
      KeyConditionExpression: 'pk = :pk AND sk BETWEEN :decisions AND :ticket',
      ExpressionAttributeValues: { ':pk': pk, ':decisions': ROUTING_PREFIX, ':ticket': sk },
      ScanIndexForward: false,
      Limit: 1 + RECENT_DECISIONS,
      ConsistentRead: true,
    }),
  )
  const [row, ...decisions] = Items
  if (row?.sk !== sk) return undefined
  const ticket = parseTicket(row)
  if (ticket.queue_state !== 'waiting' || ticket.department_id !== departmentId) return undefined
  return { ticket, decisions: decisions.map((decision) => DecisionRow.parse(decision)) }
}

/**
 * Assigns a waiting ticket to an agent, counts it in the agent's load and records the decision: all of it or nothing.
 *
 * @param condition a check that must hold too, such as that a merge is still in force; none if omitted
 * @returns `taken` if the ticket has changed since it was read, `full` if the agent has no room any more or is not
 *   online, `barred` if `condition` does not hold; nothing is written in these cases
 * @throws RefusedError `unavailable` if clashes with other writers do not end
 */
export const claim = async (
  ticket: TicketState,
  agent: Holder,
  decision: RoutingDecision,
  happening: Happening,
  condition?: Write,
): Promise<'assigned' | 'taken' | 'full' | 'barred'> => {
  const change = assignTicket(ticket, agent, { decision, override: false }, happening)
  const decided = recordDecision(ticket.id, happening.event_id, decision)
  return CLAIMED[await commitTicket(change, condition ? [decided, condition] : [decided])]
}

const CLAIMED = { written: 'assigned', stale: 'taken', 'agent-refused': 'full', 'extra-refused': 'barred' } as const

/**
 * Records why a ticket waits, unless the last record says the same: lines are served often, and reasons seldom change.
 *
 * @returns whether it was recorded
 */
export const recordQueued = async (
  { ticket, decisions }: WaitingTicket,
  decision: RoutingDecision,
  decisionId: string,
): Promise<boolean> => {
  const [last] = decisions
  if (last?.outcome === 'queued' && last.reason === decision.reason) return false
  await documents.send(
    new PutCommand({ TableName: tableNamed('Tickets'), Item: decisionRow(ticket.id, decisionId, decision) }),
  )
  return true
}

/** Every decision about a ticket, oldest first. */
export const listDecisions = async (ticketId: string): Promise<RoutingDecision[]> => {
  const rows = await queryAll({
    TableName: tableNamed('Tickets'),
    KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
    ExpressionAttributeValues: { ':pk': ticketKeys.ticket(ticketId).pk, ':prefix': ROUTING_PREFIX },
    ConsistentRead: true,
  })
  return rows.map((row) => DecisionRow.parse(row))
}

/**
 * Whether a person chose the agent who had the ticket last. Read from the events, whose order does not depend on
 * clocks.
 */
export const isGivenByHand = async (ticketId: string): Promise<boolean> => {
  const events = await listEvents(subjectOf.ticket(ticketId))
  return events.findLast(({ type }) => type === 'ticket_assigned')?.data.outcome === 'manual'
}
