import { ACMClient, DescribeCertificateCommand } from '@aws-sdk/client-acm'
import {
  AccessDeniedException,
  BedrockRuntimeClient,
  ConverseCommand,
  ResourceNotFoundException,
  ThrottlingException,
  ValidationException,
} from '@aws-sdk/client-bedrock-runtime'
import {
  CloudFormationClient,
  CloudFormationServiceException,
  GetTemplateCommand,
  ListStackResourcesCommand,
} from '@aws-sdk/client-cloudformation'
import { GetAccountSettingsCommand, LambdaClient } from '@aws-sdk/client-lambda'
import { GetAccountCommand, GetEmailIdentityCommand, NotFoundException, SESv2Client } from '@aws-sdk/client-sesv2'
import { GetParameterCommand, ParameterNotFound, SSMClient } from '@aws-sdk/client-ssm'
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { mockClient } from 'aws-sdk-client-mock'
import { beforeEach, describe, expect, it } from 'vitest'
import { checkAccount, type Wanted } from '../../bin/account-check.ts'
import type { Finding } from '../../bin/finding.ts'
import type { MailDomain } from '../../lib/aws/settings.ts'

const sts = mockClient(STSClient)
const ssm = mockClient(SSMClient)
const bedrock = mockClient(BedrockRuntimeClient)
const ses = mockClient(SESv2Client)
const acm = mockClient(ACMClient)
const lambda = mockClient(LambdaClient)
const cloudFormation = mockClient(CloudFormationClient)
const all = [sts, ssm, bedrock, ses, acm, lambda, cloudFormation]

const WANTED: Wanted = {
  stage: 'staging',
  stackName: 'Plimsoll-staging',
  installation: { domain: 'help.example.org' },
  indexShards: 4,
  alarmEmail: 'on-call@example.org',
  modelId: 'us.example-model',
  mailDomain: { name: 'example.org', identity: 'verified' },
  certificateArn: 'arn:aws:acm:us-east-1:111122223333:certificate/abc',
}

/** An account that has everything; each test takes one thing away. */
beforeEach(() => {
  for (const client of all) client.reset()
  sts.on(GetCallerIdentityCommand).resolves({ Account: '111122223333', Arn: 'arn:aws:iam::111122223333:role/deployer' })
  ssm.on(GetParameterCommand).resolves({ Parameter: { Value: '28' } })
  bedrock.on(ConverseCommand).resolves({})
  ses.on(GetAccountCommand).resolves({ ProductionAccessEnabled: true, SendingEnabled: true, ...QUOTA })
  ses.on(GetEmailIdentityCommand).resolves({ VerifiedForSendingStatus: true })
  acm.on(DescribeCertificateCommand).resolves({ Certificate: { Status: 'ISSUED', DomainName: 'help.example.org' } })
  lambda.on(GetAccountSettingsCommand).resolves({ AccountLimit: { ConcurrentExecutions: 1_000 } })
  cloudFormation
    .on(ListStackResourcesCommand, { StackName: 'Plimsoll-staging' })
    .resolves(aStackOf('MailIdentity', 'example.org'))
  cloudFormation
    .on(GetTemplateCommand, { StackName: 'Plimsoll-staging' })
    .resolves(aTemplateOf(4, ['help.example.org']))
})

const QUOTA = { SendQuota: { Max24HourSend: 50_000, MaxSendRate: 14, SentLast24Hours: 0 } }

const aTemplateOf = (indexShards: number, Aliases?: readonly string[]) => ({
  TemplateBody: JSON.stringify({
    Resources: {
      Tickets: { Type: 'AWS::DynamoDB::Table', DeletionPolicy: 'Retain' },
      Distribution: { Type: 'AWS::CloudFront::Distribution', Properties: { DistributionConfig: { Aliases } } },
      Api: {
        Type: 'AWS::Lambda::Function',
        Properties: {
          Environment: { Variables: { INDEX_SHARDS: String(indexShards), TICKETS_TABLE: { Ref: 'Tickets' } } },
        },
      },
      Custom: { Type: 'AWS::Lambda::Function', Properties: { Environment: { Variables: {} } } },
    },
  }),
})

const aStackOf = (LogicalResourceId: string, PhysicalResourceId: string) => ({
  StackResourceSummaries: [
    {
      LogicalResourceId,
      PhysicalResourceId,
      ResourceType: 'AWS::SES::EmailIdentity',
      ResourceStatus: 'CREATE_COMPLETE' as const,
      LastUpdatedTimestamp: new Date(),
    },
  ],
})

const finding = async (about: string, wanted = WANTED): Promise<Finding | undefined> =>
  (await checkAccount(wanted)).find((each) => each.about === about)

const metadata = { $metadata: {}, message: 'not here' }

