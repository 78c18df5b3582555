import { GetCommand } from '@aws-sdk/lib-dynamodb'
import * as z from 'zod'
import type { Actor } from '../contracts/events.ts'
import { subjectOf } from '../contracts/subjects.ts'
import { sha256 } from '../platform/ids.ts'
import { documents, ExtraWriteRefusedError, failedAt, tableNamed, type Write, writeTogether } from './documents.ts'
import { recordEvent } from './events.ts'
import { peopleKeys } from './tables.ts'

const Row = z.object({
  user_id: z.string().optional(),
  unsubscribed_at: z.string().optional(),
  /** `seq` of the address's last event. */
  version: z.number().default(0),
})

const findRow = async (email: string) => {
  const { Item } = await documents.send(
    new GetCommand({ TableName: tableNamed('AgentLoad'), Key: peopleKeys.email(email), ConsistentRead: true }),
  )
  return Row.parse(Item ?? {})
}

/** Whether an e-mail address, a user's or a guest's, receives notifications about its tickets. */
export const wantsNotifications = async (email: string): Promise<boolean> =>
  (await findRow(email)).unsubscribed_at === undefined

/**
 * Ends notifications to an e-mail address, a user's or a guest's; does nothing if they have ended already.
 *
 * @throws ExtraWriteRefusedError if the caller's own writes were refused
 */
export const endNotifications = async (
  email: string,
  { event_id, now }: { readonly event_id: string; readonly now: Date },
  extra: readonly Write[],
): Promise<void> => {
  const { user_id, unsubscribed_at, version } = await findRow(email)
  if (unsubscribed_at !== undefined) return
  const at = now.toISOString()
  const actor: Actor = { kind: 'user', id: user_id ?? 'guest', name: 'Recipient' }
  const update: Write = {
    Update: {
      TableName: tableNamed('AgentLoad'),
      Key: peopleKeys.email(email),
      UpdateExpression: 'SET unsubscribed_at = :now, version = :next',
      ConditionExpression: 'attribute_not_exists(unsubscribed_at)',
      ExpressionAttributeValues: { ':now': at, ':next': version + 1 },
    },
  }
  const event = recordEvent({
    event_id,
    type: 'unsubscribed',
    subject: subjectOf.address(sha256(email)),
    seq: version + 1,
    at,
    actor,
    changes: {},
    data: { user_id: user_id ?? null },
  })
  const failures = await writeTogether([update, event, ...extra])
  // Another click in between had the same effect.
  if (failures && !failedAt(failures, 0)) throw new ExtraWriteRefusedError()
}
