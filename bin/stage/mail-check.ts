import {
  GetAccountCommand,
  type GetAccountCommandOutput,
  GetEmailIdentityCommand,
  SESv2Client,
} from '@aws-sdk/client-sesv2'
import { MAIL_IDENTITY } from '../../lib/aws/mail.ts'
import type { MailDomain } from '../../lib/aws/settings.ts'
import { blocks, type Found, failsAs, lacks, ok } from './finding.ts'
import { namesOf, REGION } from './stack-resources.ts'

/** The state of a domain in SES. */
type Known = 'unknown' | 'waiting' | 'verified'

const CODES = 'codes for new passwords come from Cognito, 50 a day at most'

/** Mails sent in a ticket's whole life, as `npm run cost` counts them; the same number as in docs/scale.md. */
export const MAILS_A_TICKET = 4

const knownOf = async (ses: SESv2Client, domain: string): Promise<Known> => {
  try {
    const { VerifiedForSendingStatus } = await ses.send(new GetEmailIdentityCommand({ EmailIdentity: domain }))
    return VerifiedForSendingStatus ? 'verified' : 'waiting'
  } catch (error) {
    if (failsAs(error, 'NotFoundException')) return 'unknown'
    throw error
  }
}

/** Why the deployment would fail, or would delete a domain that the stage still uses; undefined if it would not. */
const obstacle = ({ name, identity }: MailDomain, known: Known, made: string | undefined): string | undefined => {
  const isOurs = made === name
  const untilVerified = made === undefined ? 'leave mailDomain out' : `leave mailDomain at ${made}`
  if (identity === 'new') {
    if (known === 'unknown' || isOurs) return undefined
    const until = known === 'waiting' ? `${untilVerified} until SES has verified it, then ` : ''
    return `SES knows ${name} already, and it cannot be made known twice: ${until}set mailIdentity "existing"`
  }
  // Cognito refuses a sender that is not verified.
  if (known === 'unknown') return `SES does not know ${name}: leave mailIdentity out, which makes it known`
  if (known === 'waiting') {
    return `${name} waits for its DKIM records: ${isOurs ? 'leave mailIdentity out' : untilVerified} until SES has verified it`
  }
  if (identity === 'verified' && !isOurs) return `another made ${name} known: set mailIdentity "existing"`
  if (identity === 'existing' && isOurs) {
    return `this stage made ${name} known, and would take it away: set mailIdentity "verified"`
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
const accountWant = (
  { ProductionAccessEnabled, SendingEnabled }: GetAccountCommandOutput,
  { identity }: MailDomain,
): string | undefined => {
  if (SendingEnabled === false) return 'SES has stopped this account from sending: see its reputation page'
  if (ProductionAccessEnabled) return undefined
  const what = identity === 'new' ? 'mails' : 'mails, codes for new passwords among them,'
  return `SES is in its sandbox, and ${what} only reach verified addresses: ask for production access`
}

const whole = (amount: number): string => Math.floor(amount).toLocaleString('en-US')

/** How many mails the account may send, and how many tickets a day that carries; undefined if SES does not say. */
const quotaOf = ({ SendQuota }: GetAccountCommandOutput): string | undefined => {
  const { Max24HourSend: daily, MaxSendRate: rate } = SendQuota ?? {}
  if (daily === undefined || rate === undefined) return undefined
  // SES returns -1 for an account without a limit.
  if (daily < 0) return `SES sends as many mails a day as there are, ${rate} a second`
  return `SES sends ${whole(daily)} mails in 24 hours, ${rate} a second: about ${whole(daily / MAILS_A_TICKET)} tickets a day, at ${MAILS_A_TICKET} mails each`
}

/** What is lost with a domain that the stage created and no longer uses; undefined if there is none. */
const lossOf = (made: string | undefined, chosen: string | undefined): string | undefined =>
  made === undefined || made === chosen
    ? undefined
    : `this stage made ${made} known to SES, and the deployment takes it away from whoever sends from it`

/** Joins the parts that are there; empty if there are none. */
const sentence = (...parts: readonly (string | undefined)[]): string =>
  parts.filter((part) => part !== undefined).join('; and ')

/** Whether mails can be sent, and whether the deployment would fail because of what is already in SES. */
export const checkMail = async (stackName: string, domain: MailDomain | undefined): Promise<Found> => {
  const made = (await namesOf(stackName)).get(MAIL_IDENTITY)
  const loss = lossOf(made, domain?.name)
  if (!domain) return lacks(sentence(loss, `no mailDomain is chosen: no mail can be sent, and ${CODES}`))
  const ses = new SESv2Client({ region: REGION })
  const known = await knownOf(ses, domain.name)
  const stumble = obstacle(domain, known, made)
  if (stumble) return blocks(sentence(stumble, loss))
  const account = await ses.send(new GetAccountCommand({}))
  const wants = sentence(loss, domainWant(domain, known), accountWant(account, domain))
  const quota = quotaOf(account)
  return wants
    ? lacks(sentence(wants, quota))
    : ok(sentence(`${domain.name} is verified, codes for new passwords come from it`, quota))
}
