import { once } from 'node:events'
import type { AddressInfo, Server, Socket } from 'node:net'

export interface Listening {
  readonly port: number
  /** Accepts no more connections, and cuts all that are open. */
  close(): Promise<void>
}

/**
 * Opens a server on 127.0.0.1.
 *
 * @param port 0 takes a free one
 * @throws Error with code EADDRINUSE if the port is taken
 */
export const listenOn = async (server: Server, port: number): Promise<Listening> => {
  // Upgraded WebSockets are missing from an HTTP server's own list of connections, but keep it from closing.
  const connections = new Set<Socket>()
  server.on('connection', (connection: Socket) => {
    connections.add(connection)
    connection.once('close', () => connections.delete(connection))
  })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      const closed = once(server, 'close')
      server.close()
      for (const connection of connections) connection.destroy()
      await closed
    },
  }
}
