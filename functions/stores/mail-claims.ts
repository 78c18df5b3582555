import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb'
import { UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { unmarshall } from '@aws-sdk/util-dynamodb'
import * as z from 'zod'
import { sha256 } from '../platform/ids.ts'
import { documents, tableNamed } from './documents.ts'
import { connectionKeys } from './tables.ts'

/** As long as a queue and its dead letters may still deliver an event: 14 days each. */
const LIFETIME_SECONDS = 28 * 24 * 3_600

const keyOf = (eventId: string, recipient: string) => connectionKeys.mail(eventId, sha256(recipient))

const seconds = (now: Date): number => Math.floor(now.getTime() / 1_000)

/** `taken` before it is sent, then `sent`; `refused` if it has certainly not left. */
const Claim = z.object({
  claim: z.enum(['taken', 'sent', 'refused']),
  /** Whose claim it is. */
  claim_id: z.string().optional(),
})
export type ClaimState = z.infer<typeof Claim>['claim']

/** The one right to mail about an event to a recipient, as one sender asks for it. */
export interface MailClaim {
  readonly eventId: string
  readonly recipient: string
  /** A new one for each attempt, so that what this attempt says late is not taken for the word of the next one. */
  readonly claimId: string
}

/**
 * Takes the one right to mail about an event to a recipient.
 *
 * @returns undefined once taken; else the state that it is in: `taken` if nobody knows whether that mail left
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
          ':expiry': seconds(now) + LIFETIME_SECONDS,
        },
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      }),
    )
    return undefined
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error
    const { claim, claim_id } = Claim.parse(unmarshall(error.Item ?? {}))
    // The answer to our own claim was lost, and the SDK asked again.
    return claim === 'taken' && claim_id === claimId ? undefined : claim
  }
}

/** Says what became of a mail; after `refused` it may be claimed again. Said too late, it says nothing. */
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

/** What a digest allows: to send what was said since `afterSeq`, to wait, or nothing, as it has been sent already. */
export type DigestTurn =
  | { readonly turn: 'send'; readonly afterSeq: number }
  | { readonly turn: 'wait'; readonly seconds: number }
  | { readonly turn: 'covered' }

/**
 * Opens a ticket's next window of mails to a recipient, unless one runs.
 *
 * @param seq the ticket's event that wants to be mailed
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
          ':expiry': time + LIFETIME_SECONDS,
          ':now': time,
          ':seq': seq,
        },
        ReturnValues: 'ALL_OLD',
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      }),
    )
    // The first window has none before it.
    const before = Window.safeParse(Attributes)
    return { turn: 'send', afterSeq: before.success ? before.data.through_seq : seq - 1 }
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error
    const { through_seq, ends_at } = Window.parse(unmarshall(error.Item ?? {}))
    return through_seq >= seq ? { turn: 'covered' } : { turn: 'wait', seconds: Math.max(1, ends_at - time) }
  }
}

/** Gives a turn back whose mail has not left, so that the next attempt takes it again. */
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
