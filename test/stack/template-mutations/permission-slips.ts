import { change, changeFirst, type Mutation, revoke } from './mutation.ts'

/** Slips in what a role may do. */
export const permissionSlips: readonly Mutation[] = [
  [
    'a misspelt action',
    'action-name',
    change('ApiIntakeRole', 'Policies.0.PolicyDocument.Statement.2.Action', 'dynamodb:PutItems'),
  ],
  [
    'every action of a service',
    'wildcard-action',
    change('ApiIntakeRole', 'Policies.0.PolicyDocument.Statement.2.Action', 'dynamodb:*'),
  ],
  [
    'every resource',
    'wildcard-resource',
    change('ApiIntakeRole', 'Policies.0.PolicyDocument.Statement.2.Resource', '*'),
  ],
  [
    'the right to delete events',
    'append-only',
    change('ApiIntakeRole', 'Policies.0.PolicyDocument.Statement.2.Action', 'dynamodb:DeleteItem'),
  ],
  [
    'a policy of the wrong shape',
    'empty-statement',
    change('ApiIntakeRole', 'Policies.0.PolicyDocument.Statement', 'none'),
  ],
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

  [
    'a pattern that covers no action',
    'action-name',
    change('ApiIntakeRole', 'Policies.0.PolicyDocument.Statement.2.Action', 'dynamodb:Putt*'),
  ],
  [
    'a service that IAM does not know',
    'action-name',
    change('ApiIntakeRole', 'Policies.0.PolicyDocument.Statement.2.Action', 'dynamo:PutItem'),
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
]
