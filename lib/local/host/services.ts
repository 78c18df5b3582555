import { REGION } from '../aws-service.ts'
import { readUserPool, type UserPool } from '../identity/pool.ts'
import { type Identity, startIdentity } from '../identity.ts'
import { type JsonRecord, recordOf } from '../json-record.ts'
import { type Mailbox, startMailbox } from '../mailbox.ts'
import type { Usage } from '../metrics/usage.ts'
import { type Objects, startObjects } from '../objects.ts'
import type { Queues } from '../queues/service.ts'
import { startQueues } from '../queues.ts'
import { type Secret, type SecretRecipe, type Secrets, startSecrets } from '../secrets.ts'
import { startTables, type Tables } from '../tables.ts'
import type { Resource, Template } from '../template.ts'

/** The services that keep something on disk, as the template declares them. */
export interface DurableServices {
  readonly tables: Tables
  readonly queues: Queues
  readonly identity: Identity
  readonly mailbox: Mailbox
  readonly secrets: Secrets
  readonly objects: Objects
}

export interface DurableServicesOptions {
  readonly template: Template
  readonly dataDir: string
  readonly awsUrl: () => string
  /** Calls a trigger's function. */
  readonly invoke: (functionId: string, event: unknown) => Promise<unknown>
  readonly report: (line: string) => void
  readonly usage: Pick<Usage, 'consumed' | 'sent'>
}

const now = (): Date => new Date()

const resolved = (template: Template, { properties }: Resource): JsonRecord => recordOf(template.resolve(properties))

const poolsOf = (template: Template): readonly UserPool[] =>
  template.resourcesOf('AWS::Cognito::UserPool').map((pool) => {
    const poolId = template.text({ Ref: pool.logicalId })
    const ofPool = ({ properties }: Resource) => template.text(properties.UserPoolId) === poolId
    return readUserPool({
      poolId,
      pool: resolved(template, pool),
      clients: template
        .resourcesOf('AWS::Cognito::UserPoolClient')
        .filter(ofPool)
        .map((client) => ({
          clientId: template.text({ Ref: client.logicalId }),
          client: resolved(template, client),
        })),
      groups: template
        .resourcesOf('AWS::Cognito::UserPoolGroup')
        .filter(ofPool)
        .map((group) => resolved(template, group)),
    })
  })

const secretsOf = (template: Template): readonly Secret[] =>
  template.resourcesOf('AWS::SecretsManager::Secret').map(({ logicalId, properties }) => ({
    arn: template.arnOf(logicalId),
    name: template.nameOf(logicalId),
    recipe: (template.resolve(properties.GenerateSecretString) ?? {}) as SecretRecipe,
  }))

const namesOf = (template: Template, type: string): readonly string[] =>
  template.resourcesOf(type).map(({ logicalId }) => template.nameOf(logicalId))

/** Starts the services in parallel; if one fails, those that did start are closed again. */
export const startDurableServices = async (options: DurableServicesOptions): Promise<DurableServices> => {
  const { template, dataDir, awsUrl, invoke, report, usage } = options
  const mailboxStarting = startMailbox({ dataDir, identities: namesOf(template, 'AWS::SES::EmailIdentity'), now })
  const identityStarting = mailboxStarting.then((mailbox) =>
    startIdentity({ dataDir, pools: poolsOf(template), awsUrl, invoke, deliver: (mail) => mailbox.deliver(mail), now }),
  )
  const starting = [
    startTables({ template, dataDir, endpoint: process.env.DYNAMODB_ENDPOINT, report, consumed: usage.consumed }),
    startQueues({ template, dataDir, sent: usage.sent }),
    identityStarting,
    mailboxStarting,
    startSecrets({ dataDir, secrets: secretsOf(template) }),
    startObjects({ dataDir, buckets: namesOf(template, 'AWS::S3::Bucket') }),
  ] as const
  try {
    const [tables, queues, identity, mailbox, secrets, objects] = await Promise.all(starting)
    return { tables, queues, identity, mailbox, secrets, objects }
  } catch (error) {
    const settled = await Promise.allSettled(starting)
    await Promise.all(settled.map((each) => (each.status === 'fulfilled' ? each.value.close() : undefined)))
    throw error
  }
}

/**
 * The value that a dynamic reference of the template stands for.
 *
 * @param reference such as `secretsmanager:<arn>:SecretString:::`
 * @throws Error for any other service than Secrets Manager
 */
export const dynamicReference = (secrets: Secrets, reference: string): string => {
  const [, arn] = /^secretsmanager:(arn:[^:]+:[^:]+:[^:]*:[^:]*:secret:[^:]+):SecretString/.exec(reference) ?? []
  if (!arn) throw new Error(`the dynamic reference ${reference} is not emulated`)
  return secrets.value(arn)
}

/** Replaces an AWS URL in the template by that of this machine; other URLs stay. */
export const localUrlOf = (
  url: string,
  places: { readonly socketApiId: string | undefined; readonly frontUrl: string; readonly awsUrl: string },
): string => {
  const [, scheme, domain, rest = ''] = /^(https|wss):\/\/([^/]+)(.*)$/.exec(url) ?? []
  if (domain === `cognito-idp.${REGION}.amazonaws.com`) return `${places.awsUrl}${rest}`
  if (domain === `${places.socketApiId}.execute-api.${REGION}.amazonaws.com`) {
    return scheme === 'wss' ? `${places.frontUrl.replace(/^http/, 'ws')}${rest}` : `${places.awsUrl}${rest}`
  }
  const isFront = domain?.endsWith(`.execute-api.${REGION}.amazonaws.com`) || domain?.endsWith('.cloudfront.net')
  return isFront ? `${places.frontUrl}${rest}` : url
}
