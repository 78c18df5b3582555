import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Ticket, TicketPatch } from '../../../../functions/contracts/ticket.ts'
import { call, ifMatch } from '../../api/call.ts'
import { hasStatus } from '../../api/problem.ts'
import { keys } from '../../api/queries.ts'

/** A change that met somebody else's: what was wanted, and the ticket as it is now. */
export interface StaleWrite {
  readonly patch: TicketPatch
  readonly now: Ticket
  /** The ticket that the change was made on. */
  readonly seen: Ticket
}

/**
 * Changes a ticket on screen at once, and back if the host refuses. A change made on an old version is not forced
 * through: it comes back as `stale`, for a person to decide.
 */
export const useTicketWrite = (ticket: Ticket) => {
  const client = useQueryClient()
  const key = keys.ticket(ticket.id)
  const [stale, setStale] = useState<StaleWrite | null>(null)

  const write = useMutation({
    mutationFn: ({ patch, version }: { readonly patch: TicketPatch; readonly version: number }) =>
      call('patchTicket', { params: { id: ticket.id }, body: patch, headers: ifMatch(version) }),
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
    onSuccess: (changed) => {
      client.setQueryData(key, changed)
      void client.invalidateQueries({ queryKey: key })
      void client.invalidateQueries({ queryKey: keys.departments })
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
