import { MetricUnit } from '@aws-lambda-powertools/metrics'
import type { Mail } from '../domain/mails.ts'
import { claimMail, settleMail } from '../stores/mail-claims.ts'
import { newId } from './ids.ts'
import { logger, metrics } from './log.ts'
import { sendMail } from './mail.ts'

/** SES did not take a mail: it has certainly not left, and the queue brings its event again. */
export class MailRefusedError extends Error {
  override readonly name = 'MailRefusedError'
}

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

/**
 * Sends a mail at most once for its event and recipient: claimed first, then sent. A crash in between loses it, which is
 * counted when its event comes again.
 *
 * @throws MailRefusedError if SES refused it and may take it later
 */
export const deliver = async ({ eventId, to, mail, unsubscribeLink }: Delivery): Promise<void> => {
  const claim = { eventId, recipient: to, claimId: newId() }
  const claimed = await claimMail(claim, new Date())
  if (claimed !== undefined) {
    if (claimed === 'taken') count('MailsLost')
    return
  }
  const { outcome, reason } = await sendMail(to, mail, unsubscribeLink)
  if (outcome === 'refused') {
    await settleMail(claim, 'refused')
    throw new MailRefusedError(`the mail was refused: ${reason}`)
  }
  await settleMail(claim, 'sent')
  if (outcome !== 'sent') logger.warn('mail lost', { event_id: eventId, outcome, ...(reason && { reason }) })
  count(outcome === 'sent' ? 'MailsSent' : 'MailsLost')
}
