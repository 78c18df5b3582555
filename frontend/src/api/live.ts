import type { ServerMessage } from '../../../functions/contracts/socket.ts'
import { type LiveOptions, openLine } from './live-line.ts'
import { isText, objectOf, optional, readShape } from './shape.ts'

const isMessage = objectOf<ServerMessage>({
  event: isText,
  data: () => true,
  ticket_id: optional(isText),
  seq: optional(Number.isFinite),
})
const hasEvents = objectOf<{ readonly events: readonly unknown[] }>({ events: Array.isArray })

/** The events that were missed while offline; a `joined` message brings them. */
const replayed = ({ data }: ServerMessage): readonly ServerMessage[] =>
  hasEvents(data) ? data.events.filter(isMessage) : []

/**
 * The live messages for the whole page, over one line.
 *
 * Each time the line opens it joins its tickets again, from the last `seq` received, and passes every message of a ticket
 * on once. Listeners take a message as a hint to read again: what they show always comes from the API.
 */
export const openLive = (options: LiveOptions = {}) => {
  const listeners = new Set<(message: ServerMessage) => void>()
  /** How many parts of the page have joined a ticket. */
  const joined = new Map<string, number>()
  /** The last `seq` received of a ticket. */
  const heard = new Map<string, number>()

  const sendJoin = (ticket_id: string) => {
    const after_seq = heard.get(ticket_id)
    line.say({ action: 'join_ticket', ticket_id, ...(after_seq === undefined ? {} : { after_seq }) })
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

  const line = openLine(options, {
    onOpen: () => {
      for (const ticket_id of joined.keys()) sendJoin(ticket_id)
    },
    onText: (text) => {
      const message = readShape(text, isMessage)
      if (message) take(message)
    },
  })

  return {
    ...line,
    /** Passes every message to `listener`, until the returned function is called. */
    listen: (listener: (message: ServerMessage) => void) => {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
    /** Receives one ticket's messages after `seq`, until the returned function is called. */
    join: (ticket_id: string, seq: number) => {
      heard.set(ticket_id, Math.max(seq, heard.get(ticket_id) ?? 0))
      joined.set(ticket_id, (joined.get(ticket_id) ?? 0) + 1)
      sendJoin(ticket_id)
      return () => {
        const others = (joined.get(ticket_id) ?? 1) - 1
        if (others > 0) {
          joined.set(ticket_id, others)
          return
        }
        joined.delete(ticket_id)
        line.say({ action: 'leave_ticket', ticket_id })
      }
    },
  }
}

export type Live = ReturnType<typeof openLive>
