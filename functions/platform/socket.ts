import {
  ApiGatewayManagementApiClient,
  DeleteConnectionCommand,
  GoneException,
  PostToConnectionCommand,
} from '@aws-sdk/client-apigatewaymanagementapi'
import { setting } from './env.ts'
import { logger } from './log.ts'

/** The gateway says "gone" of a connection that is still opening: rows this young stay. */
const OPENING_MS = 10_000

/** A connection that takes longer than this is as good as gone. */
const PATIENCE_MS = 10_000

const newClient = () =>
  new ApiGatewayManagementApiClient({
    endpoint: setting('SOCKET_ENDPOINT'),
    requestHandler: { requestTimeout: PATIENCE_MS, throwOnRequestTimeout: true },
  })

let client: ReturnType<typeof newClient> | undefined

/** A connection, as much of it as somebody needs who speaks to it. */
export interface Addressee {
  readonly connection_id: string
  /** Milliseconds since 1970. */
  readonly connected_at: number
}

/** Hangs up, so that the client comes back and has replayed what it missed. */
const hangUp = async (connectionId: string): Promise<void> => {
  try {
    await client?.send(new DeleteConnectionCommand({ ConnectionId: connectionId }))
  } catch (error) {
    if (!(error instanceof GoneException)) throw error
  }
}

/**
 * Sends the bytes of a message to a connection; one that only refuses them is ended.
 *
 * @returns false if the connection is no more
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
