import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef } from 'react'
import type { ServerMessage } from '../../../../functions/contracts/socket.ts'
import { LARGEST_PAGE } from '../../api/all-pages.ts'
import { call } from '../../api/call.ts'
import { keys } from '../../api/queries.ts'
import { useLiveMessages, useLiveState } from '../../api/use-live.tsx'
import type { Look } from './standing.ts'
import { sortOf, type TicketsQuery } from './views.ts'

/** A burst of messages causes one look at the host. */
const BURST_MS = 250
/**
 * Lists follow their tickets within two seconds: a second look finds changes for which the first was too early, and
 * endless messages cause looks at this interval.
 */
const SECOND_LOOK_MS = 2_000
/** With a socket this is only a safety net; without one, looks are the only way to notice changes. */
const QUIET_MS = 60_000
const OFFLINE_MS = 10_000

const lookAt = async (query: TicketsQuery): Promise<Look> => {
  const { items: first, next_cursor } = await call('listTickets', { query: { ...query, limit: LARGEST_PAGE } })
  const isWhole = next_cursor === null
  if (isWhole || sortOf(query) === '-created_at') return { first, isWhole, newest: [] }
  const { items: newest } = await call('listTickets', {
    query: { ...query, sort: '-created_at', limit: LARGEST_PAGE },
  })
  return { first, isWhole, newest }
}

/**
 * The current state at the host of a list read earlier: looked up when the socket reports a change of tickets, and now
 * and then without it.
 *
 * @param readAt when the list was read, in milliseconds since 1970; a look belongs to one read of the list and is not
 * used for a later one
 */
export const useLook = (query: TicketsQuery, readAt: number | undefined, enabled: boolean): Look | undefined => {
  const client = useQueryClient()
  const state = useLiveState()
  const key = [...keys.tickets, 'look', query, readAt]
  const { data } = useQuery({
    queryKey: key,
    queryFn: () => lookAt(query),
    enabled,
    refetchInterval: state === 'online' ? QUIET_MS : OFFLINE_MS,
    staleTime: QUIET_MS,
    gcTime: 0,
  })

  const latest = useRef(key)
  latest.current = key
  // A look under way is not restarted: a slow host would never finish one. It may have been too early for the change.
  const look = useCallback(() => {
    if (client.isFetching({ queryKey: latest.current }) > 0) return false
    void client.invalidateQueries({ queryKey: latest.current })
    return true
  }, [client])
  useThrottledMessages(look)
  return data
}

const aboutTickets = ({ event }: ServerMessage) =>
  event !== 'viewers' && event !== 'pong' && event !== 'error' && event !== 'user_status_changed'

/**
 * Acts soon after a message, and once more after the last; a stream of messages cannot postpone it for ever.
 *
 * @param act returns false if it could not act yet, and is then called again later
 */
const useThrottledMessages = (act: () => boolean): void => {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const heard = useRef(false)
  const listen = useCallback(
    (message: ServerMessage) => {
      if (!aboutTickets(message)) return
      heard.current = true
      const actAfter = (pause: number) => {
        timer.current = setTimeout(() => {
          timer.current = undefined
          const hasActed = act()
          if (heard.current || !hasActed) actAfter(SECOND_LOOK_MS)
          heard.current = false
        }, pause)
      }
      if (timer.current === undefined) actAfter(BURST_MS)
    },
    [act],
  )
  useLiveMessages(listen)
  useEffect(() => () => clearTimeout(timer.current), [])
}
