import type { ServerMessage } from '../contracts/socket.ts'
import { type Addressee, send } from '../platform/socket.ts'
import { endConnection } from './presence.ts'

/** Messages sent at once; the SDK opens no more connections than this. */
const PARALLEL = 50

/** A message for one connection. */
export interface Post extends Addressee {
  readonly message: ServerMessage
}

/** Sends messages, at most 50 at once; a connection that is gone is forgotten. */
export const postAll = async (posts: readonly Post[]): Promise<void> => {
  // Each message is encoded only once.
  const bytes = new Map<ServerMessage, Uint8Array>()
  const textOf = (message: ServerMessage): Uint8Array => {
    const known = bytes.get(message) ?? Buffer.from(JSON.stringify(message))
    bytes.set(message, known)
    return known
  }
  const waiting = posts.values()
  const sendWaiting = async (): Promise<void> => {
    for (const post of waiting) {
      if (!(await send(post, textOf(post.message)))) await endConnection(post.connection_id, new Date())
    }
  }
  await Promise.all(Array.from({ length: Math.min(PARALLEL, posts.length) }, sendWaiting))
}
