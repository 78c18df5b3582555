import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query'
import type { Ticket } from '../../../../functions/contracts/ticket.ts'
import { call } from '../../api/call.ts'
import { allComments } from '../../api/comments.ts'
import { keys } from '../../api/queries.ts'
import { newerOf } from './ticket-change.ts'

/**
 * How one ticket is read: an older answer does not overwrite the newer version that a change returned meanwhile. All
 * readers must use these options, since the options of the component rendered last apply to all.
 */
export const ticketQuery = (id: string) =>
  queryOptions({
    queryKey: keys.ticket(id),
    queryFn: async ({ client, queryKey }) => {
      const read = await call('getTicket', { params: { id } })
      return newerOf(client.getQueryData<Ticket>(queryKey), read)
    },
  })

/** One ticket, kept fresh: a change reported by the socket invalidates its key. */
export const useTicket = (id: string) => useQuery(ticketQuery(id))

/** All comments on a ticket, including internal notes, oldest first. */
export const useComments = (id: string) => useQuery({ queryKey: keys.comments(id), queryFn: () => allComments(id) })

export const useEvents = (id: string) =>
  useQuery({
    queryKey: keys.events(id),
    queryFn: () => call('listTicketEvents', { params: { id } }),
    select: ({ items }) => items,
  })

/** The ticket's routing decisions, newest last. */
export const useRouting = (id: string) =>
  useQuery({
    queryKey: keys.routing(id),
    queryFn: () => call('listRoutingDecisions', { params: { id } }),
    select: ({ items }) => items.toSorted((a, b) => a.decided_at.localeCompare(b.decided_at)),
  })

/** Stores a ticket from the host's answer in the cache, and reads the queries that depend on it again. */
export const useTakeTicket = () => {
  const client = useQueryClient()
  return async (changed: Ticket): Promise<void> => {
    const key = keys.ticket(changed.id)
    client.setQueryData<Ticket>(key, (known) => newerOf(known, changed))
    void client.invalidateQueries({ queryKey: keys.departments })
    await client.invalidateQueries({ queryKey: key })
  }
}
