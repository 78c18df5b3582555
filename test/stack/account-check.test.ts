import { DescribeCertificateCommand } from '@aws-sdk/client-acm'
import {
  AccessDeniedException,
  ConverseCommand,
  ResourceNotFoundException,
  ThrottlingException,
  ValidationException,
} from '@aws-sdk/client-bedrock-runtime'
import { GetAccountSettingsCommand } from '@aws-sdk/client-lambda'
import { GetAccountCommand } from '@aws-sdk/client-sesv2'
import { GetParameterCommand, ParameterNotFound } from '@aws-sdk/client-ssm'
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts'
import { beforeEach, expect, it } from 'vitest'
import { checkAccount } from '../../bin/stage/account-check.ts'
import type { Finding } from '../../bin/stage/finding.ts'
import { acm, bedrock, finding, lambda, ses, ssm, startWholeAccount, sts, WANTED } from '../support/aws-account.ts'

beforeEach(startWholeAccount)

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

it('asks for no certificate where none is wanted', async () => {
  const findings = await checkAccount({ ...WANTED, certificateArn: undefined })
  expect(findings.find(({ about }) => about === 'certificate')?.state).toBe('ok')
  expect(acm.calls()).toHaveLength(0)
})
