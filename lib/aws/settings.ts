import { readFileSync } from 'node:fs'
import type { Construct } from 'constructs'
import { HIGHEST_RATE_LIMIT } from '../../functions/contracts/workspace.ts'
import { isModelId } from './model.ts'

/** The stage whose resources carry the product's plain name. */
export const MAIN_STAGE = 'production'

/** A domain of one's own, and who vouches for it. */
export interface Domain {
  /** Such as `support.example.org`. */
  readonly name: string
  /** The Route 53 zone that certificate and addresses are written into; without it both are set up by hand. */
  readonly zone: { readonly id: string; readonly name: string } | undefined
  /** A certificate of ACM in us-east-1; undefined if the zone is to vouch for a new one. */
  readonly certificateArn: string | undefined
}

/** Whether the deployment makes a domain known to SES, and whether SES has seen the domain's DKIM records. */
const MAIL_IDENTITIES = ['new', 'verified', 'existing'] as const

/**
 * Said as `domain` or `mailDomain`: the stage is to have none, whatever else is chosen for one. Nobody gives a deployed
 * `domain` up by leaving it out.
 */
export const NONE = 'none'

const unlessNone = (said: string | undefined): string | undefined => (said === NONE ? undefined : said)

/**
 * What mails come from where nobody has said anything: the local host's mailbox takes them. Nobody can hold this domain
 * (RFC 2606), so SES would refuse every mail; `npm run deploy` therefore always says something.
 */
export const NOBODYS_DOMAIN = 'plimsoll.example'

/** A domain that mails come from. */
export interface MailDomain {
  /** Such as `example.org`. */
  readonly name: string
  /**
   * `new`: the deployment makes it known to SES. `verified`: the same, and SES has seen its DKIM records since.
   * `existing`: SES has verified it for somebody else, such as another stage, and the deployment leaves it alone.
   */
  readonly identity: (typeof MAIL_IDENTITIES)[number]
}

/** Twice what ten thousand tickets a second ask for; each list reads all of them. */
const HIGHEST_INDEX_SHARDS = 256

/** What an installation may choose, by `--context plimsoll:name=value`. */
export interface Settings {
  /** Several stages may share an account; each has its own tables, bus, people and address. */
  readonly stage: string
  /** Undefined for the address that CloudFront gives. */
  readonly domain: Domain | undefined
  /** Undefined if the stage has none. */
  readonly mailDomain: MailDomain | undefined
  /** Whom mails come from; undefined if none is sent. */
  readonly mailSender: string | undefined
  /** The triage model, in one of the ways that `model.ts` knows. */
  readonly modelId: string
  /** Requests without a token that one address may send in 15 minutes. */
  readonly rateLimit: number
  /** Partitions of an index key with few values, up to 256; raise it, never lower it. */
  readonly indexShards: number
  /** The product's own, which nobody chooses. */
  readonly version: string
  /** The version of the origin secret that CloudFront shows; the newest at the first deployment if left out. */
  readonly originSecretVersion: string | undefined
  /** Address that hears of alarms; nobody if left out. */
  readonly alarmEmail: string | undefined
  /** Where alarms lead to: the page that shows docs/runbook.md, whose chapters are its anchors. Its path here if left out. */
  readonly runbookUrl: string
}

type Given = (name: string) => string | undefined

/** @throws Error if a stage could not be part of a resource's name */
const stageOf = (given: Given): string => {
  const stage = given('stage') ?? MAIN_STAGE
  if (!/^[a-z][a-z0-9-]{0,19}$/.test(stage)) {
    throw new Error(`plimsoll:stage is at most 20 small letters, digits and hyphens, not ${stage}`)
  }
  return stage
}

