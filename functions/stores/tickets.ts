import { GetCommand } from '@aws-sdk/lib-dynamodb'
import type { TicketState } from '../contracts/ticket-state.ts'
import { unknownTicket } from '../domain/errors.ts'
import type { TicketChange } from '../domain/ticket/change.ts'
import { loadEffects } from './agent-load.ts'
import {
  documents,
  ExtraWriteRefusedError,
  failedAt,
  stillAt,
  tableNamed,
  untilWritten,
  type Write,
  writeTogether,
} from './documents.ts'
import { recordEvent } from './events.ts'
import { ticketKeys } from './tables.ts'
import { parseTicket, ticketRow } from './ticket-rows.ts'

/** A ticket as it is at this moment. */
export const findTicket = async (id: string): Promise<TicketState | undefined> => {
  const { Item } = await documents.send(
    new GetCommand({ TableName: tableNamed('Tickets'), Key: ticketKeys.ticket(id), ConsistentRead: true }),
  )
  return Item && parseTicket(Item)
}

/** @throws RefusedError `not-found` */
export const getTicket = async (id: string): Promise<TicketState> => {
  const ticket = await findTicket(id)
  if (!ticket) throw unknownTicket()
  return ticket
}

const putTicket = ({ before, ticket }: TicketChange): Write => ({
  Put: {
    TableName: tableNamed('Tickets'),
    Item: ticketRow(ticket),
    ...stillAt(before?.version ?? 0),
  },
})

/** The outcome of a commit; only `written` changed anything. */
export type CommitOutcome = 'written' | 'stale' | 'agent-refused' | 'extra-refused'

/**
 * Writes a ticket's change in one transaction: its row, if still at the version that was read, its event, its effects
 * on agents' loads, and `extra`.
 *
 * @returns `stale` if the ticket has changed since it was read; `agent-refused` if an agent's row did not allow it;
 *   `extra-refused` if a condition of `extra` did not hold
 */
export const commitTicket = async (change: TicketChange, extra: readonly Write[] = []): Promise<CommitOutcome> => {
  const effects = loadEffects(change)
  const failures = await writeTogether([putTicket(change), recordEvent(change.event), ...effects, ...extra])
  if (!failures) return 'written'
  if (failedAt(failures, 0) || failedAt(failures, 1)) return 'stale'
  return effects.some((_effect, place) => failedAt(failures, place + 2)) ? 'agent-refused' : 'extra-refused'
}

/** How often a change is tried while others come in between. */
const STALE_ATTEMPTS = 10

/** The result of a decision about a ticket. */
export interface Decided<Change extends TicketChange> {
  readonly change: Change
  readonly extra?: readonly Write[]
}

/** A ticket that a decision left unchanged. */
interface LeftAlone {
  readonly ticket: TicketState
  readonly event?: undefined
}

/**
 * Reads a ticket, decides and writes; does so again if another change comes in between.
 *
 * @param known the ticket as the caller has just read it, for the first decision; read here if not given
 * @returns the change that was written; only the ticket, without an event, if the decision was to leave it unchanged
 * @throws RefusedError `not-found`; what `decide` throws; `unavailable` if other changes keep coming first
 * @throws ExtraWriteRefusedError if a condition of the decision's `extra` does not hold
 */
export async function updateTicket<Change extends TicketChange>(
  id: string,
  decide: (ticket: TicketState) => Promise<Decided<Change>>,
  known?: TicketState,
): Promise<Change>
export async function updateTicket<Change extends TicketChange>(
  id: string,
  decide: (ticket: TicketState) => Promise<Decided<Change> | undefined>,
  known?: TicketState,
): Promise<Change | LeftAlone>
export async function updateTicket<Change extends TicketChange>(
  id: string,
  decide: (ticket: TicketState) => Promise<Decided<Change> | undefined>,
  known?: TicketState,
): Promise<Change | LeftAlone> {
  const tryOnce = async (attempt: number): Promise<Change | LeftAlone | 'stale'> => {
    const ticket = attempt === 0 && known ? known : await getTicket(id)
    const decided = await decide(ticket)
    if (!decided) return { ticket }
    const outcome = await commitTicket(decided.change, decided.extra)
    if (outcome === 'extra-refused') throw new ExtraWriteRefusedError()
    return outcome === 'written' ? decided.change : 'stale'
  }
  return untilWritten(STALE_ATTEMPTS, tryOnce, `ticket ${id} is changing too often`)
}
