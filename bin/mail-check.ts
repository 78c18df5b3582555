import { GetAccountCommand, GetEmailIdentityCommand, SESv2Client } from '@aws-sdk/client-sesv2'
import { MAIL_IDENTITY } from '../lib/aws/mail.ts'
import type { MailDomain } from '../lib/aws/settings.ts'
import { blocks, type Found, failsAs, lacks, ok } from './finding.ts'
import { namesOf, REGION } from './stack-resources.ts'

/** What SES knows of a domain. */
type Known = 'unknown' | 'waiting' | 'verified'

const CODES = 'codes for new passwords come from Cognito, 50 a day at most'

const knownOf = async (ses: SESv2Client, domain: string): Promise<Known> => {
  try {
    const { VerifiedForSendingStatus } = await ses.send(new GetEmailIdentityCommand({ EmailIdentity: domain }))
    return VerifiedForSendingStatus ? 'verified' : 'waiting'
  } catch (error) {
    if (failsAs(error, 'NotFoundException')) return 'unknown'
    throw error
  }
}

/** What the deployment would fail of, or take away; undefined if nothing. */
const obstacle = ({ name, identity }: MailDomain, known: Known, isOurs: boolean): Found | undefined => {
  if (identity === 'new') {
    if (known === 'unknown' || isOurs) return undefined
    const until = known === 'waiting' ? 'leave mailDomain out until SES has verified it, then ' : ''
    return blocks(`SES knows ${name} already, and it cannot be made known twice: ${until}set mailIdentity "existing"`)
  }
  // Cognito takes no sender that is not verified.
  if (known === 'unknown') return blocks(`SES does not know ${name}: leave mailIdentity out, which makes it known`)
  if (known === 'waiting') {
    const setting = isOurs ? 'mailIdentity' : 'mailDomain'
    return blocks(`${name} waits for its DKIM records: leave ${setting} out until SES has verified it`)
  }
  if (identity === 'verified' && !isOurs) return blocks(`another made ${name} known: set mailIdentity "existing"`)
  if (identity === 'existing' && isOurs) {
    return blocks(`this stage made ${name} known, and would take it away: set mailIdentity "verified"`)
  }
  return undefined
}

/** What the domain lacks to send mails, though the deployment succeeds; undefined if nothing. */
const domainWant = ({ name, identity }: MailDomain, known: Known): string | undefined => {
  if (known === 'unknown') {
    return `the deployment makes ${name} known to SES; then publish the DKIM records that SES lists`
  }
  if (known === 'waiting') return `${name} waits for its DKIM records: SES's page of the identity lists them`
  return identity === 'new'
    ? `${name} is verified, but ${CODES}: set mailIdentity "verified", and deploy again`
    : undefined
}

/** What the whole account lacks to send mails; undefined if nothing. */
const accountWant = async (ses: SESv2Client, { identity }: MailDomain): Promise<string | undefined> => {
  const { ProductionAccessEnabled, SendingEnabled } = await ses.send(new GetAccountCommand({}))
  if (SendingEnabled === false) return 'SES has stopped this account from sending: see its reputation page'
  if (ProductionAccessEnabled) return undefined
  const what = identity === 'new' ? 'mails' : 'mails, codes for new passwords among them,'
  return `SES is in its sandbox, and ${what} only reach verified addresses: ask for production access`
}

/** Whether mails can be sent, and whether the deployment would stumble over what SES knows already. */
export const checkMail = async (stackName: string, domain: MailDomain | undefined): Promise<Found> => {
  if (!domain) return lacks(`no mailDomain is chosen: no mail can be sent, and ${CODES}`)
  const ses = new SESv2Client({ region: REGION })
  const known = await knownOf(ses, domain.name)
  const isOurs = known !== 'unknown' && (await namesOf(stackName)).get(MAIL_IDENTITY) === domain.name
  const found = obstacle(domain, known, isOurs)
  if (found) return found
  const wants = [domainWant(domain, known), await accountWant(ses, domain)].filter((want) => want !== undefined)
  return wants.length > 0
    ? lacks(wants.join('; and '))
    : ok(`${domain.name} is verified, and codes for new passwords come from it`)
}
