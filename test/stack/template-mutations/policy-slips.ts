import { append, appendFirst, arnOf, change, changeFirst, type Mutation, rewriteFirst } from './mutation.ts'

/** A statement that allows everybody. */
const openTo = (action: string, resource: string) => ({
  Effect: 'Allow',
  Principal: '*',
  Action: action,
  Resource: arnOf(resource),
})

/** Slips in resource policies. */
export const policySlips: readonly Mutation[] = [
  [
    'a queue’s policy for no queue',
    'send-permission',
    changeFirst('SQS::QueuePolicy', '"Ref":"SyncRoleQueue"', 'PolicyDocument.Statement.1.Resource', undefined),
  ],
  [
    'a misspelt action of a queue’s policy',
    'action-name',
    changeFirst('SQS::QueuePolicy', '"Ref":"SyncRoleQueue"', 'PolicyDocument.Statement.1.Action', 'sqs:SendMesage'),
  ],
  [
    'a misspelt action of a bucket’s policy',
    'action-name',
    changeFirst('S3::BucketPolicy', 'SiteBucket', 'PolicyDocument.Statement.0.Action', 's3:Everything'),
  ],
  [
    'a queue that refuses everybody',
    'send-permission',
    changeFirst('SQS::QueuePolicy', '"Ref":"SyncRoleQueue"', 'PolicyDocument.Statement.0.Condition', undefined),
  ],
  [
    'a topic that refuses everybody',
    'alarm-unheard',
    changeFirst('SNS::TopicPolicy', '', 'PolicyDocument.Statement.0.Condition', undefined),
  ],
  [
    'a bucket that refuses everybody',
    'bucket-closed',
    changeFirst('S3::BucketPolicy', 'SiteSiteBucketPolicy', 'PolicyDocument.Statement.0.Condition', undefined),
  ],
  [
    'a role that everybody may take on',
    'open-policy',
    append('ApiIntakeRole', 'AssumeRolePolicyDocument.Statement', {
      Effect: 'Allow',
      Principal: { AWS: '*' },
      Action: 'sts:AssumeRole',
    }),
  ],
  [
    'a queue that everybody may send to',
    'open-policy',
    appendFirst(
      'SQS::QueuePolicy',
      '"Ref":"SyncRoleQueue"',
      'PolicyDocument.Statement',
      openTo('sqs:SendMessage', 'SyncRoleQueue'),
    ),
  ],
  [
    'a bucket that everybody may list',
    'open-policy',
    appendFirst(
      'S3::BucketPolicy',
      'SiteSiteBucketPolicy',
      'PolicyDocument.Statement',
      openTo('s3:ListBucket', 'SiteBucket'),
    ),
  ],
  [
    'a role that all but one account may take on',
    'open-policy',
    append('ApiIntakeRole', 'AssumeRolePolicyDocument.Statement', {
      Effect: 'Allow',
      NotPrincipal: { AWS: 'arn:aws:iam::111122223333:root' },
      Action: 'sts:AssumeRole',
    }),
  ],
  [
    'a table that everybody may read and write',
    'open-policy',
    change('Tickets', 'ResourcePolicy', { PolicyDocument: { Statement: [openTo('dynamodb:*', 'Tickets')] } }),
  ],
  [
    'a misspelt action of a table’s policy',
    'action-name',
    change('Tickets', 'ResourcePolicy', {
      PolicyDocument: {
        Statement: [{ ...openTo('dynamodb:GetItm', 'Tickets'), Principal: { AWS: { Ref: 'AWS::AccountId' } } }],
      },
    }),
  ],
  [
    'a queue that whichever account may send to',
    'open-policy',
    appendFirst('SQS::QueuePolicy', '"Ref":"SyncRoleQueue"', 'PolicyDocument.Statement', {
      ...openTo('sqs:SendMessage', 'SyncRoleQueue'),
      Principal: { AWS: 'arn:aws:iam::*:root' },
    }),
  ],
  [
    'a bus that everybody may publish on, as one once said it',
    'open-policy',
    (all) => {
      all.OpenBus = {
        Type: 'AWS::Events::EventBusPolicy',
        Properties: {
          EventBusName: { Ref: 'Bus' },
          StatementId: 'open',
          Action: 'events:PutEvents',
          Principal: '*',
        },
      }
    },
  ],
  [
    'a bus that everybody may publish on',
    'open-policy',
    (all) => {
      all.OpenBus = {
        Type: 'AWS::Events::EventBusPolicy',
        Properties: {
          EventBusName: { Ref: 'Bus' },
          StatementId: 'open',
          Statement: openTo('events:PutEvents', 'Bus'),
        },
      }
    },
  ],
  [
    'a topic that CloudWatch may not publish to',
    'alarm-unheard',
    changeFirst('SNS::TopicPolicy', '', 'PolicyDocument.Statement.1', undefined),
  ],
  [
    'a topic that any account’s alarms may publish to',
    'alarm-unheard',
    changeFirst('SNS::TopicPolicy', '', 'PolicyDocument.Statement.1.Condition', undefined),
  ],
  [
    'a topic’s policy for no topic',
    'alarm-unheard',
    changeFirst('SNS::TopicPolicy', '', 'PolicyDocument.Statement.1.Resource', undefined),
  ],
  [
    'a queue for every rule but its own',
    'send-permission',
    rewriteFirst('SQS::QueuePolicy', '"Ref":"SyncRoleQueue"', 'ArnEquals', 'ArnNotEquals'),
  ],
  [
    'a queue for whoever is a rule',
    'send-permission',
    rewriteFirst('SQS::QueuePolicy', '"Ref":"SyncRoleQueue"', 'aws:SourceArn', 'aws:PrincipalArn'),
  ],
  [
    'a topic for every account but its own',
    'alarm-unheard',
    rewriteFirst('SNS::TopicPolicy', '', '"StringEquals"', '"StringNotEquals"'),
  ],
  [
    'a bucket for every site but its own',
    'bucket-closed',
    rewriteFirst('S3::BucketPolicy', 'SiteSiteBucketPolicy', '"StringEquals"', '"StringNotEquals"'),
  ],
]
