import { useQueryClient } from '@tanstack/react-query'
import type { Ticket, TicketPatch } from '../../../../functions/contracts/ticket.ts'
import { call, ifMatch } from '../../api/call.ts'
import { hasStatus } from '../../api/problem.ts'
import { keys } from '../../api/queries.ts'
import { useInTurn, useUnderway } from '../../api/use-in-turn.ts'
import { useDeskText } from '../../text/use-desk-text.ts'
import { useWords } from '../../text/use-words.ts'
import { isOf, useFailures } from '../failures/failures.ts'
import { useMe } from '../me.ts'
import { shownValue } from '../shown-values.ts'
import { useUndo } from '../undo/undo.ts'
import { useDepartments } from '../use-departments.ts'
import { canGoBack, changesSame, isMadeIn, newerOf, reverseOf, versionFor } from './ticket-change.ts'
import { useOutcome } from './use-outcome.ts'
import { ticketQuery, useTakeTicket } from './use-ticket.ts'

interface Change {
  readonly patch: TicketPatch
  /** The ticket on screen when the change was made. */
  readonly seen: Ticket
  /** Whether it undoes another change; the toast that requested it shows the outcome. */
  readonly isUndo?: true
}

const writesOf = (ticket_id: string) => ['write-ticket', ticket_id] as const

/** The ticket once all changes under way have arrived; the host's version if there are none. */
export const useTicketInHand = (read: Ticket): Ticket => {
  const client = useQueryClient()
  const patches = useUnderway<Change>(writesOf(read.id)).map(({ variables }) => variables?.patch)
  // A settled change leaves the patches at once, but the parent re-renders with the new ticket a moment later.
  const ticket = newerOf(client.getQueryData<Ticket>(keys.ticket(read.id)), read)
  return Object.assign({}, ticket, ...patches)
}

/**
 * Changes a ticket: {@link useTicketInHand} shows the change at once, and drops it if the host refuses. Changes of one
 * ticket are sent one after the other, so that none conflicts with the one before. A change made on an old version is
 * not forced through: it is reported with both values, for a person to decide. A change that succeeded can be undone by
 * its toast, in turn as well.
 */
export const useTicketWrite = (ticket: Ticket) => {
  const client = useQueryClient()
  const textOf = useFieldsText()
  const { undo: undoText, failures: text } = useDeskText()
  const offerUndo = useUndo()
  const { report, settle } = useFailures()
  const take = useTakeTicket()
  const outcomeOf = useOutcome()
  const { role } = useMe()
  const { id, number } = ticket
  const key = keys.ticket(id)

  const send = (patch: TicketPatch, seen: Ticket) => {
    const version = versionFor(patch, seen, client.getQueryData<Ticket>(key) ?? seen)
    return call('patchTicket', { params: { id }, body: patch, headers: ifMatch(version) })
  }
  /** Reads the current ticket after a refusal, and who changed it. */
  const readAgain = async (): Promise<Ticket> => {
    await client.invalidateQueries({ queryKey: keys.events(id) })
    // A read already under way may have been sent before that change.
    await client.cancelQueries({ queryKey: key, exact: true })
    return client.fetchQuery({ ...ticketQuery(id), staleTime: 0 })
  }
  const write = useInTurn({
    mutationKey: writesOf(id),
    mutationFn: ({ patch, seen }: Change) => outcomeOf(id, send(patch, seen), isMadeIn(patch)),
    // Failures of other fields still wait for a decision.
    onMutate: ({ patch }) => settle((one) => isOf(id, 'fields')(one) && changesSame(one.patch ?? {}, patch)),
    onError: async (error, { patch, seen, isUndo }) => {
      const again = () => write.mutate({ patch, seen })
      const failure = {
        ticket: { id, number },
        about: 'fields',
        title: text.notSaved(textOf(patch)),
        patch,
        again,
      } as const
      if (isUndo || !hasStatus(error, 412)) {
        void client.invalidateQueries({ queryKey: key })
        if (!isUndo) report({ ...failure, error })
        return
      }
      await readAgain().then(
        (now) => report({ ...failure, error, stale: { patch, now, seen } }),
        (unread: unknown) => report({ ...failure, error: unread }),
      )
    },
    onSuccess: (changed, { patch, seen, isUndo }) => {
      void take(changed)
      if (isUndo || !canGoBack(patch, role === 'admin')) return
      offerUndo({
        text: undoText.changed(number, textOf(patch)),
        made: { ticket: changed, fields: Object.keys(patch) },
        undo: () => write.mutateAsync({ patch: reverseOf(patch, seen), seen: changed, isUndo: true }),
      })
    },
  })
  return {
    /** @param seen the ticket on which the change is based, if that is not the one on screen */
    change: (patch: TicketPatch, seen = ticket) => write.mutate({ patch, seen }),
  }
}

export type TicketWrite = ReturnType<typeof useTicketWrite>

/** Such as "Status Resolved". */
const useFieldsText = () => {
  const words = useWords()
  const { timeline } = useDeskText()
  const departments = useDepartments().data ?? []
  return (patch: TicketPatch): string =>
    Object.entries(patch)
      .map(([field, value]) => `${timeline.fields[field] ?? field} ${shownValue(field, value, words, departments)}`)
      .join(', ')
}
