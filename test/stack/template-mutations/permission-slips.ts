import { append, arnOf, change, changeFirst, type Mutation, revoke, rewriteFirst } from './mutation.ts'

/** Path of what a role may do. */
const STATEMENTS = 'Policies.0.PolicyDocument.Statement'

/** The intake's right to store a ticket. */
const STORING = `${STATEMENTS}.2`

/** Slips in the grants of roles. */
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
      change('ApiIntakeRole', `${STORING}.NotResource`, arnOf('Tickets'))(all)
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
            Statement: [{ Effect: 'Allow', Action: 'dynamodb:*', Resource: arnOf('Tickets') }],
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
      Resource: arnOf('Tickets'),
    }),
  ],
  [
    'a model that nobody may ask, whatever is granted',
    'missing-grant',
    append('TriageTicketRole', STATEMENTS, { Effect: 'Deny', Action: 'bedrock:*', Resource: '*' }),
  ],
  [
    'grants that hold in a network that there is not',
    'missing-grant',
    (all) => {
      const path = 'Policies.0.PolicyDocument.Statement.0.Condition'
      change('ApiIntakeRole', path, { StringEquals: { 'aws:SourceVpc': 'vpc-1' } })(all)
    },
  ],
  [
    'a grant on a queue’s address',
    'grant-name',
    rewriteFirst('IAM::Role', 'ApiIntakeRole', '{"Fn::GetAtt":["TicketQueue","Arn"]}', '{"Ref":"TicketQueue"}'),
  ],
  [
    'a grant on a table’s name',
    'grant-name',
    rewriteFirst('IAM::Role', 'ApiIntakeRole', '{"Fn::GetAtt":["Tickets","Arn"]}', '{"Ref":"Tickets"}'),
  ],
  [
    'the right to delete events, by a text',
    'append-only',
    append('ApiIntakeRole', STATEMENTS, {
      Effect: 'Allow',
      Action: 'dynamodb:DeleteItem',
      Resource: { 'Fn::Sub': `\${Tickets.Arn}` },
    }),
  ],
  [
    'a grant in the plural',
    'action-name',
    append('ApiIntakeRole', STATEMENTS, {
      Effect: 'Allow',
      Action: 'sqs:SendMessages',
      Resource: arnOf('TicketQueue'),
    }),
  ],
  [
    'an action without its service',
    'action-name',
    append('ApiIntakeRole', STATEMENTS, {
      Effect: 'Allow',
      Action: 'SendMessage',
      Resource: arnOf('TicketQueue'),
    }),
  ],
  [
    'an effect that is none',
    'missing-grant',
    rewriteFirst('IAM::Role', 'ApiIntakeRole', '"Effect":"Allow"', '"Effect":"allow"'),
  ],
]
