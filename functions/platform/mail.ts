import { SESv2Client, SESv2ServiceException, SendEmailCommand } from '@aws-sdk/client-sesv2'
import type { Mail } from '../domain/mails.ts'
import { optionalSetting } from './env.ts'

// SES has no idempotency: a repetition after an answer that was lost would be a second mail.
const ses = new SESv2Client({ maxAttempts: 1 })

/**
 * What became of a mail: `throttled` says that it has not left, since too many leave just now, `refused` that it has not
 * left and may be tried again later, `undeliverable` that it never will, `unknown` that it may have left.
 */
export type Sent = 'sent' | 'throttled' | 'refused' | 'undeliverable' | 'unknown'

const OUTCOMES: Readonly<Record<string, Sent>> = {
  TooManyRequestsException: 'throttled',
  ThrottlingException: 'throttled',
  BadRequestException: 'undeliverable',
}

/** What is known of a mail that was not sent, in words that name no address, as the service's own words may. */
const reasonOf = (error: Error): string =>
  error instanceof SESv2ServiceException ? `${error.name} (request ${error.$metadata.requestId})` : error.name

/**
 * Sends a mail to one address, marked as written by a machine, so that no machine answers it (RFC 3834).
 *
 * Without MAIL_FROM the stage sends no mails: to try again would only fill the dead letters.
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
