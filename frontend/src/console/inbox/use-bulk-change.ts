import { useQueryClient } from '@tanstack/react-query'
import type { AssignmentChange } from '../../../../functions/contracts/routing.ts'
import type { Ticket, TicketPatch } from '../../../../functions/contracts/ticket.ts'
import { call, idempotency, ifMatch } from '../../api/call.ts'
import { isUnheard } from '../../api/problem.ts'
import { keys } from '../../api/queries.ts'
import { useOnce } from '../../api/use-once.ts'
import { usePersonCheck } from '../../api/use-person-check.ts'
import { useDeskText } from '../../text/use-desk-text.ts'
import { useUndo } from '../undo/undo.ts'
import { isGivenIn, isMadeIn, newerOf, reverseOf } from '../workspace/ticket-change.ts'
import { useOutcome } from '../workspace/use-outcome.ts'

/** The change to each of the selected tickets. */
export type BulkChange =
  | { readonly patch: (ticket: Ticket) => TicketPatch | null }
  | { readonly assignment: AssignmentChange }

interface Asked {
  readonly change: BulkChange
  readonly chosen: readonly Ticket[]
}

interface Change {
  readonly before: Ticket
  readonly after: Ticket
}

interface Refused {
  readonly id: string
  readonly error: unknown
}

interface Outcome {
  readonly changed: readonly Change[]
  readonly refused: readonly Refused[]
}

/** Somebody else has reassigned the ticket since the list was read. */
class TakenError extends Error {
  override readonly name = 'TakenError'
}

const readTicket = (id: string) => call('getTicket', { params: { id } })

/** How one of the tickets is changed, and changed back. */
const useOneChange = () => {
  const outcomeOf = useOutcome()
  const checkPerson = usePersonCheck()
  const patchTicket = ({ id, version }: Ticket, body: TicketPatch) =>
    outcomeOf(id, call('patchTicket', { params: { id }, body, headers: ifMatch(version) }), isMadeIn(body))
  const assign = ({ id }: Ticket, body: AssignmentChange) => {
    const headers = idempotency(crypto.randomUUID())
    return outcomeOf(id, call('changeAssignment', { params: { id }, body, headers }), isGivenIn(body))
  }
  /** The assignment route takes no version to match, so the current assignee is read before reassigning. */
  const reassign = async (seen: Ticket, body: AssignmentChange): Promise<Change> => {
    const before = await readTicket(seen.id)
    checkPerson()
    if (before.assignee?.id !== seen.assignee?.id) throw new TakenError(`${seen.number} has another agent`)
    return { before, after: await assign(before, body) }
  }
  return {
    apply: async (before: Ticket, change: BulkChange): Promise<Change> => {
      if ('assignment' in change) return reassign(before, change.assignment)
      const patch = change.patch(before)
      return { before, after: patch ? await patchTicket(before, patch) : before }
    },
    takeBack: async ({ before, after }: Change, change: BulkChange): Promise<Ticket> => {
      if (after.version === before.version) return after
      if ('assignment' in change) {
        const { assignee } = before
        return assign(after, assignee ? { agent_id: assignee.id, override: true } : { unassign: true })
      }
      const patch = change.patch(before)
      return patch ? patchTicket(after, reverseOf(patch, before)) : after
    },
  }
}

const isDone = <Value>(result: PromiseSettledResult<Value>): result is PromiseFulfilledResult<Value> =>
  result.status === 'fulfilled'

/**
 * One change to many tickets, one change at a time, whatever is selected meanwhile. Each ticket succeeds or fails by
 * itself; one toast undoes all that succeeded.
 */
export const useBulkChange = () => {
  const client = useQueryClient()
  const { list } = useDeskText()
  const offerUndo = useUndo()
  const { apply, takeBack } = useOneChange()
  // Either the list or the cached ticket may be the older.
  const newestOf = (listed: Ticket) => newerOf(client.getQueryData<Ticket>(keys.ticket(listed.id)), listed)
  const keep = (ticket: Ticket) => client.setQueryData(keys.ticket(ticket.id), newestOf(ticket))
  const readAgain = (chosen: readonly Ticket[]) =>
    Promise.all([
      client.invalidateQueries({ queryKey: keys.tickets }),
      ...chosen.map(({ id }) => client.invalidateQueries({ queryKey: keys.ticket(id) })),
    ])
  /** Undoes the changes that are not undone yet; those that were have new versions by then. */
  const undoOf = (changed: readonly Change[], { change, chosen }: Asked) => {
    let left = changed
    return async () => {
      const results = await Promise.allSettled(left.map((one) => takeBack(one, change)))
      left = left.filter((_one, index) => results[index]?.status === 'rejected')
      for (const { value } of results.filter(isDone)) keep(value)
      await readAgain(chosen)
      const failed = results.find((result) => result.status === 'rejected')
      if (failed) throw failed.reason
    }
  }
  return useOnce({
    mutationKey: ['bulk'],
    mutationFn: async ({ change, chosen }: Asked): Promise<Outcome> => {
      const outcomes = await Promise.all(
        chosen
          .map(newestOf)
          .map((ticket) => apply(ticket, change).catch((error: unknown) => ({ id: ticket.id, error }))),
      )
      return {
        changed: outcomes.filter((one) => 'after' in one),
        refused: outcomes.filter((one) => 'error' in one),
      }
    },
    onSuccess: async ({ changed, refused }, asked) => {
      for (const { after } of changed) keep(after)
      if (changed.length > 0 && !changed.some(({ after }) => after.status === 'closed')) {
        offerUndo({ text: list.bulkDone(changed.length, refused.length), undo: undoOf(changed, asked) })
      }
      // A refused ticket is read into the cache for another try; one without an answer was read already.
      const unread = refused.filter(({ error }) => !isUnheard(error))
      await Promise.allSettled(unread.map(async ({ id }) => keep(await readTicket(id))))
    },
    onSettled: (_outcome, _error, { chosen }) => readAgain(chosen),
  })
}
