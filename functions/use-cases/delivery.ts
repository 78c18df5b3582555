import { MetricUnit } from '@aws-lambda-powertools/metrics'
import type { Mail } from '../domain/mails.ts'
import { newId } from '../platform/ids.ts'
import { logger, metrics } from '../platform/log.ts'
import { sendMail } from '../platform/mail.ts'
import { pause } from '../platform/pause.ts'
import { claimMail, settleMail } from '../stores/mail-claims.ts'

/** How long a mail waits for its turn at SES, in milliseconds: two thirds of its consumer's time-out. */
const PATIENCE_MS = 20_000
/** Pause after SES first throttles a mail; each further time doubles it, up to the longest. */
const FIRST_PAUSE_MS = 250
const LONGEST_PAUSE_MS = 4_000

/** SES refused a mail: it has certainly not left, and the queue delivers its event again. */
export class MailRefusedError extends Error {
  override readonly name = 'MailRefusedError'
}

/** SES refused a mail because too many are being sent at the moment. */
class MailThrottledError extends MailRefusedError {}

export interface Delivery {
  readonly eventId: string
  readonly to: string
  readonly mail: Mail
  readonly unsubscribeLink?: string
}

const count = (name: 'MailsSent' | 'MailsLost'): void => {
  metrics.addMetric(name, MetricUnit.Count, 1)
  metrics.publishStoredMetrics()
}

const attempt = async ({ eventId, to, mail, unsubscribeLink }: Delivery): Promise<void> => {
  const claim = { eventId, recipient: to, claimId: newId() }
  const claimed = await claimMail(claim, new Date())
  if (claimed !== undefined) {
    if (claimed === 'taken') count('MailsLost')
    return
  }
  const { outcome, reason } = await sendMail(to, mail, unsubscribeLink)
  if (outcome === 'refused' || outcome === 'throttled') {
    await settleMail(claim, 'refused')
    const message = `the mail was refused: ${reason}`
    throw outcome === 'throttled' ? new MailThrottledError(message) : new MailRefusedError(message)
  }
  await settleMail(claim, 'sent')
  if (outcome !== 'sent') logger.warn('mail lost', { event_id: eventId, outcome, ...(reason && { reason }) })
  count(outcome === 'sent' ? 'MailsSent' : 'MailsLost')
}

/** Tries until SES accepts a mail, or until the next pause would end after `until`, in milliseconds since 1970. */
const attemptUntil = async (delivery: Delivery, until: number): Promise<void> => {
  for (let longest = FIRST_PAUSE_MS; ; longest = Math.min(2 * longest, LONGEST_PAUSE_MS)) {
    try {
      return await attempt(delivery)
    } catch (error) {
      const wait = (longest * (1 + Math.random())) / 2
      if (!(error instanceof MailThrottledError) || Date.now() + wait > until) throw error
      await pause(wait)
    }
  }
}

/** Resolves once the mail that was requested last is settled. */
let lastMail: Promise<unknown> = Promise.resolve()

/**
 * Sends a mail at most once for its event and recipient: claimed first, then sent. A crash in between loses it, which
 * is counted when its event comes again.
 *
 * SES limits the mails per second: they are sent one after the other, and one that is throttled holds up the others.
 *
 * @throws MailRefusedError if SES refused it and may take it later
 */
export const deliver = (delivery: Delivery): Promise<void> => {
  const until = Date.now() + PATIENCE_MS
  const delivered = lastMail.then(() => attemptUntil(delivery, until))
  lastMail = delivered.catch(() => {})
  return delivered
}