it('finds everything in an account that has everything', async () => {
  const findings = await checkAccount(WANTED)
  expect(findings.map(({ about, state }) => [about, state])).toEqual(
    ['credentials', 'stage', 'bootstrap', 'model', 'mail', 'certificate', 'concurrency', 'alarms'].map((about) => [
      about,
      'ok',
    ]),
  )
})

it('asks nothing more without credentials', async () => {
  sts.on(GetCallerIdentityCommand).rejects(new Error('the token has expired'))
  expect(await checkAccount(WANTED)).toMatchObject([
    { about: 'credentials', state: 'blocks', says: expect.stringContaining('the token has expired') },
  ])
  expect(ses.calls()).toHaveLength(0)
})

it.each<[string, () => void, string, Finding['state'], string]>([
  [
    'an account that nobody prepared for the CDK',
    () => ssm.on(GetParameterCommand).rejects(new ParameterNotFound(metadata)),
    'bootstrap',
    'lacks',
    'has none yet',
  ],
  [
    'a bootstrap that is too old',
    () => ssm.on(GetParameterCommand).resolves({ Parameter: { Value: '5' } }),
    'bootstrap',
    'lacks',
    'version 5 is older',
  ],
  [
    'a model that may not be asked',
    () => bedrock.on(ConverseCommand).rejects(new AccessDeniedException(metadata)),
    'model',
    'lacks',
    'a policy of the organisation forbids it',
  ],
  [
    'a model that is not there',
    () => bedrock.on(ConverseCommand).rejects(new ResourceNotFoundException(metadata)),
    'model',
    'lacks',
    'us-east-1 has no such model',
  ],
  [
    'a misspelt model',
    () => bedrock.on(ConverseCommand).rejects(new ValidationException(metadata)),
    'model',
    'lacks',
    'does not take this modelId',
  ],
  [
    'a model whose quota is used up',
    () => bedrock.on(ConverseCommand).rejects(new ThrottlingException(metadata)),
    'model',
    'lacks',
    'Service Quotas',
  ],
  [
    'the sandbox of SES',
    () => ses.on(GetAccountCommand).resolves({ ProductionAccessEnabled: false, SendingEnabled: true }),
    'mail',
    'lacks',
    'sandbox, and mails, codes for new passwords among them, only reach',
  ],
  [
    'sending that was stopped',
    () => ses.on(GetAccountCommand).resolves({ ProductionAccessEnabled: true, SendingEnabled: false }),
    'mail',
    'lacks',
    'stopped',
  ],
  [
    'a certificate that nobody vouched for',
    () => acm.on(DescribeCertificateCommand).resolves({ Certificate: { Status: 'PENDING_VALIDATION' } }),
    'certificate',
    'blocks',
    'PENDING_VALIDATION',
  ],
  [
    'the ten functions of a new account',
    () => lambda.on(GetAccountSettingsCommand).resolves({ AccountLimit: { ConcurrentExecutions: 10 } }),
    'concurrency',
    'lacks',
    '10 functions at once',
  ],
  [
    'a question that may not be asked',
    () => lambda.on(GetAccountSettingsCommand).rejects(new Error('not authorized')),
    'concurrency',
    'lacks',
    'cannot be seen (not authorized)',
  ],
])('names %s, and what to do', async (_case, arrange, about, state, says) => {
  arrange()
  expect(await finding(about)).toMatchObject({ state, says: expect.stringContaining(says) })
})

it.each([
  ['by a key', Object.assign(new Error('connect failed'), { code: 'ENOTFOUND' })],
  ['by a profile', new Error('Error: getaddrinfo ENOTFOUND portal.sso.eu-west-1.amazonaws.com')],
])('takes a missing network for no lack of credentials, %s', async (_case, error) => {
  sts.on(GetCallerIdentityCommand).rejects(error)
  const [found] = await checkAccount(WANTED)
  expect(found).toMatchObject({ state: 'blocks', says: expect.stringMatching(/^AWS cannot be reached/) })
  expect(found?.says).not.toContain('aws configure')
})

it('misses an address for alarms, which nobody would hear', async () => {
  expect(await finding('alarms', { ...WANTED, alarmEmail: undefined })).toMatchObject({
    state: 'lacks',
    says: expect.stringContaining('no alarmEmail is chosen'),
  })
})

