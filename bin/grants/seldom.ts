import { ACCOUNT, REGION } from '../../lib/local/aws-service.ts'
import type { Grant } from './use.ts'

/** Permissions that neither the tests of the whole system nor the simulation use, and when they are needed. */
export interface Seldom {
  /** Logical ids of roles; ARNs of queues that a service sends to. */
  readonly policies: readonly string[]
  readonly actions: readonly string[]
  /** Matches the ARN of the resource. */
  readonly on: RegExp
  readonly reason: string
}

const queueArn = (name: string): string => `arn:aws:sqs:${REGION}:${ACCOUNT}:${name}`

/** Permissions that only AWS itself uses, or that no run of seconds needs. */
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

/** The reason for a permission that nothing used; undefined if there is none. */
export const reasonOf = ({ policy, action, resource }: Grant): string | undefined =>
  SELDOM.find(({ policies, actions, on }) => policies.includes(policy) && actions.includes(action) && on.test(resource))
    ?.reason
