import { ACMClient, DescribeCertificateCommand } from '@aws-sdk/client-acm'
import { BedrockRuntimeClient, ConverseCommand } from '@aws-sdk/client-bedrock-runtime'
import {
  CloudFormationClient,
  CloudFormationServiceException,
  GetTemplateCommand,
  ListStackResourcesCommand,
} from '@aws-sdk/client-cloudformation'
import { GetAccountSettingsCommand, LambdaClient } from '@aws-sdk/client-lambda'
import { GetAccountCommand, GetEmailIdentityCommand, SESv2Client } from '@aws-sdk/client-sesv2'
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm'
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { mockClient } from 'aws-sdk-client-mock'
import { checkAccount, type Wanted } from '../../bin/stage/account-check.ts'
import type { Finding } from '../../bin/stage/finding.ts'

/** Mocks of the AWS services that preflight asks. */
export const sts = mockClient(STSClient)
export const ssm = mockClient(SSMClient)
export const bedrock = mockClient(BedrockRuntimeClient)
export const ses = mockClient(SESv2Client)
export const acm = mockClient(ACMClient)
export const lambda = mockClient(LambdaClient)
export const cloudFormation = mockClient(CloudFormationClient)

/** A stage that uses every option. */
export const WANTED: Wanted = {
  stage: 'staging',
  stackName: 'Plimsoll-staging',
  installation: { domain: 'help.example.org' },
  indexShards: 4,
  alarmEmail: 'on-call@example.org',
  modelId: 'us.example-model',
  mailDomain: { name: 'example.org', identity: 'verified' },
  certificateArn: 'arn:aws:acm:us-east-1:111122223333:certificate/abc',
}

/** What SES lets a new production account send. */
export const QUOTA = { SendQuota: { Max24HourSend: 50_000, MaxSendRate: 14, SentLast24Hours: 0 } }

/** A deployed template with this many index shards, and a distribution with these aliases. */
export const aTemplateOf = (indexShards: number, Aliases?: readonly string[]) => ({
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

/** CloudFormation's list of the resources of a stack that has only this one. */
export const aStackOf = (LogicalResourceId: string, PhysicalResourceId: string) => ({
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

/** CloudFormation's error for a stack that does not exist. */
export const noStack = new CloudFormationServiceException({
  name: 'ValidationError',
  message: 'Stack with id Plimsoll-staging does not exist',
  $fault: 'client',
  $metadata: {},
})

/** Gives the account everything that is needed; each test takes one thing away. */
export const startWholeAccount = (): void => {
  for (const client of [sts, ssm, bedrock, ses, acm, lambda, cloudFormation]) client.reset()
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
}

/** Preflight's finding about one subject. */
export const finding = async (about: string, wanted = WANTED): Promise<Finding | undefined> =>
  (await checkAccount(wanted)).find((each) => each.about === about)
