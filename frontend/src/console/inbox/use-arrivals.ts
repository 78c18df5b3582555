import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef } from 'react'
import type { ServerMessage } from '../../../../functions/contracts/socket.ts'
import type { Ticket } from '../../../../functions/contracts/ticket.ts'
import { call } from '../../api/call.ts'
import { keys } from '../../api/queries.ts'
import { useLiveMessages, useLiveState } from '../../api/use-live.tsx'
import type { ViewName } from './search.ts'
import { belongs, type TicketsQuery } from './views.ts'

/** A burst of messages is one look at the host. */
const BURST_MS = 250
/** Lists follow their tickets within two seconds: a second look catches what the first came too early for. */
const SECOND_LOOK_MS = 2_000
/** With the socket, only a safety net; without it, the only way to hear of anything. */
const QUIET_MS = 60_000
const OFFLINE_MS = 10_000
const LOOK_AT = 50

/**
 * How many tickets have come that the list does not show yet. They are counted, not inserted: nothing moves under
 * the pointer until the person asks for it.
 */
export const useArrivals = (query: TicketsQuery, view: ViewName, loaded: readonly Ticket[], isLoaded: boolean) => {
  const client = useQueryClient()
  const state = useLiveState()
  const key = [...keys.tickets, 'newest', query]
  const timers = useRef<ReturnType<typeof setTimeout>[]>([])

  const { data } = useQuery({
    queryKey: key,
    queryFn: () => call('listTickets', { query: { ...query, limit: LOOK_AT } }),
    enabled: isLoaded,
    refetchInterval: state === 'online' ? QUIET_MS : OFFLINE_MS,
    staleTime: QUIET_MS,
  })

  const latest = useRef(key)
  latest.current = key
  const look = useCallback(
    ({ event }: ServerMessage) => {
      if (event === 'viewers' || event === 'pong' || event === 'error' || event === 'user_status_changed') return
      for (const timer of timers.current) clearTimeout(timer)
      timers.current = [BURST_MS, SECOND_LOOK_MS].map((pause) =>
        setTimeout(() => void client.invalidateQueries({ queryKey: latest.current }), pause),
      )
    },
    [client],
  )
  useLiveMessages(look)
  useEffect(
    () => () => {
      for (const timer of timers.current) clearTimeout(timer)
    },
    [],
  )

  const known = new Set(loaded.map(({ id }) => id))
  const now = Date.now()
  return data?.items.filter((ticket) => !known.has(ticket.id) && belongs(view, ticket, now)).length ?? 0
}
