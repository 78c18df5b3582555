import type { ClientMessage, ServerMessage } from '../../../functions/contracts/socket.ts'
import { SUBPROTOCOL, TICKET_PREFIX } from '../../../functions/contracts/socket-protocol.ts'
import { call } from './call.ts'
import { ProblemError } from './problem.ts'
import { isText, objectOf, optional, readShape } from './shape.ts'

const FIRST_PAUSE_MS = 500
const LONGEST_PAUSE_MS = 30_000
/** Well within the ten idle minutes after which the host hangs up, and soon enough to notice a line that is dead. */
const PING_MS = 60_000
/** A line on which nothing is heard for this long after a ping is dead, whatever the browser believes. */
const ANSWER_MS = 5_000

export type LiveState = 'connecting' | 'online' | 'offline'

export interface LiveOptions {
  /** A guest's key to one ticket; without it the signed-in person is admitted. */
  readonly guest?: { readonly ticket_id: string; readonly headers: Readonly<Record<string, string>> }
}

/** Waits longer after each failure, and never as long as anybody else. */
const pauseAfter = (failures: number): number =>
  Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** failures) * (0.5 + Math.random() / 2)

const isMessage = objectOf<ServerMessage>({
  event: isText,
  data: () => true,
  ticket_id: optional(isText),
  seq: optional(Number.isFinite),
})
const hasEvents = objectOf<{ readonly events: readonly unknown[] }>({ events: Array.isArray })

/** The events that a `joined` message brings along, missed while away. */
const replayed = ({ data }: ServerMessage): readonly ServerMessage[] =>
  hasEvents(data) ? data.events.filter(isMessage) : []

/**
 * One socket to the host for the whole page.
 *
 * It reconnects with growing pauses, joins its tickets again from the last `seq` it heard, and passes every message
 * of a ticket on once. Listeners take a message as a hint to read again: what they show always comes from the API.
 */
export const openLive = ({ guest }: LiveOptions = {}) => {
  const listeners = new Set<(message: ServerMessage) => void>()
  const watchers = new Set<() => void>()
  const joined = new Map<string, number>()
  const heard = new Map<string, number>()
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

  const join = (ticket_id: string) => {
    const after_seq = heard.get(ticket_id)
    say({ action: 'join_ticket', ticket_id, ...(after_seq === undefined ? {} : { after_seq }) })
  }

  const take = (message: ServerMessage) => {
    const { ticket_id, seq } = message
    if (ticket_id !== undefined && seq !== undefined && message.event !== 'joined') {
      if (seq <= (heard.get(ticket_id) ?? 0)) return
      heard.set(ticket_id, seq)
    }
    for (const missed of replayed(message)) take({ ...(ticket_id === undefined ? {} : { ticket_id }), ...missed })
    for (const listener of listeners) listener(message)
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
  /** The network is gone, and the socket with it, which would not notice for a while. */
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
        for (const ticket_id of joined.keys()) join(ticket_id)
      }
      opened.onmessage = ({ data }) => {
        clearTimeout(awaited)
        const message = readShape(String(data), isMessage)
        if (message) take(message)
      }
      opened.onclose = () => drop(opened)
    } catch (error) {
      // A refusal will not change by asking again; only somebody who signs in anew opens another socket.
      if (error instanceof ProblemError && [401, 403, 404].includes(error.status)) become('offline')
      else later()
    } finally {
      admitting = false
    }
  }

  /** A line that breaks without a word stays open for the browser: only an answer shows that somebody is there. */
  const ping = () => {
    const asked = socket
    if (asked?.readyState !== WebSocket.OPEN) return
    say({ action: 'ping' })
    clearTimeout(awaited)
    awaited = setTimeout(() => drop(asked), ANSWER_MS)
  }

  /** The network is back: what is closed is opened at once, what seems open is put to the test. */
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
    /** Called whenever the state changes. */
    watch: (watcher: () => void) => {
      watchers.add(watcher)
      return () => {
        watchers.delete(watcher)
      }
    },
    listen: (listener: (message: ServerMessage) => void) => {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
    /** Hears one ticket's messages after `seq`, until the returned function is called. */
    join: (ticket_id: string, seq: number) => {
      heard.set(ticket_id, Math.max(seq, heard.get(ticket_id) ?? 0))
      joined.set(ticket_id, (joined.get(ticket_id) ?? 0) + 1)
      join(ticket_id)
      return () => {
        const others = (joined.get(ticket_id) ?? 1) - 1
        if (others > 0) {
          joined.set(ticket_id, others)
          return
        }
        joined.delete(ticket_id)
        say({ action: 'leave_ticket', ticket_id })
      }
    },
    say,
    /** Puts the line to the test now: for whoever has a reason to doubt it. */
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

export type Live = ReturnType<typeof openLive>
