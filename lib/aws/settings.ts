import type { Construct } from 'constructs'

/** What an installation may choose, by `--context name=value`. */
export interface Settings {
  /** Domain that mails come from; SES must have verified it. */
  readonly mailDomain: string
  /** Inference profile of the triage model: a geography, a dot, and the foundation model's id. */
  readonly modelId: string
  /** Requests without a token that one address may send in 15 minutes. */
  readonly rateLimit: number
  /** Partitions of an index key with few values; raise it, never lower it. */
  readonly indexShards: number
  readonly version: string
  /** Address that hears of alarms; nobody if left out. */
  readonly alarmEmail: string | undefined
}

/** Regions that the `us` inference profiles send requests to. */
export const MODEL_REGIONS = ['us-east-1', 'us-east-2', 'us-west-2'] as const

export const settingsOf = (scope: Construct): Settings => {
  const given = (name: string): string | undefined => scope.node.tryGetContext(`plimsoll:${name}`)
  return {
    mailDomain: given('mailDomain') ?? 'plimsoll.example',
    modelId: given('modelId') ?? 'us.amazon.nova-micro-v1:0',
    rateLimit: Number(given('rateLimit') ?? 500),
    indexShards: Number(given('indexShards') ?? 1),
    version: given('version') ?? '0.1.0',
    alarmEmail: given('alarmEmail'),
  }
}
