import { ACCOUNT, REGION } from '../lib/local/aws-service.ts'
import type { Grant } from './grant-use.ts'

/** Permissions that neither a walk through the whole system nor the simulation needs, and when they are needed. */
export interface Seldom {
  /** Logical ids of roles; ARNs of queues that a service sends to. */
  readonly policies: readonly string[]
  readonly actions: readonly string[]
  /** What the ARN of the resource ends in, or holds. */
  readonly on: RegExp
  readonly reason: string
}

const queueArn = (name: string): string => `arn:aws:sqs:${REGION}:${ACCOUNT}:${name}`

/** What only AWS itself comes to, or what no run of seconds does. */
export const SELDOM: readonly Seldom[] = [
  {
    policies: ['PublishChangesRole', 'BroadcastChangeRole'],
    actions: ['sqs:SendMessage'],
    on: /:(Publish|Broadcast)DeadLetters$/,
    reason: 'Lambda’s own reader of the stream sets aside what failed until it was too old',
  },
  {
    policies: [
      'SweepQueueRole',
      'RetryTriageRole',
      'ForecastVolumeRole',
      'ReconcileLoadRole',
      'RetrainClassifierRole',
      'CheckMergesRole',
    ],
    actions: ['sqs:SendMessage'],
    on: /:CallDeadLetters$/,
    reason: 'Lambda sets aside an asynchronous call that failed for good',
  },
  {
    policies: [
      'TicketDeadLetters',
      'TriageTicketDeadLetters',
      'AcceptTicketDeadLetters',
      'IndexTicketDeadLetters',
      'CountVolumeDeadLetters',
      'NotifyPeopleDeadLetters',
      'SyncRoleDeadLetters',
      'CallDeadLetters',
    ].map(queueArn),
    actions: ['sqs:SendMessage'],
    on: /DeadLetters$/,
    reason: 'EventBridge and the Scheduler set aside what they could not deliver for a day',
  },
  {
    policies: ['PublishChangesRole', 'BroadcastChangeRole'],
    actions: ['dynamodb:ListStreams'],
    on: /stream/,
    reason: 'Lambda’s own reader of the stream asks for it, which the local host is itself',
  },
  {
    policies: ['TriageTicketRole', 'RetryTriageRole', 'ApiClassifyRole'],
    actions: ['bedrock:InvokeModel'],
    on: /us-(east-2|west-2)::foundation-model/,
    reason: 'the inference profile answers from another region only when its own is busy',
  },
  {
    policies: ['CountVolumeRole'],
    actions: ['dynamodb:GetItem'],
    on: /AgentLoad$/,
    reason: 'only a department that is newer than the list in an instance’s memory is read by itself',
  },
  {
    policies: ['AssignTicketRole'],
    actions: ['sqs:SendMessage'],
    on: /:TicketQueue$/,
    reason: 'only a line from which more than a hundred tickets are given out at once takes another round',
  },
]

/** Why a permission is given that nothing needed; undefined if there is no reason. */
export const reasonOf = ({ policy, action, resource }: Grant): string | undefined =>
  SELDOM.find(({ policies, actions, on }) => policies.includes(policy) && actions.includes(action) && on.test(resource))
    ?.reason