/** @throws Error if nobody could vouch for the domain */
const domainOf = (given: Given): Domain | undefined => {
  const name = unlessNone(given('domain'))
  if (name === undefined) return undefined
  const [zoneId, zoneName, certificateArn] = [given('zoneId'), given('zoneName'), given('certificateArn')]
  if ((zoneId === undefined) !== (zoneName === undefined)) {
    throw new Error('plimsoll:zoneId and plimsoll:zoneName belong together')
  }
  if (zoneId === undefined && certificateArn === undefined) {
    throw new Error(`${name} needs plimsoll:zoneId and plimsoll:zoneName, or plimsoll:certificateArn`)
  }
  if (certificateArn !== undefined && !certificateArn.startsWith('arn:aws:acm:us-east-1:')) {
    throw new Error('CloudFront takes certificates of us-east-1 alone')
  }
  return { name, zone: zoneId && zoneName ? { id: zoneId, name: zoneName } : undefined, certificateArn }
}

/** @throws Error if it is said of no domain what SES knows of it, or something that nobody could know */
const mailDomainOf = (given: Given): MailDomain | undefined => {
  const [said, chosen] = [given('mailDomain'), given('mailIdentity')]
  if (said === undefined && chosen !== undefined)
    throw new Error('plimsoll:mailIdentity belongs to a plimsoll:mailDomain')
  const name = unlessNone(said)
  if (name === undefined) return undefined
  const identity = MAIL_IDENTITIES.find((each) => each === (chosen ?? 'new'))
  if (identity === undefined) {
    throw new Error(`plimsoll:mailIdentity is one of ${MAIL_IDENTITIES.join(', ')}, not ${chosen}`)
  }
  return { name, identity }
}

/** The sender's address at a domain. */
export const senderAt = (domain: string): string => `support@${domain}`

const mailSenderOf = (given: Given): string | undefined => {
  const domain = unlessNone(given('mailDomain') ?? NOBODYS_DOMAIN)
  return domain === undefined ? undefined : senderAt(domain)
}

/** @throws Error if functions could not be allowed to ask the model */
const modelIdOf = (given: Given): string => {
  const modelId = given('modelId') ?? 'us.amazon.nova-lite-v1:0'
  if (!isModelId(modelId)) {
    throw new Error(
      `plimsoll:modelId is us.<model>, global.<model>, a model's id or a provisioned model's ARN in us-east-1, not ${modelId}`,
    )
  }
  return modelId
}

/** @throws Error if a mail about an alarm could not make a link of it, or if a chapter could not be put behind it */
const runbookUrlOf = (given: Given): string => {
  const url = given('runbookUrl')
  if (url === undefined) return 'docs/runbook.md'
  if (/^https:\/\/[^\s#]{1,500}$/.test(url)) return url
  throw new Error(`plimsoll:runbookUrl is an address that begins with https:// and has no #, not ${url}`)
}

/** @throws Error if a number is none, too small or too large */
const numberOf = (given: Given, name: string, standard: number, highest: number): number => {
  const number = Number(given(name) ?? standard)
  if (Number.isInteger(number) && number >= 1 && number <= highest) return number
  throw new Error(`plimsoll:${name} is a whole number from 1 to ${highest}`)
}

const packageVersion = (): string =>
  JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')).version

/** @throws Error if a value could not be deployed */
export const settingsOf = (scope: Construct): Settings => {
  const given: Given = (name) => scope.node.tryGetContext(`plimsoll:${name}`)
  return {
    stage: stageOf(given),
    domain: domainOf(given),
    mailDomain: mailDomainOf(given),
    mailSender: mailSenderOf(given),
    modelId: modelIdOf(given),
    rateLimit: numberOf(given, 'rateLimit', 500, HIGHEST_RATE_LIMIT),
    indexShards: numberOf(given, 'indexShards', 1, HIGHEST_INDEX_SHARDS),
    version: packageVersion(),
    originSecretVersion: given('originSecretVersion'),
    alarmEmail: given('alarmEmail'),
    runbookUrl: runbookUrlOf(given),
  }
}

/** Names that an account knows once carry the stage: `plimsoll`, and `plimsoll-staging` beside it. */
export const stagedName = ({ stage }: Pick<Settings, 'stage'>, name = 'plimsoll'): string =>
  stage === MAIN_STAGE ? name : `${name}-${stage}`

/** What CloudFormation calls the stage: `Plimsoll`, and `Plimsoll-staging` beside it. */
export const stackNameOf = (settings: Pick<Settings, 'stage'>): string => stagedName(settings, 'Plimsoll')
