import { readFileSync } from 'node:fs'
import type { Construct } from 'constructs'
import { HIGHEST_RATE_LIMIT } from '../../functions/contracts/workspace.ts'
import { isModelId } from './model.ts'

/** The stage whose resources have the product's name without a suffix. */
export const MAIN_STAGE = 'production'

/** An installation's own domain and its certificate. */
export interface Domain {
  /** Such as `support.example.org`. */
  readonly name: string
  /** The Route 53 zone for DNS records and certificate validation; without it both are set up by hand. */
  readonly zone: { readonly id: string; readonly name: string } | undefined
  /** An ACM certificate in us-east-1; undefined to create one that is validated through the zone. */
  readonly certificateArn: string | undefined
}

/** States of the mail domain in SES; see `MailDomain`. */
const MAIL_IDENTITIES = ['new', 'verified', 'existing'] as const

/**
 * Value of `domain` or `mailDomain` for a stage without one, whatever its other settings. A deployed `domain` is given
 * up only by this value, never by leaving it out.
 */
export const NONE = 'none'

const unlessNone = (said: string | undefined): string | undefined => (said === NONE ? undefined : said)

/**
 * Domain of mails if no `mailDomain` is set, for the local host, whose mailbox accepts it. Nobody can own this domain
 * (RFC 2606), so SES would refuse every mail; `npm run deploy` therefore always sets `mailDomain`.
 */
export const NOBODYS_DOMAIN = 'plimsoll.example'

/** A domain that mails come from. */
export interface MailDomain {
  /** Such as `example.org`. */
  readonly name: string
  /**
   * `new`: the deployment registers it with SES. `verified`: registered by the deployment, and SES has seen its DKIM
   * records since. `existing`: verified elsewhere, such as by another stage, and the deployment leaves it alone.
   */
  readonly identity: (typeof MAIL_IDENTITIES)[number]
}

/** Twice what 10,000 tickets a second need. More would be slow: each list reads every shard. */
const HIGHEST_INDEX_SHARDS = 256

/** What an installation may choose, by `--context plimsoll:name=value`. */
export interface Settings {
  /** Several stages may share an account; each has its own tables, bus, users and address. */
  readonly stage: string
  /** Undefined to use the address that CloudFront assigns. */
  readonly domain: Domain | undefined
  /** Undefined if the stage has none. */
  readonly mailDomain: MailDomain | undefined
  /** Sender of mails; undefined if the stage sends none. */
  readonly mailSender: string | undefined
  /** The triage model, in a form that `model.ts` accepts. */
  readonly modelId: string
  /** Requests without a token that one address may send in 15 minutes. */
  readonly rateLimit: number
  /** Partitions per value of index keys that have few values, up to 256; may be raised, never lowered. */
  readonly indexShards: number
  /** The product's version, from package.json; not a choice. */
  readonly version: string
  /** The version of the origin secret that CloudFront sends; if left out, the newest at the first deployment. */
  readonly originSecretVersion: string | undefined
  /** Address that alarms are mailed to; if left out, none. */
  readonly alarmEmail: string | undefined
  /**
   * URL of docs/runbook.md, which alarms link to with a chapter as fragment; if left out, its path in the repository.
   */
  readonly runbookUrl: string
}

type Given = (name: string) => string | undefined

/** @throws Error if the stage could not be part of a resource's name */
const stageOf = (given: Given): string => {
  const stage = given('stage') ?? MAIN_STAGE
  if (!/^[a-z][a-z0-9-]{0,19}$/.test(stage)) {
    throw new Error(`plimsoll:stage is at most 20 small letters, digits and hyphens, not ${stage}`)
  }
  return stage
}

/** @throws Error if the domain has neither a zone nor a usable certificate */
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

/** @throws Error if `mailIdentity` is given without a domain, or is none of `MAIL_IDENTITIES` */
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

/** @throws Error if functions could not be granted access to the model */
const modelIdOf = (given: Given): string => {
  const modelId = given('modelId') ?? 'us.amazon.nova-lite-v1:0'
  if (!isModelId(modelId)) {
    throw new Error(
      `plimsoll:modelId is us.<model>, global.<model>, a model's id or a provisioned model's ARN in us-east-1, not ${modelId}`,
    )
  }
  return modelId
}

/** @throws Error unless it is an https URL without a fragment, so that a chapter can be appended */
const runbookUrlOf = (given: Given): string => {
  const url = given('runbookUrl')
  if (url === undefined) return 'docs/runbook.md'
  if (/^https:\/\/[^\s#]{1,500}$/.test(url)) return url
  throw new Error(`plimsoll:runbookUrl is an address that begins with https:// and has no #, not ${url}`)
}

/** @throws Error unless the setting is a whole number from 1 to `highest` */
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

/** Name of a resource that must be unique in an account: `plimsoll`, or `plimsoll-staging` for another stage. */
export const stagedName = ({ stage }: Pick<Settings, 'stage'>, name = 'plimsoll'): string =>
  stage === MAIN_STAGE ? name : `${name}-${stage}`

/** The stage's name in CloudFormation: `Plimsoll`, or `Plimsoll-staging` for another stage. */
export const stackNameOf = (settings: Pick<Settings, 'stage'>): string => stagedName(settings, 'Plimsoll')