describe('the stage', () => {
  const noStack = new CloudFormationServiceException({
    name: 'ValidationError',
    message: 'Stack with id Plimsoll-staging does not exist',
    $fault: 'client',
    $metadata: {},
  })

  it('is said to be new where it has no stack, as a misspelt one is', async () => {
    cloudFormation.on(GetTemplateCommand).rejects(noStack)
    expect(await finding('stage', { ...WANTED, installation: {} })).toEqual({
      about: 'stage',
      state: 'lacks',
      says: expect.stringMatching(
        /^new stage staging: there is no stack Plimsoll-staging yet, .* chooses nothing for it$/,
      ),
    })
  })

  it.each<[string, Partial<Wanted>, Finding['state'], string]>([
    ['fewer index shards than it has', { indexShards: 3 }, 'blocks', 'set indexShards 4'],
    ['more of them', { indexShards: 8 }, 'ok', 'is deployed'],
    ['nothing, its domain included', { installation: {} }, 'blocks', 'is at help.example.org'],
    ['to leave its domain out', { installation: { modelId: 'us.m' } }, 'blocks', 'give it up by domain "none"'],
    ['to give its domain up', { installation: { domain: 'none' } }, 'ok', 'is deployed'],
    ['another domain', { installation: { domain: 'new.example.org' } }, 'ok', 'is deployed'],
  ])('that has four shards and a domain chooses %s', async (_case, chosen, state, says) => {
    expect(await finding('stage', { ...WANTED, ...chosen })).toMatchObject({
      state,
      says: expect.stringContaining(says),
    })
  })

  it('is not deployed over while nobody may see what it would lose', async () => {
    cloudFormation.on(GetTemplateCommand).rejects(Object.assign(new Error('no right'), { name: 'AccessDenied' }))
    expect(await finding('stage')).toMatchObject({ state: 'blocks', says: expect.stringContaining('no right') })
  })

  it('is new where a first deployment failed and left a stack of nothing', async () => {
    cloudFormation.on(ListStackResourcesCommand).resolves({ StackResourceSummaries: [] })
    expect(await finding('stage', { ...WANTED, indexShards: 1, installation: {} })).toMatchObject({
      state: 'lacks',
      says: expect.stringMatching(/^new stage staging/),
    })
  })

  it('that has no domain may go on without a choice, and hears that it made none', async () => {
    cloudFormation.on(GetTemplateCommand).resolves(aTemplateOf(1))
    expect(await finding('stage', { ...WANTED, indexShards: 1, installation: {} })).toMatchObject({
      state: 'lacks',
      says: 'Plimsoll-staging is deployed; installations.json chooses nothing for it',
    })
  })
})

it('asks for no certificate where none is wanted', async () => {
  const findings = await checkAccount({ ...WANTED, certificateArn: undefined })
  expect(findings.find(({ about }) => about === 'certificate')?.state).toBe('ok')
  expect(acm.calls()).toHaveLength(0)
})

