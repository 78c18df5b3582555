import * as ses from 'aws-cdk-lib/aws-ses'
import { Construct } from 'constructs'
import { withLogicalId } from './logical-id.ts'
import type { MailDomain } from './settings.ts'

/** Logical id of what makes the domain known to SES. */
export const MAIL_IDENTITY = 'MailIdentity'

/** Nobody can hold this domain (RFC 2606), so SES refuses what comes from it: without a domain no mail leaves. */
const NOBODYS_DOMAIN = 'plimsoll.example'

/** Whom mails come from. */
export const senderOf = (mailDomain: MailDomain | undefined): string => `support@${mailDomain?.name ?? NOBODYS_DOMAIN}`

/** The domain that mails come from, made known to SES; its DKIM records are published by whoever holds the domain. */
export class Mail extends Construct {
  constructor(scope: Construct, id: string, { name }: MailDomain) {
    super(scope, id)
    withLogicalId(new ses.EmailIdentity(this, MAIL_IDENTITY, { identity: ses.Identity.domain(name) }), MAIL_IDENTITY)
  }
}
