import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb'
import { UpdateCommand } from '@aws-sdk/lib-dynamodb'
import * as z from 'zod'
import { documents, tableNamed } from './documents.ts'
import { connectionKeys } from './tables.ts'

/** The requests counted for one client; `ends_at` in seconds since 1970. */
const RateWindow = z.object({ hits: z.int(), ends_at: z.number() })
export type RateWindow = Readonly<z.infer<typeof RateWindow>>

/**
 * Counts a request in the current window or opens the first one; with `restart`, opens the next one after the last has
 * ended. Undefined if the window is in the other state.
 */
const hit = async (
  network: string,
  now: number,
  windowSeconds: number,
  restart: boolean,
): Promise<RateWindow | undefined> => {
  try {
    const { Attributes } = await documents.send(
      new UpdateCommand({
        TableName: tableNamed('Connections'),
        Key: connectionKeys.rateWindow(network),
        UpdateExpression: restart
          ? 'SET hits = :one, ends_at = :end, expires_at = :expiry'
          : 'SET hits = if_not_exists(hits, :none) + :one, ends_at = if_not_exists(ends_at, :end), expires_at = if_not_exists(expires_at, :expiry)',
        ConditionExpression: restart ? 'ends_at <= :now' : 'attribute_not_exists(ends_at) OR ends_at > :now',
        ExpressionAttributeValues: {
          ':one': 1,
          ':now': now,
          ':end': now + windowSeconds,
          ':expiry': Math.ceil(now) + 2 * windowSeconds,
          ...(!restart && { ':none': 0 }),
        },
        ReturnValues: 'ALL_NEW',
      }),
    )
    return RateWindow.parse(Attributes)
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return undefined
    throw error
  }
}

/**
 * Counts a request in a client's window, which its first request opens. Exact; takes one write, but two for the first
 * request of a later window.
 *
 * @param now seconds since 1970
 * @returns the window with this request in it
 */
export const countInWindow = async (network: string, now: number, windowSeconds: number): Promise<RateWindow> => {
  for (;;) {
    const window = (await hit(network, now, windowSeconds, false)) ?? (await hit(network, now, windowSeconds, true))
    // Neither: another request opened the next window between the two writes.
    if (window) return window
  }
}
