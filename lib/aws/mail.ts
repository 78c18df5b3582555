import * as ses from 'aws-cdk-lib/aws-ses'
import { Construct } from 'constructs'
import { withLogicalId } from './logical-id.ts'
import type { MailDomain } from './settings.ts'

/** Logical id of the SES identity. */
export const MAIL_IDENTITY = 'MailIdentity'

/** The SES identity of the domain that mails come from. The domain's owner publishes its DKIM records. */
export class Mail extends Construct {
  constructor(scope: Construct, id: string, { name }: MailDomain) {
    super(scope, id)
    withLogicalId(new ses.EmailIdentity(this, MAIL_IDENTITY, { identity: ses.Identity.domain(name) }), MAIL_IDENTITY)
  }
}
