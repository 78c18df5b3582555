import { TELLING } from './harmless-alarms.ts'
import {
  add,
  append,
  appendFirst,
  arnOf,
  change,
  changeFirst,
  type Edit,
  ENVIRONMENT,
  idOf,
  rewriteFirst,
} from './mutation.ts'

/** Path of a role's statements. */
const STATEMENTS = 'Policies.0.PolicyDocument.Statement'

/** The same grants and settings, written differently. */
export const harmlessGrants: readonly Edit[] = [
  [
    'actions in another order and other letters',
    rewriteFirst('IAM::Role', 'ApiIntakeRole', '"dynamodb:PutItem"', '"DynamoDB:putitem"'),
  ],
  [
    'a single action as a list',
    rewriteFirst('IAM::Role', 'ApiIntakeRole', '"Action":"sqs:SendMessage"', '"Action":["sqs:SendMessage"]'),
  ],
  [
    'a single resource as a list',
    (all) => {
      const text = JSON.stringify(all.ApiClassifyRole)
      all.ApiClassifyRole = JSON.parse(
        text.replaceAll(/"Resource":(\{"(?:Fn::GetAtt|Ref)":(?:\[[^\]]*\]|"[^"]*")\})/g, '"Resource":[$1]'),
      )
    },
  ],
  [
    'ARNs by a text',
    (all) => {
      const text = JSON.stringify(all.ApiTicketsRole)
      all.ApiTicketsRole = JSON.parse(
        text.replaceAll(/\{"Fn::GetAtt":\["(\w+)","Arn"\]\}/g, `{"Fn::Sub":"\${$1.Arn}"}`),
      )
    },
  ],
  [
    'indexes by a text',
    (all) => {
      const text = JSON.stringify(all.ApiInsightRole)
      all.ApiInsightRole = JSON.parse(
        text.replaceAll(
          /\{"Fn::Join":\["",\[\{"Fn::GetAtt":\["(\w+)","Arn"\]\},"(\/index\/\w+)"\]\]\}/g,
          `{"Fn::Sub":"\${$1.Arn}$2"}`,
        ),
      )
    },
  ],
  [
    'one policy in two',
    (all) => {
      const policies = Object(all.ApiPeopleRole?.Properties.Policies)
      const { Statement, Version } = policies[0].PolicyDocument
      policies.push({ PolicyName: 'rest', PolicyDocument: { Version, Statement: Statement.splice(2) } })
    },
  ],
  [
    'a policy beside its role',
    (all) => {
      const policies = Object(all.ApiSessionRole?.Properties.Policies)
      const [{ PolicyDocument }] = policies
      delete Object(all.ApiSessionRole?.Properties).Policies
      add('ApiSessionAccess', 'AWS::IAM::RolePolicy', {
        PolicyName: 'access',
        RoleName: { Ref: 'ApiSessionRole' },
        PolicyDocument,
      })(all)
    },
  ],
  [
    'statements with names',
    (all) => {
      const [policy] = Object(all.ApiRealtimeRole?.Properties.Policies)
      for (const [place, statement] of policy.PolicyDocument.Statement.entries()) statement.Sid = `Part${place}`
    },
  ],
  [
    'one statement, not a list of one',
    (all) => {
      const { Statement } = Object(all.ApiMetaRole?.Properties.AssumeRolePolicyDocument)
      Object.assign(Object(all.ApiMetaRole?.Properties.AssumeRolePolicyDocument), { Statement: Statement[0] })
    },
  ],
  [
    'a role that Lambda takes on by a list',
    change('ApiMetaRole', 'AssumeRolePolicyDocument', {
      Version: '2012-10-17',
      Statement: { Effect: 'Allow', Action: ['sts:AssumeRole'], Principal: { Service: ['lambda.amazonaws.com'] } },
    }),
  ],
  [
    'a role that Lambda takes on in this account',
    change('ApiUnknownRole', 'AssumeRolePolicyDocument.Statement.0.Condition', {
      StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } },
    }),
  ],
  [
    'a bound on a role',
    change('ApiMetaRole', 'PermissionsBoundary', { 'Fn::Sub': `arn:aws:iam::\${AWS::AccountId}:policy/boundary` }),
  ],
  [
    'a refusal without TLS',
    append('ApiMetaRole', STATEMENTS, {
      Effect: 'Deny',
      Action: '*',
      Resource: '*',
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    }),
  ],
  [
    'a bus that a rule is let in by in other words',
    rewriteFirst('SQS::QueuePolicy', 'MessagingTicketQueuePolicy', '"ArnEquals"', '"ArnLike"'),
  ],
  [
    'the source in other letters',
    rewriteFirst('SQS::QueuePolicy', 'MessagingSyncRoleQueuePolicy', '"aws:SourceArn"', '"AWS:SourceArn"'),
  ],
  [
    'the source by its text',
    rewriteFirst('SQS::QueuePolicy', 'MessagingCountVolumeQueuePolicy', '"ArnEquals"', '"StringEquals"'),
  ],
  [
    'the source if it is told',
    rewriteFirst('SQS::QueuePolicy', 'MessagingIndexTicketQueuePolicy', '"ArnEquals"', '"ArnEqualsIfExists"'),
  ],
  [
    'a function by its name in a permission',
    (all) => {
      changeFirst('Lambda::Permission', 'CheckMerges', 'FunctionName', { Ref: 'CheckMerges' })(all)
      changeFirst('Lambda::Permission', 'ApiMeta"', 'FunctionName', { Ref: 'ApiMeta' })(all)
    },
  ],
  [
    'a permission in other words',
    changeFirst('Lambda::Permission', 'CheckMerges', 'SourceAccount', { Ref: 'AWS::AccountId' }),
  ],
  [
    'a target by a text',
    changeFirst('Events::Rule', 'DepartmentOverloaded', 'Targets.0.Arn', { 'Fn::Sub': `\${CheckMerges.Arn}` }),
  ],
  [
    'a rule with few attempts',
    changeFirst('Events::Rule', 'DepartmentOverloaded', 'Targets.0.RetryPolicy', {
      MaximumRetryAttempts: 10,
      MaximumEventAgeInSeconds: 600,
    }),
  ],
  ['a rule without a word on its state', changeFirst('Events::Rule', 'TriageTicketRule', 'State', undefined)],
  ['a bus by its name', changeFirst('Events::Rule', 'SyncRoleRule', 'EventBusName', { 'Fn::GetAtt': ['Bus', 'Arn'] })],
  [
    'a target by a text of a route',
    changeFirst('ApiGatewayV2::Route', 'GET /api/health', 'Target', {
      'Fn::Sub': `integrations/\${ApigetHealthmetaIntegration38CBF5D9}`,
    }),
  ],
  [
    'a route that asks nobody, in no words',
    changeFirst('ApiGatewayV2::Route', 'GET /api/health', 'AuthorizationType', undefined),
  ],
  [
    'an API that other pages may ask',
    change('HttpApi', 'CorsConfiguration', { AllowOrigins: ['https://shop.example.com'], AllowMethods: ['GET'] }),
  ],
  [
    'an integration with a patience of its own',
    changeFirst('ApiGatewayV2::Integration', 'ApiMeta', 'TimeoutInMillis', 20_000),
  ],
  ['an integration that says how', changeFirst('ApiGatewayV2::Integration', 'ApiMeta', 'IntegrationMethod', 'POST')],
  [
    'an authorizer that is asked each time',
    changeFirst('ApiGatewayV2::Authorizer', '', 'AuthorizerResultTtlInSeconds', 0),
  ],
  [
    'a queue under a key of our own',
    (all) => {
      add('OurKey', 'AWS::KMS::Key', {
        EnableKeyRotation: true,
        KeyPolicy: {
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Principal: { AWS: { 'Fn::Sub': `arn:\${AWS::Partition}:iam::\${AWS::AccountId}:root` } },
              Action: 'kms:*',
              Resource: '*',
            },
            {
              Effect: 'Allow',
              Principal: { Service: 'events.amazonaws.com' },
              Action: ['kms:Decrypt', 'kms:GenerateDataKey*'],
              Resource: '*',
            },
          ],
        },
      })(all)
      change('CallDeadLetters', 'SqsManagedSseEnabled', undefined)(all)
      change('CallDeadLetters', 'KmsMasterKeyId', { Ref: 'OurKey' })(all)
    },
  ],
  ['a topic with a name', changeFirst('SNS::Topic', '', 'TopicName', 'plimsoll-alarms')],
  [
    'a topic that a person may read',
    (all) =>
      appendFirst('SNS::TopicPolicy', '', 'PolicyDocument.Statement', {
        Effect: 'Allow',
        Principal: { AWS: { Ref: 'AWS::AccountId' } },
        Action: ['sns:Subscribe', 'sns:GetTopicAttributes'],
        Resource: TELLING,
      })(all),
  ],
  [
    'a parameter that is kept elsewhere',
    add('SiteName', 'AWS::SSM::Parameter', {
      Type: 'String',
      Value: { 'Fn::GetAtt': ['SiteDistribution390DED28', 'DomainName'] },
    }),
  ],
  ['a setting of the runtime', change('ApiMeta', `${ENVIRONMENT}.NODE_OPTIONS`, '--enable-source-maps')],
  ['a setting of AWS’s that is free', change('ApiMeta', `${ENVIRONMENT}.AWS_NODEJS_CONNECTION_REUSE_ENABLED`, '1')],
  ['a zone of time', change('ApiMeta', `${ENVIRONMENT}.TZ`, 'UTC')],
  ['a setting that is long', change('ApiMeta', `${ENVIRONMENT}.GREETING`, 'x'.repeat(3000))],
  [
    'a fourth group of people',
    add('Auditors', 'AWS::Cognito::UserPoolGroup', { GroupName: 'auditors', UserPoolId: { Ref: 'UserPool' } }),
  ],
  [
    'a bucket of reports',
    (all) => {
      add('Reports', 'AWS::S3::Bucket', {
        BucketEncryption: {
          ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
        },
        LoggingConfiguration: { DestinationBucketName: { Ref: 'LogBucket' }, LogFilePrefix: 'reports/' },
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          BlockPublicPolicy: true,
          IgnorePublicAcls: true,
          RestrictPublicBuckets: true,
        },
      })(all)
      add('ReportsPolicy', 'AWS::S3::BucketPolicy', {
        Bucket: { Ref: 'Reports' },
        PolicyDocument: {
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Deny',
              Principal: { AWS: '*' },
              Action: 's3:*',
              Resource: [arnOf('Reports'), { 'Fn::Sub': `\${Reports.Arn}/*` }],
              Condition: { Bool: { 'aws:SecureTransport': 'false' } },
            },
          ],
        },
      })(all)
    },
  ],
  ['a site in IPv6 alone beside', changeFirst('CloudFront::Distribution', '', 'DistributionConfig.IPV6Enabled', false)],
  [
    'a path of pages of its own',
    (all) => {
      const id = idOf(all, 'CloudFront::Distribution', '')
      const { DefaultCacheBehavior } = Object(all[id]?.Properties.DistributionConfig)
      append(id, 'DistributionConfig.CacheBehaviors', { ...DefaultCacheBehavior, PathPattern: '/help/*' })(all)
    },
  ],
]
