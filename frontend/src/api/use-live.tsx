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

/** Opens the page's socket and closes it with the page. Give it a `key` of who is admitted: options are read once. */
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

/** Calls `listener` for every message; wrap it in `useCallback`, or it is subscribed anew at each rendering. */
export const useLiveMessages = (listener: (message: ServerMessage) => void): void => {
  const live = useLive()
  useEffect(() => live?.listen(listener), [live, listener])
}

/** Keeps one ticket and all that belongs to it fresh: joined from `version`, read again when something happened. */
export const useLiveTicket = (id: string, version: number | undefined): void => {
  const live = useLive()
  const client = useQueryClient()
  const known = version !== undefined
  // Joined once, from the version first read: the socket counts on by itself.
  const newest = useRef(0)
  newest.current = version ?? 0

  useEffect(() => {
    if (!live || !known) return
    return live.join(id, newest.current)
  }, [live, id, known])

  const readAnew = useCallback(async () => {
    const queryKey = keys.ticket(id)
    // A first reading is not begun anew by itself, and may have been asked for before what is heard of now.
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
    // Nobody has listened for it until now; a first reading that began with it is as new as can be.
    if (live.getState() === 'online') void client.invalidateQueries({ queryKey: keys.ticket(id) })
    return live.watch(() => {
      if (live.getState() === 'online') void readAnew()
    })
  }, [live, client, id, readAnew])
}
