import {
  ApiGatewayManagementApiClient,
  DeleteConnectionCommand,
  GoneException,
  PostToConnectionCommand,
} from '@aws-sdk/client-apigatewaymanagementapi'
import type { ServerMessage } from '../contracts/socket.ts'
import { endConnection } from '../stores/presence.ts'
import { setting } from './env.ts'
import { logger } from './log.ts'

/** As many messages are on their way at once; the SDK keeps as many connections open. */
const PARALLEL = 50
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

/** A message for one connection. */
export interface Post {
  readonly connection_id: string
  /** Milliseconds since 1970. */
  readonly connected_at: number
  readonly message: ServerMessage
}

/** Hangs up, so that the client comes back and has replayed what it missed. */
const hangUp = async (connectionId: string): Promise<void> => {
  try {
    await client?.send(new DeleteConnectionCommand({ ConnectionId: connectionId }))
  } catch (error) {
    if (!(error instanceof GoneException)) throw error
  }
}

/** A connection that cannot be reached is forgotten; one that only refuses a message is ended first. */
const giveUp = async ({ connection_id, connected_at }: Post, error: unknown): Promise<void> => {
  const gone = error instanceof GoneException
  if (gone && Date.now() - connected_at < OPENING_MS) return
  if (!gone) {
    logger.warn('message not delivered', { connection_id, error: error as Error })
    await hangUp(connection_id)
  }
  await endConnection(connection_id, new Date())
}

const post = async (one: Post, text: Uint8Array): Promise<void> => {
  client ??= newClient()
  try {
    await client.send(new PostToConnectionCommand({ ConnectionId: one.connection_id, Data: text }))
  } catch (error) {
    await giveUp(one, error)
  }
}

/** Sends messages, many at once but never more than 50; equal messages are put into bytes once. */
export const postAll = async (posts: readonly Post[]): Promise<void> => {
  const bytes = new Map<ServerMessage, Uint8Array>()
  const textOf = (message: ServerMessage): Uint8Array => {
    const known = bytes.get(message) ?? Buffer.from(JSON.stringify(message))
    bytes.set(message, known)
    return known
  }
  const waiting = posts.values()
  const send = async (): Promise<void> => {
    for (const one of waiting) await post(one, textOf(one.message))
  }
  await Promise.all(Array.from({ length: Math.min(PARALLEL, posts.length) }, send))
}
