import { once } from 'node:events'
import { WebSocket } from 'ws'
import type { ClientMessage, ServerMessage } from '../../functions/contracts/socket.ts'
import { SUBPROTOCOL, TICKET_PREFIX } from '../../functions/contracts/socket-protocol.ts'
import { type ApiUser, eventually } from './test-system.ts'

/** A user's open socket. */
export interface LiveSocket {
  /** All messages of the server so far. */
  readonly heard: readonly ServerMessage[]
  say(message: ClientMessage): void
  /** Waits for the first message from index `from` on that `is` accepts. */
  hears(is: (message: ServerMessage) => boolean, from?: number): Promise<ServerMessage>
  close(): Promise<void>
}

/** How a guest shows that a ticket is theirs. */
export interface TicketKey {
  readonly ticket_id: string
  readonly tracking_token: string
}

/** Opens the socket of a user, or of the guest who holds a ticket's key. */
export const openSocket = async (url: string, user: ApiUser, key?: TicketKey): Promise<LiveSocket> => {
  const { status, body } = await user.call('openRealtime', {
    body: key ? { ticket_id: key.ticket_id } : {},
    headers: key ? { 'x-tracking-token': key.tracking_token } : {},
  })
  if (status !== 200) throw new Error(`no admission: ${JSON.stringify(body)}`)
  const socket = new WebSocket(`${url.replace('http', 'ws')}/ws`, [SUBPROTOCOL, `${TICKET_PREFIX}${body.ticket}`])
  const heard: ServerMessage[] = []
  socket.on('message', (text) => heard.push(JSON.parse(text.toString())))
  await once(socket, 'open')
  return {
    heard,
    say: (message) => socket.send(JSON.stringify(message)),
    hears: async (is, from = 0) => {
      const found = await eventually(
        async () => heard.slice(from).find(is),
        (message) => message !== undefined,
      )
      if (!found) throw new Error('what was heard is there')
      return found
    },
    close: async () => {
      socket.close()
      await once(socket, 'close')
    },
  }
}
