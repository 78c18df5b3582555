import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef } from 'react'
import type { ServerMessage } from '../../../../functions/contracts/socket.ts'
import { keys } from '../../api/queries.ts'
import { useLiveMessages } from '../../api/use-live.tsx'

/** Figures follow their tickets within two seconds, and are never read more often than this. */
const SETTLED_MS = 4_000

const moving: ReadonlySet<ServerMessage['event']> = new Set([
  'queue_changed',
  'ticket_assigned',
  'status_updated',
  'ticket_updated',
])

/** Reads loads, queue, statistics and counts again after the socket has reported a change that affects them. */
export const useLiveFigures = (): void => {
  const client = useQueryClient()
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const listen = useCallback(
    ({ event }: ServerMessage) => {
      if (!moving.has(event) || timer.current !== undefined) return
      timer.current = setTimeout(() => {
        timer.current = undefined
        for (const queryKey of [keys.departments, keys.queue, keys.statistics, keys.counts, keys.merges]) {
          void client.invalidateQueries({ queryKey })
        }
      }, SETTLED_MS)
    },
    [client],
  )
  useLiveMessages(listen)
  useEffect(() => () => clearTimeout(timer.current), [])
}
