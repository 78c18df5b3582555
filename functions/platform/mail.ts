import { SESv2Client, SESv2ServiceException, SendEmailCommand } from '@aws-sdk/client-sesv2'
import type { Mail } from '../domain/mails.ts'
import { optionalSetting } from './env.ts'

// SES has no idempotency: a retry after a lost answer would send a second mail.
const ses = new SESv2Client({ maxAttempts: 1 })

/**
 * What became of a mail. `throttled`: not sent, because too many are being sent. `refused`: not sent, may be tried
 * again later. `undeliverable`: will never be sent. `unknown`: may have been sent.
 */
export type Sent = 'sent' | 'throttled' | 'refused' | 'undeliverable' | 'unknown'

const OUTCOMES: Readonly<Record<string, Sent>> = {
  TooManyRequestsException: 'throttled',
  ThrottlingException: 'throttled',
  BadRequestException: 'undeliverable',
}

/** Why a mail was not sent, without the service's own message, which may contain an address. */
const reasonOf = (error: Error): string =>
  error instanceof SESv2ServiceException ? `${error.name} (request ${error.$metadata.requestId})` : error.name

/**
 * Sends a mail to one address, marked as automatic, so that no auto-responder answers it (RFC 3834).
 *
 * Without MAIL_FROM the stage sends no mails, and they are `undeliverable`: retries would only fill the dead-letter
 * queue.
 */
export const sendMail = async (
  to: string,
  { subject, text, html }: Mail,
  unsubscribeLink?: string,
): Promise<{ readonly outcome: Sent; readonly reason?: string }> => {
  const from = optionalSetting('MAIL_FROM')
  if (from === undefined) return { outcome: 'undeliverable', reason: 'the stage has no mail domain' }
  const utf8 = (Data: string) => ({ Data, Charset: 'UTF-8' })
  try {
    await ses.send(
      new SendEmailCommand({
        FromEmailAddress: from,
        Destination: { ToAddresses: [to] },
        Content: {
          Simple: {
            Subject: utf8(subject),
            Body: { Text: utf8(text), Html: utf8(html) },
            Headers: [
              { Name: 'Auto-Submitted', Value: 'auto-generated' },
              ...(unsubscribeLink === undefined ? [] : [{ Name: 'List-Unsubscribe', Value: `<${unsubscribeLink}>` }]),
            ],
          },
        },
      }),
    )
    return { outcome: 'sent' }
  } catch (error) {
    if (!(error instanceof Error)) throw error
    if (!(error instanceof SESv2ServiceException)) return { outcome: 'unknown', reason: reasonOf(error) }
    return { outcome: OUTCOMES[error.name] ?? 'refused', reason: reasonOf(error) }
  }
}
