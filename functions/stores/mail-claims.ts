import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb'
import { UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { unmarshall } from '@aws-sdk/util-dynamodb'
import * as z from 'zod'
import { sha256 } from '../platform/ids.ts'
import { documents, tableNamed } from './documents.ts'
import { connectionKeys, REDELIVERY_SECONDS } from './tables.ts'

const keyOf = (eventId: string, recipient: string) => connectionKeys.mail(eventId, sha256(recipient))

const seconds = (now: Date): number => Math.floor(now.getTime() / 1_000)

/** `taken` before the mail is sent, then `sent`; `refused` if it was certainly not sent. */
const Claim = z.object({
  claim: z.enum(['taken', 'sent', 'refused']),
  /** The attempt that made the claim. */
  claim_id: z.string().optional(),
})
export type ClaimState = z.infer<typeof Claim>['claim']

/** One attempt's request for the sole right to mail a recipient about an event. */
export interface MailClaim {
  readonly eventId: string
  readonly recipient: string
  /** New for each attempt, so that a late result of this attempt is not taken for one of the next. */
  readonly claimId: string
}

/**
 * Claims the sole right to mail a recipient about an event.
 *
 * @returns undefined if this attempt has the claim; else the state of the claim: `taken` if nobody knows whether that
 *   mail was sent
 */
export const claimMail = async (
  { eventId, recipient, claimId }: MailClaim,
  now: Date,
): Promise<ClaimState | undefined> => {
  try {
    await documents.send(
      new UpdateCommand({
        TableName: tableNamed('Connections'),
        Key: keyOf(eventId, recipient),
        UpdateExpression: 'SET claim = :taken, claim_id = :id, expires_at = :expiry',
        ConditionExpression: 'attribute_not_exists(pk) OR claim = :refused',
        ExpressionAttributeValues: {
          ':taken': 'taken',
          ':id': claimId,
          ':refused': 'refused',
          ':expiry': seconds(now) + REDELIVERY_SECONDS,
        },
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      }),
    )
    return undefined
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error
    const { claim, claim_id } = Claim.parse(unmarshall(error.Item ?? {}))
    // The answer to this claim was lost, and the SDK retried it.
    return claim === 'taken' && claim_id === claimId ? undefined : claim
  }
}

/**
 * Records what became of a mail; after `refused` it may be claimed again. Does nothing if another attempt has the
 * claim.
 */
export const settleMail = async (
  { eventId, recipient, claimId }: MailClaim,
  claim: 'sent' | 'refused',
): Promise<void> => {
  try {
    await documents.send(
      new UpdateCommand({
        TableName: tableNamed('Connections'),
        Key: keyOf(eventId, recipient),
        UpdateExpression: 'SET claim = :claim',
        ConditionExpression: 'claim_id = :id',
        ExpressionAttributeValues: { ':claim': claim, ':id': claimId },
      }),
    )
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error
  }
}

const Window = z.object({ ends_at: z.number(), through_seq: z.number() })

/** What an event may do: send what was said since `afterSeq`, wait, or nothing, as an earlier mail covered it. */
export type DigestTurn =
  | { readonly turn: 'send'; readonly afterSeq: number }
  | { readonly turn: 'wait'; readonly seconds: number }
  | { readonly turn: 'covered' }

/**
 * Opens the next digest window for a ticket's mails to a recipient, unless one is open.
 *
 * @param seq of the event that is to be mailed
 * @param throughSeq the ticket's version: everything up to it goes into the mail
 */
export const takeDigestTurn = async (
  ticketId: string,
  recipient: string,
  { seq, throughSeq }: { readonly seq: number; readonly throughSeq: number },
  windowSeconds: number,
  now: Date,
): Promise<DigestTurn> => {
  const time = seconds(now)
  try {
    const { Attributes } = await documents.send(
      new UpdateCommand({
        TableName: tableNamed('Connections'),
        Key: keyOf(`DIGEST#${ticketId}`, recipient),
        UpdateExpression: 'SET ends_at = :end, through_seq = :through, expires_at = :expiry',
        ConditionExpression: 'attribute_not_exists(pk) OR (ends_at <= :now AND through_seq < :seq)',
        ExpressionAttributeValues: {
          ':end': time + windowSeconds,
          ':through': throughSeq,
          ':expiry': time + REDELIVERY_SECONDS,
          ':now': time,
          ':seq': seq,
        },
        ReturnValues: 'ALL_OLD',
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      }),
    )
    // There is none before the first window.
    const before = Window.safeParse(Attributes)
    return { turn: 'send', afterSeq: before.success ? before.data.through_seq : seq - 1 }
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error
    const { through_seq, ends_at } = Window.parse(unmarshall(error.Item ?? {}))
    return through_seq >= seq ? { turn: 'covered' } : { turn: 'wait', seconds: Math.max(1, ends_at - time) }
  }
}

/** Gives back a turn whose mail was not sent, so that the next attempt can take it. */
export const returnDigestTurn = async (ticketId: string, recipient: string, afterSeq: number): Promise<void> => {
  await documents.send(
    new UpdateCommand({
      TableName: tableNamed('Connections'),
      Key: keyOf(`DIGEST#${ticketId}`, recipient),
      UpdateExpression: 'SET ends_at = :past, through_seq = :through',
      ConditionExpression: 'attribute_exists(pk)',
      ExpressionAttributeValues: { ':past': 0, ':through': afterSeq },
    }),
  )
}
