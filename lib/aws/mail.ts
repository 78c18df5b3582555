import * as ses from 'aws-cdk-lib/aws-ses'
import { Construct } from 'constructs'
import { withLogicalId } from './logical-id.ts'
import type { Settings } from './settings.ts'

/** The domain that mails come from; its DKIM records are published by whoever holds the domain. */
export class Mail extends Construct {
  constructor(scope: Construct, id: string, { mailDomain }: Settings) {
    super(scope, id)
    withLogicalId(
      new ses.EmailIdentity(this, 'MailIdentity', { identity: ses.Identity.domain(mailDomain) }),
      'MailIdentity',
    )
  }
}
