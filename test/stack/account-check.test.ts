import { ACMClient, DescribeCertificateCommand } from '@aws-sdk/client-acm'
import { AccessDeniedException, BedrockRuntimeClient, ConverseCommand } from '@aws-sdk/client-bedrock-runtime'
import { GetAccountSettingsCommand, LambdaClient } from '@aws-sdk/client-lambda'
import { GetAccountCommand, GetEmailIdentityCommand, NotFoundException, SESv2Client } from '@aws-sdk/client-sesv2'
import { GetParameterCommand, ParameterNotFound, SSMClient } from '@aws-sdk/client-ssm'
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { mockClient } from 'aws-sdk-client-mock'
import { beforeEach, expect, it } from 'vitest'
import { checkAccount, type Finding } from '../../bin/account-check.ts'

const sts = mockClient(STSClient)
const ssm = mockClient(SSMClient)
const bedrock = mockClient(BedrockRuntimeClient)
const ses = mockClient(SESv2Client)
const acm = mockClient(ACMClient)
const lambda = mockClient(LambdaClient)
const all = [sts, ssm, bedrock, ses, acm, lambda]

const WANTED = {
  modelId: 'us.example-model',
  mailDomain: 'example.org',
  certificateArn: 'arn:aws:acm:us-east-1:111122223333:certificate/abc',
}

/** An account that has everything; each test takes one thing away. */
beforeEach(() => {
  for (const client of all) client.reset()
  sts.on(GetCallerIdentityCommand).resolves({ Account: '111122223333', Arn: 'arn:aws:iam::111122223333:role/deployer' })
  ssm.on(GetParameterCommand).resolves({ Parameter: { Value: '28' } })
  bedrock.on(ConverseCommand).resolves({})
  ses.on(GetAccountCommand).resolves({ ProductionAccessEnabled: true, SendingEnabled: true })
  ses.on(GetEmailIdentityCommand).resolves({ VerifiedForSendingStatus: true })
  acm.on(DescribeCertificateCommand).resolves({ Certificate: { Status: 'ISSUED', DomainName: 'help.example.org' } })
  lambda.on(GetAccountSettingsCommand).resolves({ AccountLimit: { ConcurrentExecutions: 1_000 } })
})

const finding = async (about: string): Promise<Finding | undefined> =>
  (await checkAccount(WANTED)).find((each) => each.about === about)

const metadata = { $metadata: {}, message: 'not here' }

it('finds everything in an account that has everything', async () => {
  const findings = await checkAccount(WANTED)
  expect(findings.map(({ about, state }) => [about, state])).toEqual(
    ['credentials', 'bootstrap', 'model', 'mail', 'certificate', 'concurrency'].map((about) => [about, 'ok']),
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
    'a model without access',
    () => bedrock.on(ConverseCommand).rejects(new AccessDeniedException(metadata)),
    'model',
    'lacks',
    'Model access',
  ],
  [
    'the sandbox of SES',
    () => ses.on(GetAccountCommand).resolves({ ProductionAccessEnabled: false, SendingEnabled: true }),
    'mail',
    'lacks',
    'sandbox',
  ],
  [
    'sending that was stopped',
    () => ses.on(GetAccountCommand).resolves({ ProductionAccessEnabled: true, SendingEnabled: false }),
    'mail',
    'lacks',
    'stopped',
  ],
  [
    'a domain that waits for its records',
    () => ses.on(GetEmailIdentityCommand).resolves({ VerifiedForSendingStatus: false }),
    'mail',
    'lacks',
    'DKIM',
  ],
  [
    'a domain that SES does not know',
    () => ses.on(GetEmailIdentityCommand).rejects(new NotFoundException(metadata)),
    'mail',
    'lacks',
    'makes example.org known',
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

it('asks for no certificate where none is wanted', async () => {
  const findings = await checkAccount({ ...WANTED, certificateArn: undefined })
  expect(findings.find(({ about }) => about === 'certificate')?.state).toBe('ok')
  expect(acm.calls()).toHaveLength(0)
})
