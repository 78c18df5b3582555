import { change, changeFirst, type Mutation, revoke } from './mutation.ts'

/** Slips in what a role may do. */
export const permissionSlips: readonly Mutation[] = [
  ['a misspelt action', change('ApiIntakeRole', 'Policies.0.PolicyDocument.Statement.2.Action', 'dynamodb:PutItems')],
  ['every action of a service', change('ApiIntakeRole', 'Policies.0.PolicyDocument.Statement.2.Action', 'dynamodb:*')],
  ['every resource', change('ApiIntakeRole', 'Policies.0.PolicyDocument.Statement.2.Resource', '*')],
  [
    'the right to delete events',
    change('ApiIntakeRole', 'Policies.0.PolicyDocument.Statement.2.Action', 'dynamodb:DeleteItem'),
  ],
  ['a policy of the wrong shape', change('ApiIntakeRole', 'Policies.0.PolicyDocument.Statement', 'none')],
  ['an intake that may not store', revoke('ApiIntakeRole', 'dynamodb:PutItem')],
  ['an intake that may not ring', revoke('ApiIntakeRole', 'sqs:SendMessage')],
  ['a door that may not read its secret', revoke('ApiMetaRole', 'secretsmanager:GetSecretValue')],
  ['an outbox that may not publish', revoke('PublishChangesRole', 'events:PutEvents')],
  [
    'a model that one region may not answer for',
    (all) => {
      const role = JSON.stringify(all.TriageTicketRole)
      all.TriageTicketRole = JSON.parse(role.replace('arn:aws:bedrock:us-west-2::', 'arn:aws:bedrock:eu-west-1::'))
    },
  ],
  ['a triage that may not ask', revoke('TriageTicketRole', 'bedrock:InvokeModel')],
  ['a postman that may not send', revoke('NotifyPeopleRole', 'ses:SendEmail')],
  [
    'a postman that may send to nobody but itself',
    (all) => {
      const role = JSON.stringify(all.NotifyPeopleRole)
      all.NotifyPeopleRole = JSON.parse(role.replace(':identity/*', ':identity/example.org'))
    },
  ],
  ['a broadcaster that may not speak', revoke('BroadcastChangeRole', 'execute-api:ManageConnections')],
  ['a consumer that may not receive', revoke('AssignTicketRole', 'sqs:ReceiveMessage')],
  ['a reader that may not read the stream', revoke('PublishChangesRole', 'dynamodb:GetRecords')],
  ['a clock that may not call', changeFirst('IAM::Role', 'scheduler.amazonaws.com', 'Policies', [])],
]
