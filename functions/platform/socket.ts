import {
  ApiGatewayManagementApiClient,
  DeleteConnectionCommand,
  GoneException,
  PostToConnectionCommand,
} from '@aws-sdk/client-apigatewaymanagementapi'
import { setting } from './env.ts'
import { logger } from './log.ts'

/** The gateway answers "gone" for a connection that is still opening: one younger than this is kept. */
const OPENING_MS = 10_000

/** A connection that takes longer than this to accept a message counts as gone. */
const PATIENCE_MS = 10_000

const newClient = () =>
  new ApiGatewayManagementApiClient({
    endpoint: setting('SOCKET_ENDPOINT'),
    requestHandler: { requestTimeout: PATIENCE_MS, throwOnRequestTimeout: true },
  })

let client: ReturnType<typeof newClient> | undefined

/** The part of a connection that is needed to send to it. */
export interface Addressee {
  readonly connection_id: string
  /** Milliseconds since 1970. */
  readonly connected_at: number
}

/** Closes a connection, so that the client reconnects and what it missed is replayed. */
const hangUp = async (connectionId: string): Promise<void> => {
  try {
    await client?.send(new DeleteConnectionCommand({ ConnectionId: connectionId }))
  } catch (error) {
    if (!(error instanceof GoneException)) throw error
  }
}

/**
 * Sends the bytes of a message to a connection; closes the connection if they cannot be delivered.
 *
 * @returns false if the connection is gone or was closed
 */
export const send = async ({ connection_id, connected_at }: Addressee, text: Uint8Array): Promise<boolean> => {
  client ??= newClient()
  try {
    await client.send(new PostToConnectionCommand({ ConnectionId: connection_id, Data: text }))
    return true
  } catch (error) {
    if (error instanceof GoneException) return Date.now() - connected_at < OPENING_MS
    logger.warn('message not delivered', { connection_id, error })
    await hangUp(connection_id)
    return false
  }
}
