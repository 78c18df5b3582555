import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo } from 'react'
import type { Ticket } from '../../../../functions/contracts/ticket.ts'
import { LARGEST_PAGE } from '../../api/all-pages.ts'
import { call } from '../../api/call.ts'
import { keys } from '../../api/queries.ts'
import { useNow } from '../../design/clock.ts'
import { useMe } from '../me.ts'
import type { InboxSearch, ViewName } from './search.ts'
import { arrivedSince, asFound, goneSince } from './standing.ts'
import { useLook } from './use-look.ts'
import { belongs, queryOf, sortOf, type TicketsQuery, viewOf } from './views.ts'

/**
 * The tickets of an address. Their contents follow the host; which tickets there are, and their order, stay until the
 * person reloads the list, so that nothing moves under the pointer.
 */
export const useInbox = (search: InboxSearch) => {
  const me = useMe()
  const now = useNow()
  const query = queryOf(search, me)
  const view = viewOf(search, me)
  const { data, error, refetch, ...pages } = usePages(query, view)
  const isLoaded = data !== undefined
  const loaded = useMemo(() => distinct(data?.pages.flatMap(({ items }) => items) ?? []), [data])
  const listed = useMemo(() => loaded.filter((ticket) => belongs(view, ticket, now)), [loaded, view, now])

  const { hasNextPage, isFetching, isFetchingNextPage, isFetchNextPageError, fetchNextPage } = pages
  const readOn = useCallback(() => {
    if (hasNextPage && !isFetching && !isFetchNextPageError) void fetchNextPage()
  }, [hasNextPage, isFetching, isFetchNextPageError, fetchNextPage])
  const showsNone = listed.length === 0
  // A page without any ticket of this view says nothing about the next ones.
  useEffect(() => {
    if (showsNone) readOn()
  }, [showsNone, readOn])

  const isReadAgain = isFetching && !isFetchingNextPage
  const look = useLook(query, data?.pages[0]?.readAt, isLoaded && !isReadAgain)
  const sort = sortOf(query)
  const { tickets, gone, arrivals } = useMemo(() => {
    if (!look) return { tickets: listed, gone: nothing, arrivals: 0 }
    const list = { loaded, shown: listed, hasMore: hasNextPage, sort }
    return {
      tickets: asFound(listed, look),
      gone: goneSince(look, list),
      arrivals: arrivedSince(look, list).filter((ticket) => belongs(view, ticket, now)).length,
    }
  }, [look, loaded, listed, hasNextPage, sort, view, now])
  return {
    view,
    tickets,
    /** Ids of tickets that no longer belong in the list. */
    gone,
    /** How many new tickets the list does not show yet. */
    arrivals,
    isLoaded,
    isReading: isFetching,
    hasMore: hasNextPage,
    error,
    readOn,
    retry: () => void (isFetchNextPageError ? fetchNextPage() : refetch()),
    refresh: () => void refetch(),
    /** Cancels the read under way, and reads again. */
    askAnew: pages.askAnew,
  }
}

const nothing: ReadonlySet<string> = new Set()

const usePages = (query: TicketsQuery, view: ViewName) => {
  const client = useQueryClient()
  const queryKey = [...keys.tickets, 'inbox', view, query]
  const pages = useInfiniteQuery({
    queryKey,
    queryFn: async ({ pageParam }) => {
      const cursor = pageParam ? { cursor: pageParam } : {}
      const page = await call('listTickets', { query: { ...query, limit: LARGEST_PAGE, ...cursor } })
      return { ...page, readAt: Date.now() }
    },
    initialPageParam: '',
    getNextPageParam: ({ next_cursor }) => next_cursor,
    refetchOnWindowFocus: false,
    // Rows stay while filters change, but not from another view: they would stand under the wrong heading.
    placeholderData: (before, asked) => (asked?.queryKey[2] === view ? before : undefined),
    staleTime: 2_000,
  })
  return { ...pages, askAnew: () => void client.resetQueries({ queryKey, exact: true }) }
}

/** Pages read at different times may overlap. */
const distinct = (tickets: readonly Ticket[]): readonly Ticket[] => [
  ...new Map(tickets.map((ticket) => [ticket.id, ticket])).values(),
]
