import type { Page, WebSocketRoute } from 'playwright-core'

interface Said {
  readonly action: string
  readonly ticket_id?: string
  readonly after_seq?: number
}

/**
 * The server side of a page's socket, driven by the test; to be attached before the page's first navigation.
 *
 * @param staysOpen answers each ping, so that the page does not give the socket up while its clock is moved on
 */
export const heldSocket = ({ staysOpen }: { readonly staysOpen?: true } = {}) => {
  /** In the order in which they were opened; the test sends on the last one. */
  const sockets: WebSocketRoute[] = []
  /** The messages of the page, from all sockets. */
  const said: Said[] = []
  return {
    sockets,
    said,
    hold: (page: Page) =>
      page.routeWebSocket('**/ws', (socket) => {
        sockets.push(socket)
        socket.onMessage((text) => {
          const message: Said = JSON.parse(String(text))
          said.push(message)
          if (staysOpen && message.action === 'ping') socket.send(JSON.stringify({ event: 'pong', data: {} }))
        })
      }),
    tell: (message: object) => sockets.at(-1)?.send(JSON.stringify(message)),
  }
}
