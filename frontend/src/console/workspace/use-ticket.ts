import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query'
import type { Ticket } from '../../../../functions/contracts/ticket.ts'
import { call } from '../../api/call.ts'
import { allComments } from '../../api/comments.ts'
import { keys } from '../../api/queries.ts'
import { newerOf } from './ticket-change.ts'

/**
 * How one ticket is read: what a change of it brought meanwhile is not overwritten by an answer from before. All who read
 * it do so by this one, since whoever is drawn last decides how it is read for all.
 */
export const ticketQuery = (id: string) =>
  queryOptions({
    queryKey: keys.ticket(id),
    queryFn: async ({ client, queryKey }) => {
      const read = await call('getTicket', { params: { id } })
      return newerOf(client.getQueryData<Ticket>(queryKey), read)
    },
  })

/** One ticket, kept fresh; a change heard on the socket invalidates the same key. */
export const useTicket = (id: string) => useQuery(ticketQuery(id))

/** Everything said about a ticket, internal notes included, oldest first. */
export const useComments = (id: string) => useQuery({ queryKey: keys.comments(id), queryFn: () => allComments(id) })

export const useEvents = (id: string) =>
  useQuery({
    queryKey: keys.events(id),
    queryFn: () => call('listTicketEvents', { params: { id } }),
    select: ({ items }) => items,
  })

/** Newest decision last. */
export const useRouting = (id: string) =>
  useQuery({
    queryKey: keys.routing(id),
    queryFn: () => call('listRoutingDecisions', { params: { id } }),
    select: ({ items }) => items.toSorted((a, b) => a.decided_at.localeCompare(b.decided_at)),
  })

/** Takes a ticket over as the host answered it, and reads what goes with it again. */
export const useTakeTicket = () => {
  const client = useQueryClient()
  return async (changed: Ticket): Promise<void> => {
    const key = keys.ticket(changed.id)
    client.setQueryData<Ticket>(key, (known) => newerOf(known, changed))
    void client.invalidateQueries({ queryKey: keys.departments })
    await client.invalidateQueries({ queryKey: key })
  }
}
