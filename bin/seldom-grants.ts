import type { Grant } from './grant-use.ts'

/** Permissions that a walk through the whole system does not need, and when they are needed. */
export interface Seldom {
  /** Logical ids of roles; whoever, if left out. */
  readonly policies?: readonly string[]
  readonly actions: readonly string[]
  /** What the ARN of the resource ends in, or holds. */
  readonly on: RegExp
  readonly reason: string
}

/** What only happens when something else went wrong, or came together, by whoever needs it. */
export const SELDOM: readonly Seldom[] = [
  {
    actions: ['sqs:SendMessage'],
    on: /DeadLetters$/,
    reason: 'only what failed for good is sent there',
  },
  {
    policies: ['PublishChangesRole', 'BroadcastChangeRole'],
    actions: ['dynamodb:ListStreams'],
    on: /stream/,
    reason: 'Lambda’s own reader of the stream asks for it, which the local host is itself',
  },
  {
    actions: ['bedrock:InvokeModel'],
    on: /us-(east-2|west-2)::foundation-model/,
    reason: 'the inference profile answers from another region only when its own is busy',
  },
  {
    policies: ['BroadcastChangeRole', 'ConnectionRole'],
    actions: ['execute-api:ManageConnections'],
    on: /DELETE/,
    reason: 'only a socket that refuses its messages is hung up on',
  },
  {
    policies: ['BroadcastChangeRole'],
    actions: ['dynamodb:UpdateItem', 'dynamodb:DeleteItem', 'dynamodb:Query'],
    on: /(Tickets|Connections)$/,
    reason: 'only a socket that is gone without a word is forgotten by who speaks to it',
  },
  {
    policies: ['AssignTicketRole'],
    actions: ['sqs:SendMessage'],
    on: /TicketQueue$/,
    reason: 'only a line of more than a hundred tickets takes another round',
  },
  {
    policies: ['TriageTicketRole', 'RetryTriageRole', 'ApiClassifyRole'],
    actions: ['dynamodb:Query'],
    on: /Insight$/,
    reason: 'only when people’s decisions have trained a version does an instance learn from them',
  },
  {
    policies: ['TriageTicketRole', 'RetryTriageRole'],
    actions: ['dynamodb:Query'],
    on: /Tickets$/,
    reason: 'only a ticket that is like a resolved one has that one’s answer read',
  },
  {
    policies: ['CountVolumeRole', 'SweepQueueRole'],
    actions: ['dynamodb:GetItem'],
    on: /AgentLoad$/,
    reason: 'only a department that is newer than the list in an instance’s memory is read by itself',
  },
  {
    policies: ['NotifyPeopleRole'],
    actions: ['sqs:SendMessage'],
    on: /NotifyPeopleQueue$/,
    reason: 'only what comes within the window of a digest is put off to its end',
  },
  {
    policies: ['ReconcileLoadRole'],
    actions: ['dynamodb:ConditionCheckItem', 'dynamodb:UpdateItem'],
    on: /AgentLoad$/,
    reason: 'only a count that is wrong is put right',
  },
  {
    policies: ['RetrainClassifierRole'],
    actions: ['dynamodb:PutItem'],
    on: /(Tickets|Insight)$/,
    reason: 'only new decisions of people make a new version',
  },
  {
    policies: ['ForecastVolumeRole'],
    actions: ['dynamodb:UpdateItem'],
    on: /Insight$/,
    reason: 'only an hour that was foretold and is over gets its truth',
  },
  {
    policies: ['ApiSessionRole'],
    actions: ['cognito-idp:AdminDeleteUser', 'cognito-idp:AdminGetUser'],
    on: /userpool/,
    reason: 'only what a signup that broke off has left is cleared away',
  },
  {
    policies: ['BroadcastChangeRole'],
    actions: ['dynamodb:PutItem'],
    on: /Connections$/,
    reason: 'only who has joined a ticket hears of the comings and goings of its new agent',
  },
  {
    policies: ['ConnectionRole'],
    actions: ['dynamodb:PutItem', 'dynamodb:UpdateItem'],
    on: /(Tickets|AgentLoad)$/,
    reason: 'only who went away without a word comes back with the next socket',
  },
  {
    policies: ['SweepQueueRole'],
    actions: ['dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:Query'],
    on: /(AgentLoad|Tickets|by_status_assignee)$/,
    reason: 'only an absence whose time is over is served',
  },
  {
    policies: ['SweepQueueRole'],
    actions: ['dynamodb:GetItem', 'dynamodb:UpdateItem', 'dynamodb:ConditionCheckItem', 'dynamodb:Query'],
    on: /(Insight|Tickets|by_status_department)$/,
    reason: 'only a plan to merge whose time is over is ended, and an undo that broke off is finished',
  },
  {
    policies: ['CheckMergesRole'],
    actions: ['dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:ConditionCheckItem'],
    on: /(Insight|Tickets)$/,
    reason: 'only departments of which one is overloaded and another idle are given a plan',
  },
  {
    policies: ['ApiTicketsRole'],
    actions: ['dynamodb:ConditionCheckItem'],
    on: /Insight$/,
    reason: 'only who helps another department is claimed while the merge is in force',
  },
]

/** Why a permission is given that a walk through the whole system does not need; undefined if there is no reason. */
export const reasonOf = ({ policy, action, resource }: Grant): string | undefined =>
  SELDOM.find(
    ({ policies, actions, on }) =>
      (policies === undefined || policies.includes(policy)) && actions.includes(action) && on.test(resource),
  )?.reason
