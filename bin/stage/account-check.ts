import { ACMClient, DescribeCertificateCommand } from '@aws-sdk/client-acm'
import { BedrockRuntimeClient, ConverseCommand } from '@aws-sdk/client-bedrock-runtime'
import { GetAccountSettingsCommand, LambdaClient } from '@aws-sdk/client-lambda'
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm'
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import type { MailDomain } from '../../lib/aws/settings.ts'
import { blocks, type Finding, type Found, failsAs, lacks, ok, wordsOf } from './finding.ts'
import { checkMail } from './mail-check.ts'
import { REGION } from './stack-resources.ts'
import { type ChosenStage, checkStage } from './stage-check.ts'

/** What the synthesised stack asks for (`requiresBootstrapStackVersion` of its manifest). */
const BOOTSTRAP_VERSION = 8
/** New accounts may run ten functions at once; the consumers alone want more than that. */
const CONCURRENT_FUNCTIONS = 100

/** The parts of an installation that depend on the account. */
export interface Wanted extends ChosenStage {
  readonly modelId: string
  /** Undefined if none is chosen. */
  readonly mailDomain: MailDomain | undefined
  readonly certificateArn: string | undefined
  readonly alarmEmail: string | undefined
}

type Check = (wanted: Wanted) => Promise<Found>

const OFFLINE = ['ENOTFOUND', 'EAI_AGAIN', 'ECONNREFUSED', 'ECONNRESET', 'ENETUNREACH', 'EHOSTUNREACH', 'ETIMEDOUT']

/** Credentials from a profile wrap the network's error, so its code survives only in the message. */
const isOffline = (error: unknown): boolean =>
  error instanceof Error &&
  OFFLINE.some((code) => ('code' in error && error.code === code) || error.message.includes(code))

const credentials: Check = async () => {
  try {
    const { Account, Arn } = await new STSClient({ region: REGION }).send(new GetCallerIdentityCommand({}))
    return ok(`account ${Account} as ${Arn}`)
  } catch (error) {
    if (isOffline(error)) return blocks(`AWS cannot be reached (${wordsOf(error)})`)
    return blocks(
      `there are none that AWS accepts (${wordsOf(error)}): run "aws configure sso", and set AWS_PROFILE to its profile`,
    )
  }
}

const bootstrap: Check = async () => {
  const name = '/cdk-bootstrap/hnb659fds/version'
  try {
    const { Parameter } = await new SSMClient({ region: REGION }).send(new GetParameterCommand({ Name: name }))
    const version = Number(Parameter?.Value)
    return version >= BOOTSTRAP_VERSION
      ? ok(`version ${version}`)
      : lacks(`version ${version} is older than ${BOOTSTRAP_VERSION}: npm run deploy renews it`)
  } catch (error) {
    if (failsAs(error, 'ParameterNotFound')) return lacks(`${REGION} has none yet: npm run deploy makes it`)
    throw error
  }
}

/** What to do about a model that does not answer, by the error's name. */
const modelAdvice: Readonly<Record<string, string>> = {
  AccessDeniedException:
    'IAM or a policy of the organisation forbids it, in one of the regions that a profile leads to, or it must be subscribed to in AWS Marketplace first',
  ResourceNotFoundException: `${REGION} has no such model, or its maker wants a form first: see Bedrock's model catalog`,
  ValidationException: `${REGION} does not take this modelId: see Bedrock's list of inference profiles`,
  ThrottlingException: 'its quota is used up: ask Service Quotas for more requests and tokens a minute',
  ServiceQuotaExceededException: 'its quota is used up: ask Service Quotas for more requests and tokens a minute',
}

/** Asks the model for one word: nothing else proves that the account may use it. */
const model: Check = async ({ modelId }) => {
  try {
    await new BedrockRuntimeClient({ region: REGION }).send(
      new ConverseCommand({
        modelId,
        messages: [{ role: 'user', content: [{ text: 'Hi' }] }],
        inferenceConfig: { maxTokens: 1 },
      }),
    )
    return ok(`${modelId} answers`)
  } catch (error) {
    const advice = error instanceof Error ? modelAdvice[error.name] : undefined
    return lacks(
      `${modelId} does not answer (${wordsOf(error)})${advice ? `: ${advice}` : ''}; until it does, the built-in classifier suggests`,
    )
  }
}

const mail: Check = ({ stackName, mailDomain }) => checkMail(stackName, mailDomain)

const certificate: Check = async ({ certificateArn }) => {
  if (certificateArn === undefined) return ok('none of your own is asked for')
  try {
    const { Certificate } = await new ACMClient({ region: REGION }).send(
      new DescribeCertificateCommand({ CertificateArn: certificateArn }),
    )
    return Certificate?.Status === 'ISSUED'
      ? ok(`issued for ${Certificate.DomainName}`)
      : blocks(`it is ${Certificate?.Status ?? 'unknown'}, and CloudFront wants an issued one: publish its DNS record`)
  } catch (error) {
    if (!failsAs(error, 'ResourceNotFoundException')) throw error
    return blocks(`${certificateArn} does not exist in ${REGION}`)
  }
}

const concurrency: Check = async () => {
  const { AccountLimit } = await new LambdaClient({ region: REGION }).send(new GetAccountSettingsCommand({}))
  const limit = AccountLimit?.ConcurrentExecutions ?? 0
  return limit >= CONCURRENT_FUNCTIONS
    ? ok(`${limit} functions at once`)
    : lacks(`${limit} functions at once are few: ask Service Quotas for "Concurrent executions" of 1,000`)
}

const alarms: Check = async ({ alarmEmail }) =>
  alarmEmail === undefined
    ? lacks('no alarmEmail is chosen: alarms ring, and nobody hears them')
    : ok(`${alarmEmail} hears of them, once they have followed the link that AWS mails`)

const checks: Readonly<Record<string, Check>> = {
  stage: checkStage,
  bootstrap,
  model,
  mail,
  certificate,
  concurrency,
  alarms,
}

/**
 * What an account has and lacks for an installation. Reads only, save for one word from the model.
 *
 * A check that the caller has no permission for is reported as lacking, with AWS's own message.
 */
export const checkAccount = async (wanted: Wanted): Promise<readonly Finding[]> => {
  const first: Finding = { about: 'credentials', ...(await credentials(wanted)) }
  if (first.state === 'blocks') return [first]
  const others = Object.entries(checks).map(async ([about, check]): Promise<Finding> => {
    try {
      return { about, ...(await check(wanted)) }
    } catch (error) {
      return { about, ...lacks(`cannot be seen (${wordsOf(error)})`) }
    }
  })
  return [first, ...(await Promise.all(others))]
}
