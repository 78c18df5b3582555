import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Ticket, TicketPatch } from '../../../../functions/contracts/ticket.ts'
import { call, ifMatch } from '../../api/call.ts'
import { hasStatus } from '../../api/problem.ts'
import { keys } from '../../api/queries.ts'
import { useDeskText } from '../../text/use-console-text.ts'
import { useWords } from '../../text/use-words.ts'
import { useMe } from '../me.ts'
import { useUndo } from '../undo/undo.ts'
import { useDepartments } from '../use-departments.ts'
import { fieldOf, shownValue } from './values.ts'

/** A change that met somebody else's: what was wanted, and the ticket as it is now. */
export interface StaleWrite {
  readonly patch: TicketPatch
  readonly now: Ticket
  /** The ticket that the change was made on. */
  readonly seen: Ticket
}

/** The patch that brings the changed fields back to what they were. */
export const reverseOf = (patch: TicketPatch, seen: Ticket): TicketPatch =>
  Object.fromEntries(Object.keys(patch).map((field) => [field, fieldOf(seen, field)]))

/** Nothing follows `closed`, and who moves a ticket to another department may lose it on the way. */
const canGoBack = (patch: TicketPatch, isAdmin: boolean): boolean =>
  patch.status !== 'closed' && (isAdmin || (patch.category === undefined && patch.department_id === undefined))

/**
 * Changes a ticket on screen at once, and back if the host refuses. A change made on an old version is not forced
 * through: it comes back as `stale`, for a person to decide. What went through can be taken back by its toast.
 */
export const useTicketWrite = (ticket: Ticket) => {
  const client = useQueryClient()
  const describe = useDescription()
  const offerUndo = useUndo()
  const { role } = useMe()
  const key = keys.ticket(ticket.id)
  const [stale, setStale] = useState<StaleWrite | null>(null)

  const send = (patch: TicketPatch, version: number) =>
    call('patchTicket', { params: { id: ticket.id }, body: patch, headers: ifMatch(version) })
  const take = (changed: Ticket) => {
    client.setQueryData(key, changed)
    void client.invalidateQueries({ queryKey: key })
    void client.invalidateQueries({ queryKey: keys.departments })
  }
  const write = useMutation({
    mutationFn: ({ patch, version }: { readonly patch: TicketPatch; readonly version: number }) => send(patch, version),
    onMutate: async ({ patch }) => {
      setStale(null)
      await client.cancelQueries({ queryKey: key, exact: true })
      const seen = client.getQueryData<Ticket>(key) ?? ticket
      const changed = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined))
      client.setQueryData<Ticket>(key, { ...seen, ...changed })
      return { seen }
    },
    onError: async (error, { patch }, context) => {
      const seen = context?.seen ?? ticket
      client.setQueryData(key, seen)
      if (!hasStatus(error, 412)) return
      const now = await client.fetchQuery({
        queryKey: key,
        queryFn: () => call('getTicket', { params: { id: ticket.id } }),
        staleTime: 0,
      })
      await client.invalidateQueries({ queryKey: keys.events(ticket.id) })
      setStale({ patch, now, seen })
    },
    onSuccess: (changed, { patch }, { seen }) => {
      take(changed)
      if (!canGoBack(patch, role === 'admin')) return
      offerUndo({
        text: describe(changed, patch),
        undo: async () => take(await send(reverseOf(patch, seen), changed.version)),
      })
    },
  })
  return {
    change: (patch: TicketPatch, version = ticket.version) => write.mutate({ patch, version }),
    stale,
    settle: () => setStale(null),
    error: write.error && !hasStatus(write.error, 412) ? write.error : null,
    isSaving: write.isPending,
  }
}

export type TicketWrite = ReturnType<typeof useTicketWrite>

/** "PL-7K3M9QXA: Status Resolved". */
const useDescription = () => {
  const words = useWords()
  const { timeline, undo: text } = useDeskText()
  const departments = useDepartments().data ?? []
  return ({ number }: Ticket, patch: TicketPatch): string => {
    const fields = Object.entries(patch).map(
      ([field, value]) => `${timeline.fields[field] ?? field} ${shownValue(field, value, words, departments)}`,
    )
    return text.changed(number, fields.join(', '))
  }
}
