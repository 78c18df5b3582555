import { useQueryClient } from '@tanstack/react-query'
import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react'
import type { ServerMessage } from '../../../functions/contracts/socket.ts'
import { type Live, openLive } from './live.ts'
import type { LiveOptions, LiveState } from './live-line.ts'
import { keys } from './queries.ts'

const LiveContext = createContext<Live | null>(null)

/** Opens the page's socket and closes it on unmount. Options are read once: use the admitted person as its `key`. */
export const LiveProvider = ({ options, children }: LiveProviderProps) => {
  const [firstOptions] = useState(options)
  const [live, setLive] = useState<Live | null>(null)
  useEffect(() => {
    const opened = openLive(firstOptions)
    setLive(opened)
    return () => opened.close()
  }, [firstOptions])
  return <LiveContext value={live}>{children}</LiveContext>
}

interface LiveProviderProps {
  readonly options?: LiveOptions
  readonly children: ReactNode
}

export const useLive = (): Live | null => useContext(LiveContext)

const noWatch = () => () => undefined
const connecting = (): LiveState => 'connecting'

export const useLiveState = (): LiveState => {
  const live = useLive()
  return useSyncExternalStore(live?.watch ?? noWatch, live?.getState ?? connecting)
}

/** Calls `listener` for every message; wrap it in `useCallback`, or every rendering subscribes it anew. */
export const useLiveMessages = (listener: (message: ServerMessage) => void): void => {
  const live = useLive()
  useEffect(() => live?.listen(listener), [live, listener])
}

/** Keeps one ticket and its parts fresh: joins it from `version`, and reads it again when something happens. */
export const useLiveTicket = (id: string, version: number | undefined): void => {
  const live = useLive()
  const client = useQueryClient()
  const known = version !== undefined
  // Joined once, from the version first read: after that the socket keeps count.
  const newest = useRef(0)
  newest.current = version ?? 0

  useEffect(() => {
    if (!live || !known) return
    return live.join(id, newest.current)
  }, [live, id, known])

  const readAnew = useCallback(async () => {
    const queryKey = keys.ticket(id)
    // Invalidating does not restart a first read, which may have been sent before the change now reported.
    await client.cancelQueries({ queryKey, predicate: ({ state }) => state.data === undefined })
    await client.invalidateQueries({ queryKey })
  }, [client, id])

  useEffect(
    () =>
      live?.listen(({ event, ticket_id }) => {
        if (ticket_id !== id || event === 'viewers' || event === 'joined' || event === 'error') return
        void readAnew()
      }),
    [live, id, readAnew],
  )

  useEffect(() => {
    if (!live) return
    // Changes up to now were not received; a first read that began just now is fresh enough.
    if (live.getState() === 'online') void client.invalidateQueries({ queryKey: keys.ticket(id) })
    return live.watch(() => {
      if (live.getState() === 'online') void readAnew()
    })
  }, [live, client, id, readAnew])
}
