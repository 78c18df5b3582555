import * as z from 'zod'
import type { TicketState } from '../contracts/ticket-state.ts'
import type { Priority } from '../contracts/triage.ts'
import { remembering } from '../platform/remembering.ts'
import { tableNamed } from './documents.ts'
import { queryAll, queryCount, queryEach } from './queries.ts'
import { queuedIn, queueOrder } from './ticket-rows.ts'

/** A ticket's place in its department's line, from the sparse index: a moment late, and without the ticket itself. */
export interface PlaceInLine {
  readonly ticket_id: string
  readonly priority: Priority
  readonly department_id: string
  readonly created_at: string
  /** Sorts in the order of serving, also across departments. */
  readonly order: string
}

const Row = z.object({ queue_key: z.string(), queue_order: z.string() })

const placeOf = (row: unknown): PlaceInLine => {
  const { queue_key, queue_order } = Row.parse(row)
  const { id, priority, created_at } = queuedIn(queue_order)
  return { ticket_id: id, priority, department_id: queue_key, created_at, order: queue_order }
}

const lineOf = (departmentId: string) => ({
  TableName: tableNamed('Tickets'),
  IndexName: 'queue',
  KeyConditionExpression: 'queue_key = :department',
  ExpressionAttributeValues: { ':department': departmentId },
})

/** Places per read when perhaps only the head of the line is needed. */
export const LINE_PAGE = 50

/** A department's line, next ticket first, read only as far as it is consumed. */
export async function* placesInLine(departmentId: string): AsyncGenerator<PlaceInLine> {
  for await (const row of queryEach({ ...lineOf(departmentId), Limit: LINE_PAGE })) yield placeOf(row)
}

/** A department's whole line, next ticket first. */
export const readLine = async (departmentId: string): Promise<readonly PlaceInLine[]> =>
  (await queryAll(lineOf(departmentId))).map(placeOf)

/** How many tickets wait in a department's line. */
export const countWaiting = (departmentId: string): Promise<number> => queryCount(lineOf(departmentId))

/** How old shown positions may be. */
const LIFETIME_MS = 1_500

/** Positions by the order of their tickets; 1 is next. */
type Positions = ReadonlyMap<string, number>

const numbered = (orders: readonly string[]): Positions => new Map(orders.map((order, place) => [order, place + 1]))

const recentPositions = remembering(LIFETIME_MS, async (departmentId: string): Promise<Positions> => {
  const line = await readLine(departmentId)
  return numbered(line.map(({ order }) => order))
})

type Waiting = Pick<TicketState, 'id' | 'department_id' | 'priority' | 'created_at'>

/** The positions with these tickets where they belong, whatever the index shows of them. */
const withTickets = (positions: Positions, tickets: readonly Waiting[]): Positions => {
  const own = new Set(tickets.map(({ id }) => id))
  const others = [...positions.keys()].filter((order) => !own.has(queuedIn(order).id))
  return numbered([...others, ...tickets.map(queueOrder)].toSorted())
}

const positionsWithin = async (
  departmentId: string,
  tickets: readonly Waiting[],
): Promise<readonly (readonly [string, number])[]> => {
  const recent = await recentPositions.get(departmentId)
  const positions = tickets.every((ticket) => recent.has(queueOrder(ticket)))
    ? recent
    : withTickets(await recentPositions.reload(departmentId), tickets)
  return tickets.flatMap((ticket) => {
    const position = positions.get(queueOrder(ticket))
    return position === undefined ? [] : [[ticket.id, position] as const]
  })
}

/**
 * The position of each waiting ticket given in its department's line, by ticket id; 1 is next.
 *
 * The rest of the line is at most a moment old. A ticket that the index does not show yet, because it has just begun to
 * wait or changed its priority, is counted where it will stand: every waiting ticket has a position.
 */
export const queuePositions = async (waiting: readonly Waiting[]): Promise<ReadonlyMap<string, number>> => {
  const byDepartment = Map.groupBy(waiting, ({ department_id }) => department_id)
  const positions = await Promise.all(
    [...byDepartment].map(([departmentId, tickets]) => positionsWithin(departmentId, tickets)),
  )
  return new Map(positions.flat())
}
