import { append, appendFirst, change, changeFirst, type Mutation, revoke } from './mutation.ts'

/** Path of what a role may do. */
const STATEMENTS = 'Policies.0.PolicyDocument.Statement'

/** The intake's right to store a ticket. */
const STORING = `${STATEMENTS}.2`

/** A statement that lets everybody in. */
const openTo = (action: string, resource: string) => ({
  Effect: 'Allow',
  Principal: '*',
  Action: action,
  Resource: { 'Fn::GetAtt': [resource, 'Arn'] },
})

/** Slips in what a role may do. */
export const permissionSlips: readonly Mutation[] = [
  ['a misspelt action', 'action-name', change('ApiIntakeRole', `${STORING}.Action`, 'dynamodb:PutItems')],
  ['every action of a service', 'wildcard-action', change('ApiIntakeRole', `${STORING}.Action`, 'dynamodb:*')],
  ['every resource', 'wildcard-resource', change('ApiIntakeRole', `${STORING}.Resource`, '*')],
  ['the right to delete events', 'append-only', change('ApiIntakeRole', `${STORING}.Action`, 'dynamodb:DeleteItem')],
  ['a policy of the wrong shape', 'empty-statement', change('ApiIntakeRole', STATEMENTS, 'none')],
  ['an intake that may not store', 'missing-grant', revoke('ApiIntakeRole', 'dynamodb:PutItem')],
  ['an intake that may not ring', 'missing-grant', revoke('ApiIntakeRole', 'sqs:SendMessage')],
  ['a door that may not read its secret', 'missing-grant', revoke('ApiMetaRole', 'secretsmanager:GetSecretValue')],
  ['an outbox that may not publish', 'missing-grant', revoke('PublishChangesRole', 'events:PutEvents')],
  [
    'a model that one region may not answer for',
    'missing-grant',
    (all) => {
      const role = JSON.stringify(all.TriageTicketRole)
      all.TriageTicketRole = JSON.parse(role.replace('arn:aws:bedrock:us-west-2::', 'arn:aws:bedrock:eu-west-1::'))
    },
  ],
  ['a triage that may not ask', 'missing-grant', revoke('TriageTicketRole', 'bedrock:InvokeModel')],
  ['a postman that may not send', 'missing-grant', revoke('NotifyPeopleRole', 'ses:SendEmail')],
  [
    'a postman that may send to nobody but itself',
    'missing-grant',
    (all) => {
      const role = JSON.stringify(all.NotifyPeopleRole)
      all.NotifyPeopleRole = JSON.parse(role.replace(':identity/*', ':identity/example.org'))
    },
  ],
  ['a broadcaster that may not speak', 'missing-grant', revoke('BroadcastChangeRole', 'execute-api:ManageConnections')],
  ['a consumer that may not receive', 'missing-grant', revoke('AssignTicketRole', 'sqs:ReceiveMessage')],
  ['a reader that may not read the stream', 'missing-grant', revoke('PublishChangesRole', 'dynamodb:GetRecords')],
  [
    'a clock that may not call',
    'invoke-permission',
    changeFirst('IAM::Role', 'scheduler.amazonaws.com', 'Policies', []),
  ],

  ['a pattern that covers no action', 'action-name', change('ApiIntakeRole', `${STORING}.Action`, 'dynamodb:Putt*')],
  ['a service that IAM does not know', 'action-name', change('ApiIntakeRole', `${STORING}.Action`, 'dynamo:PutItem')],
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
    'a misspelt action of a permission',
    'action-name',
    changeFirst('Lambda::Permission', 'ApiIntake', 'Action', 'lambda:CallFunction'),
  ],
  [
    'a misspelt action of a policy by itself',
    'action-name',
    (all) => {
      all.Shared = {
        Type: 'AWS::IAM::ManagedPolicy',
        Properties: {
          PolicyDocument: {
            Statement: [
              { Effect: 'Allow', Action: 'sqs:SendMesage', Resource: 'arn:aws:sqs:us-east-1:123456789012:mine' },
            ],
          },
        },
      }
    },
  ],

  [
    'a postman who may write in any name',
    'open-sender',
    (all) => {
      const role = JSON.stringify(all.NotifyPeopleRole)
      all.NotifyPeopleRole = JSON.parse(role.replace('ses:FromAddress', 'ses:FromDisplayName'))
    },
  ],

  [
    'a role that may do all but something',
    'inverted-statement',
    (all) => {
      change('ApiIntakeRole', `${STORING}.NotAction`, 'dynamodb:DeleteTable')(all)
      change('ApiIntakeRole', `${STORING}.Action`, undefined)(all)
    },
  ],
  [
    'a role that may store everywhere but in its table',
    'missing-grant',
    (all) => {
      change('ApiIntakeRole', `${STORING}.NotResource`, { 'Fn::GetAtt': ['Tickets', 'Arn'] })(all)
      change('ApiIntakeRole', `${STORING}.Resource`, undefined)(all)
    },
  ],
  [
    'a role that may not do all but something',
    'inverted-statement',
    append('ApiIntakeRole', STATEMENTS, { Effect: 'Deny', NotAction: 'dynamodb:*', Resource: '*' }),
  ],
  [
    'a misspelt action that is left out',
    'action-name',
    append('ApiIntakeRole', STATEMENTS, { Effect: 'Deny', NotAction: 'dynamodb:PutItems', Resource: '*' }),
  ],
  [
    'every action of a service by a policy beside the role',
    'wildcard-action',
    (all) => {
      all.Beside = {
        Type: 'AWS::IAM::RolePolicy',
        Properties: {
          PolicyName: 'beside',
          RoleName: { Ref: 'ApiIntakeRole' },
          PolicyDocument: {
            Statement: [{ Effect: 'Allow', Action: 'dynamodb:*', Resource: { 'Fn::GetAtt': ['Tickets', 'Arn'] } }],
          },
        },
      }
    },
  ],
  [
    'a grant that the same role denies',
    'missing-grant',
    append('ApiIntakeRole', STATEMENTS, {
      Effect: 'Deny',
      Action: 'dynamodb:Put*',
      Resource: { 'Fn::GetAtt': ['Tickets', 'Arn'] },
    }),
  ],
  [
    'a model that nobody may ask, whatever is granted',
    'missing-grant',
    append('TriageTicketRole', STATEMENTS, { Effect: 'Deny', Action: 'bedrock:*', Resource: '*' }),
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
]
