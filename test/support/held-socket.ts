import type { Page, WebSocketRoute } from 'playwright-core'

interface Said {
  readonly action: string
  readonly ticket_id?: string
  readonly after_seq?: number
}

/** The other end of a page's live line, in the test's hand; the page must be given to it before its first address. */
export const heldSocket = () => {
  /** In the order in which they were opened; the last one is spoken on. */
  const sockets: WebSocketRoute[] = []
  /** What the page said, on whichever of them. */
  const said: Said[] = []
  return {
    sockets,
    said,
    hold: (page: Page) =>
      page.routeWebSocket('**/ws', (socket) => {
        sockets.push(socket)
        socket.onMessage((text) => said.push(JSON.parse(String(text))))
      }),
    tell: (message: object) => sockets.at(-1)?.send(JSON.stringify(message)),
  }
}
