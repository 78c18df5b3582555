import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { ACCOUNT, type AwsCall, AwsError, type AwsService, type NeededRight, REGION } from './aws-service.ts'
import { addressIn, type Outgoing, outgoingMail } from './mailbox/message.ts'

export interface Mail {
  /** Recipients as in the To header, separated by `, `. */
  readonly to: string
  readonly subject: string
  readonly text: string
  readonly html: string
  /** When it was accepted, RFC 3339. */
  readonly at: string
}

export const mailboxBehaviours = ['normal', 'throttle', 'down'] as const
export type MailboxBehaviour = (typeof mailboxBehaviours)[number]

export interface MailboxOptions {
  readonly dataDir: string
  /**
   * Addresses and domains that may send, as in the template's `AWS::SES::EmailIdentity`; if there are none, any domain
   * may, since the account may already have an identity that the template does not make.
   */
  readonly identities: readonly string[]
  readonly now: () => Date
}

/** SES v2 (`ses`), delivering into a list instead of sending. */
export interface Mailbox extends AwsService {
  /** The newest 10,000, newest last. */
  list(): readonly Mail[]
  /** Takes a mail from the host itself, such as a code of the user pool. */
  deliver(mail: { readonly to: string; readonly subject: string; readonly text: string }): void
  setBehaviour(behaviour: MailboxBehaviour): void
}

/** A right that may depend on the sender, as conditions on `ses:FromAddress` do. */
interface SenderRight extends NeededRight {
  readonly context: { readonly 'ses:FromAddress': string }
}

const KEPT_MAILS = 10_000
const SCHEMA = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = NORMAL;
  CREATE TABLE IF NOT EXISTS mails (position INTEGER PRIMARY KEY AUTOINCREMENT, mail TEXT NOT NULL) STRICT;
`

/** @throws AwsError UnknownOperationException for anything but SendEmail */
const requireSendEmail = (call: AwsCall): void => {
  if (call.method !== 'POST' || call.path !== '/v2/email/outbound-emails') {
    throw new AwsError(
      404,
      'UnknownOperationException',
      `the local mailbox does not emulate ${call.method} ${call.path}`,
    )
  }
}

const refusals: Readonly<Record<Exclude<MailboxBehaviour, 'normal'>, () => AwsError>> = {
  throttle: () => new AwsError(429, 'TooManyRequestsException', 'Maximum sending rate exceeded.'),
  down: () => new AwsError(500, 'InternalServiceErrorException', 'The service is currently unavailable.'),
}

export const startMailbox = async ({ dataDir, identities, now }: MailboxOptions): Promise<Mailbox> => {
  const database = new DatabaseSync(join(dataDir, 'mailbox.sqlite'))
  database.exec(SCHEMA)
  const insert = database.prepare('INSERT INTO mails (mail) VALUES (?)')
  const forgetOld = database.prepare('DELETE FROM mails WHERE position <= ?')
  let behaviour: MailboxBehaviour = 'normal'

  const keep = (mail: Mail): void => {
    const { lastInsertRowid } = insert.run(JSON.stringify(mail))
    forgetOld.run(Number(lastInsertRowid) - KEPT_MAILS)
  }

  /** The identity that vouches for a sender: the address, else its domain. */
  const identityOf = (address: string): string | undefined =>
    identities.length === 0
      ? address.slice(address.lastIndexOf('@') + 1)
      : (identities.find((identity) => identity === address) ??
        identities.find((identity) => address.toLowerCase().endsWith(`@${identity.toLowerCase()}`)))

  const send = ({ from, mail }: Outgoing): { MessageId: string } => {
    if (behaviour !== 'normal') throw refusals[behaviour]()
    if (!identityOf(from)) {
      const where = `region ${REGION.toUpperCase()}`
      const reason = `Email address is not verified. The following identities failed the check in ${where}: ${from}`
      throw new AwsError(400, 'MessageRejected', reason)
    }
    keep({ ...mail, at: now().toISOString() })
    return { MessageId: randomUUID() }
  }

  return {
    rights: (call): readonly SenderRight[] => {
      requireSendEmail(call)
      const from = addressIn(String(JSON.parse(call.body.toString('utf8')).FromEmailAddress ?? ''))
      const resource = `arn:aws:ses:${REGION}:${ACCOUNT}:identity/${identityOf(from) ?? from}`
      return [{ action: 'ses:SendEmail', resource, context: { 'ses:FromAddress': from } }]
    },

    answer: async (call) => {
      requireSendEmail(call)
      const answer = send(outgoingMail(JSON.parse(call.body.toString('utf8'))))
      return { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(answer) }
    },

    list: () =>
      database
        .prepare('SELECT mail FROM mails ORDER BY position')
        .all()
        .map(({ mail }) => JSON.parse(String(mail))),

    deliver: (mail) => keep({ ...mail, html: '', at: now().toISOString() }),

    setBehaviour: (next) => {
      behaviour = next
    },

    close: async () => database.close(),
  }
}