describe('the mail domain', () => {
  const known = (how: 'unknown' | 'waiting' | 'verified'): void => {
    if (how === 'unknown') ses.on(GetEmailIdentityCommand).rejects(new NotFoundException(metadata))
    else ses.on(GetEmailIdentityCommand).resolves({ VerifiedForSendingStatus: how === 'verified' })
  }
  const made = (by: 'this stage' | 'somebody else' | 'nobody'): void => {
    if (by === 'somebody else') cloudFormation.on(ListStackResourcesCommand).resolves(aStackOf('Url', 'elsewhere'))
    if (by === 'nobody') {
      const none = new CloudFormationServiceException({
        name: 'ValidationError',
        message: 'Stack with id Plimsoll-staging does not exist',
        $fault: 'client',
        $metadata: {},
      })
      cloudFormation.on(ListStackResourcesCommand).rejects(none)
    }
  }

  it.each<[MailDomain['identity'], Parameters<typeof known>[0], Parameters<typeof made>[0], Finding['state'], string]>([
    ['new', 'unknown', 'nobody', 'lacks', 'makes example.org known'],
    ['new', 'waiting', 'this stage', 'lacks', 'DKIM'],
    ['new', 'verified', 'this stage', 'lacks', 'set mailIdentity "verified"'],
    ['new', 'verified', 'somebody else', 'blocks', 'set mailIdentity "existing"'],
    ['new', 'waiting', 'somebody else', 'blocks', 'leave mailDomain out until SES has verified it'],
    ['new', 'verified', 'nobody', 'blocks', 'set mailIdentity "existing"'],
    ['verified', 'verified', 'this stage', 'ok', 'codes for new passwords come from it'],
    ['verified', 'verified', 'somebody else', 'blocks', 'set mailIdentity "existing"'],
    ['verified', 'waiting', 'this stage', 'blocks', 'leave mailIdentity out'],
    ['verified', 'unknown', 'nobody', 'blocks', 'leave mailIdentity out'],
    ['existing', 'verified', 'somebody else', 'ok', 'is verified'],
    ['existing', 'verified', 'this stage', 'blocks', 'would take it away'],
    ['existing', 'waiting', 'somebody else', 'blocks', 'leave mailDomain out until SES has verified it'],
    ['existing', 'unknown', 'somebody else', 'blocks', 'SES does not know example.org: leave mailIdentity out'],
  ])('said to be %s: SES finds it %s, made by %s', async (identity, how, by, state, says) => {
    known(how)
    made(by)
    expect(await finding('mail', { ...WANTED, mailDomain: { name: 'example.org', identity } })).toMatchObject({
      state,
      says: expect.stringContaining(says),
    })
  })

  it.each<[MailDomain['identity'], Parameters<typeof known>[0], Parameters<typeof made>[0], string]>([
    ['new', 'unknown', 'nobody', 'publish the DKIM records'],
    ['new', 'waiting', 'this stage', 'waits for its DKIM records'],
    ['new', 'verified', 'this stage', 'set mailIdentity "verified"'],
  ])(
    'said to be %s, %s to SES and made by %s: the sandbox does not hide what is next',
    async (identity, how, by, says) => {
      ses.on(GetAccountCommand).resolves({ ProductionAccessEnabled: false, SendingEnabled: true })
      known(how)
      made(by)
      const found = await finding('mail', { ...WANTED, mailDomain: { name: 'example.org', identity } })
      expect(found?.state).toBe('lacks')
      expect(found?.says).toContain(says)
      expect(found?.says).toContain('SES is in its sandbox')
    },
  )

  it('carries as many tickets a day as SES takes mails', async () => {
    expect((await finding('mail'))?.says).toContain(
      'SES sends 50,000 mails in 24 hours, 14 a second: about 12,500 tickets a day, at 4 mails each',
    )
  })

  it('says the quota of the sandbox, too, and none where SES has set none', async () => {
    const SendQuota = { Max24HourSend: 200, MaxSendRate: 1, SentLast24Hours: 0 }
    ses.on(GetAccountCommand).resolves({ ProductionAccessEnabled: false, SendingEnabled: true, SendQuota })
    expect((await finding('mail'))?.says).toMatch(/sandbox.*200 mails in 24 hours, 1 a second: about 50 tickets a day/)
    ses.on(GetAccountCommand).resolves({
      ProductionAccessEnabled: true,
      SendingEnabled: true,
      SendQuota: { ...SendQuota, Max24HourSend: -1 },
    })
    expect((await finding('mail'))?.says).toContain('as many mails a day as there are')
  })

  it('is missed where none is chosen, as no mail can be sent', async () => {
    made('nobody')
    expect(await finding('mail', { ...WANTED, mailDomain: undefined })).toMatchObject({
      state: 'lacks',
      says: expect.stringMatching(/no mailDomain is chosen: no mail can be sent, .* 50 a day/),
    })
    expect(ses.calls()).toHaveLength(0)
  })

  describe('of a stage that made another one known', () => {
    const LOSS = 'made old.example known to SES, and the deployment takes it away from whoever sends from it'
    beforeEach(() => {
      cloudFormation.on(ListStackResourcesCommand).resolves(aStackOf('MailIdentity', 'old.example'))
    })

    it.each<[string, MailDomain | undefined, Parameters<typeof known>[0], Finding['state'], string]>([
      ['none', undefined, 'unknown', 'lacks', 'no mailDomain is chosen'],
      ['a new one', { name: 'example.org', identity: 'new' }, 'unknown', 'lacks', 'makes example.org known'],
      ['one of another', { name: 'example.org', identity: 'existing' }, 'verified', 'lacks', 'old.example'],
      ['one that fails', { name: 'example.org', identity: 'verified' }, 'verified', 'blocks', '"existing"'],
    ])('is told to take that away when it chooses %s', async (_case, mailDomain, how, state, says) => {
      known(how)
      const found = await finding('mail', { ...WANTED, mailDomain })
      expect(found).toMatchObject({ state, says: expect.stringContaining(LOSS) })
      expect(found?.says).toContain(says)
    })

    it.each(['new', 'verified', 'existing'] as const)(
      'is not told to leave the domain out while SES waits for the next one, said to be %s',
      async (identity) => {
        known('waiting')
        const found = await finding('mail', { ...WANTED, mailDomain: { name: 'example.org', identity } })
        expect(found).toMatchObject({
          state: 'blocks',
          says: expect.stringContaining('leave mailDomain at old.example until SES has verified it'),
        })
        expect(found?.says).not.toContain('leave mailDomain out')
      },
    )
  })

  it('blocks what would fail, whatever else its account lacks', async () => {
    ses.on(GetAccountCommand).resolves({ ProductionAccessEnabled: false, SendingEnabled: true })
    known('verified')
    made('nobody')
    expect(await finding('mail', { ...WANTED, mailDomain: { name: 'example.org', identity: 'new' } })).toMatchObject({
      state: 'blocks',
    })
  })
})
