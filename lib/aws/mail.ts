import * as ses from 'aws-cdk-lib/aws-ses'
import { Construct } from 'constructs'
import { withLogicalId } from './logical-id.ts'
import type { MailDomain } from './settings.ts'

/** Logical id of what makes the domain known to SES. */
export const MAIL_IDENTITY = 'MailIdentity'

/** The domain that mails come from, made known to SES; its DKIM records are published by whoever holds the domain. */
export class Mail extends Construct {
  constructor(scope: Construct, id: string, { name }: MailDomain) {
    super(scope, id)
    withLogicalId(new ses.EmailIdentity(this, MAIL_IDENTITY, { identity: ses.Identity.domain(name) }), MAIL_IDENTITY)
  }
}
