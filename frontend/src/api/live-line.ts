import type { ClientMessage } from '../../../functions/contracts/socket.ts'
import { SUBPROTOCOL, TICKET_PREFIX } from '../../../functions/contracts/socket-protocol.ts'
import { call } from './call.ts'
import { ProblemError } from './problem.ts'

const FIRST_PAUSE_MS = 500
const LONGEST_PAUSE_MS = 30_000
/** Well within the ten idle minutes after which the host closes a socket, and often enough to notice a dead one soon. */
const PING_MS = 60_000
/** A line that stays silent for this long after a ping is dead, whatever the browser reports. */
const ANSWER_MS = 5_000

export type LiveState = 'connecting' | 'online' | 'offline'

export interface LiveOptions {
  /** A guest's key to one ticket; without it the signed-in person is admitted. */
  readonly guest?: { readonly ticket_id: string; readonly headers: Readonly<Record<string, string>> }
}

interface LineListeners {
  /** Called each time that a socket has opened. */
  readonly onOpen: () => void
  /** Receives each message as the text that was sent. */
  readonly onText: (text: string) => void
}

/** Longer after each failure, and randomised so that clients do not return all at once. */
const pauseAfter = (failures: number): number =>
  Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** failures) * (0.5 + Math.random() / 2)

/** A socket to the host that is opened again, after growing pauses, whenever it closes or no longer answers. */
export const openLine = ({ guest }: LiveOptions, { onOpen, onText }: LineListeners) => {
  const watchers = new Set<() => void>()
  let socket: WebSocket | null = null
  let state: LiveState = 'connecting'
  let failures = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  let awaited: ReturnType<typeof setTimeout> | undefined
  let closed = false
  let admitting = false

  const become = (next: LiveState) => {
    if (state === next) return
    state = next
    for (const watcher of watchers) watcher()
  }

  const say = (message: ClientMessage) => {
    if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message))
  }

  const later = () => {
    if (closed) return
    clearTimeout(timer)
    timer = setTimeout(() => void connect(), pauseAfter(failures))
    failures += 1
    become('offline')
  }

  /** Gives up a socket that is closed, or as good as. */
  const drop = (lost: WebSocket | null) => {
    if (!lost || socket !== lost) return
    socket = null
    clearTimeout(awaited)
    lost.close()
    later()
  }
  /** Without a network the socket is dead, but would take a while to notice. */
  const lose = () => drop(socket)

  const connect = async () => {
    if (closed || socket || admitting) return
    admitting = true
    try {
      const request = guest ? { body: { ticket_id: guest.ticket_id }, headers: guest.headers } : { body: {} }
      const { ticket } = await call('openRealtime', request)
      if (closed) return
      const address = new URL('/ws', window.location.href)
      address.protocol = address.protocol.replace('http', 'ws')
      const opened = new WebSocket(address, [SUBPROTOCOL, TICKET_PREFIX + ticket])
      socket = opened
      opened.onopen = () => {
        failures = 0
        become('online')
        onOpen()
      }
      opened.onmessage = ({ data }) => {
        clearTimeout(awaited)
        onText(String(data))
      }
      opened.onclose = () => drop(opened)
    } catch (error) {
      // Asking again would not change a refusal; a new sign-in opens a line of its own.
      if (error instanceof ProblemError && [401, 403, 404].includes(error.status)) become('offline')
      else later()
    } finally {
      admitting = false
    }
  }

  /** The browser may believe that a broken line is open: only an answer proves that it works. */
  const ping = () => {
    const asked = socket
    if (asked?.readyState !== WebSocket.OPEN) return
    say({ action: 'ping' })
    clearTimeout(awaited)
    awaited = setTimeout(() => drop(asked), ANSWER_MS)
  }

  /** The network is back: tests a socket that seems open, and opens a closed one at once. */
  const hurry = () => {
    ping()
    failures = 0
    clearTimeout(timer)
    void connect()
  }
  const pinging = setInterval(ping, PING_MS)
  window.addEventListener('online', hurry)
  window.addEventListener('offline', lose)
  void connect()

  return {
    getState: () => state,
    /** Calls `watcher` whenever the state changes, until the returned function is called. */
    watch: (watcher: () => void) => {
      watchers.add(watcher)
      return () => {
        watchers.delete(watcher)
      }
    },
    /** Sends a message, or drops it if the line is not open. */
    say,
    /** Tests the line now, for a caller that has a reason to doubt it. */
    ping,
    close: () => {
      closed = true
      clearTimeout(timer)
      clearTimeout(awaited)
      clearInterval(pinging)
      window.removeEventListener('online', hurry)
      window.removeEventListener('offline', lose)
      socket?.close()
    },
  }
}
