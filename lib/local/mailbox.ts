import type { AwsService } from './aws-service.ts'

export interface Mail {
  /** Recipients as in the To header, separated by `, `. */
  readonly to: string
  readonly subject: string
  readonly text: string
  readonly html: string
  /** When it was accepted, RFC 3339. */
  readonly at: string
  readonly headers?: Readonly<Record<string, string>>
}

export const mailboxBehaviours = ['normal', 'throttle', 'down'] as const
export type MailboxBehaviour = (typeof mailboxBehaviours)[number]

export interface MailboxOptions {
  readonly dataDir: string
  /** Addresses and domains that may send, as in the template's `AWS::SES::EmailIdentity`. */
  readonly identities: readonly string[]
  readonly now: () => Date
}

/** SES v2 (`ses`), delivering into a list instead of the world. */
export interface Mailbox extends AwsService {
  /** Newest last. */
  list(): readonly Mail[]
  /** Takes a mail from the host itself, such as a code of the user pool. */
  deliver(mail: { readonly to: string; readonly subject: string; readonly text: string }): void
  setBehaviour(behaviour: MailboxBehaviour): void
}

export const startMailbox = async (_options: MailboxOptions): Promise<Mailbox> => {
  throw new Error('under construction')
}
