import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { Ticket } from '../../../../functions/contracts/ticket.ts'
import { call } from '../../api/call.ts'
import { keys } from '../../api/queries.ts'
import { useNow } from '../../design/clock.ts'
import { useMe } from '../me.ts'
import type { InboxSearch } from './search.ts'
import { belongs, PAGE_SIZE, queryOf, viewOf } from './views.ts'

/** The tickets of an address, page by page. They stay as they are until somebody asks for the new ones. */
export const useInbox = (search: InboxSearch) => {
  const me = useMe()
  const now = useNow()
  const query = queryOf(search, me)
  const view = viewOf(search, me)
  const { data, ...rest } = useInfiniteQuery({
    queryKey: [...keys.tickets, 'inbox', query],
    queryFn: ({ pageParam }) =>
      call('listTickets', { query: { ...query, limit: PAGE_SIZE, ...(pageParam ? { cursor: pageParam } : {}) } }),
    initialPageParam: '',
    getNextPageParam: ({ next_cursor }) => next_cursor,
    refetchOnWindowFocus: false,
    placeholderData: keepPreviousData,
    staleTime: 2_000,
  })
  const loaded = useMemo(() => distinct(data?.pages.flatMap(({ items }) => items) ?? []), [data])
  const tickets = useMemo(() => loaded.filter((ticket) => belongs(view, ticket, now)), [loaded, view, now])
  return { ...rest, query, view, loaded, tickets, isLoaded: data !== undefined }
}

/** Pages read at different times may overlap. */
const distinct = (tickets: readonly Ticket[]): readonly Ticket[] => [
  ...new Map(tickets.map((ticket) => [ticket.id, ticket])).values(),
]
