import type { Noun } from '../../functions/contracts/route-contract.ts'
import type { IndexName, TableName } from '../../functions/stores/tables.ts'
import type { QueueName } from './messaging.ts'
import type { SecretName } from './secrets.ts'

export type FunctionName =
  | `api-${Noun | 'unknown'}`
  | 'publish-changes'
  | 'broadcast-change'
  | 'triage-ticket'
  | 'assign-ticket'
  | 'accept-ticket'
  | 'index-ticket'
  | 'count-volume'
  | 'notify-people'
  | 'sync-role'
  | 'forecast-volume'
  | 'check-merges'
  | 'sweep-queue'
  | 'reconcile-load'
  | 'retrain-classifier'
  | 'retry-triage'
  | 'connection'
  | 'authorize-socket'
  | 'stamp-token'

type Read = 'GetItem' | 'BatchGetItem' | 'Query' | 'ConditionCheckItem'
type Write = 'PutItem' | 'UpdateItem'
type Delete = 'DeleteItem'
/** `Query` reads item collections of the table itself, `Query <index>` one index. */
type Reach<Name extends TableName, Action> = readonly (Action | `Query ${IndexName<Name>}`)[]

/** What one function may do; the settings that it needs for it follow from this. */
export interface Access {
  /** Events live here, and nobody may delete one: no deletion can be granted. */
  readonly Tickets?: Reach<'Tickets', Read | Write>
  readonly AgentLoad?: Reach<'AgentLoad', Read | Write | Delete>
  readonly Insight?: Reach<'Insight', Read | Write>
  readonly Search?: Reach<'Search', Read | Write | Delete | 'BatchWriteItem'>
  readonly Connections?: Reach<'Connections', Read | Write | Delete>
  /** Queues that it sends to. */
  readonly rings?: readonly QueueName[]
  /** Sends requests that it refuses for good to the intake's dead-letter queue. */
  readonly refusesIntake?: true
  readonly secrets?: readonly SecretName[]
  /** Puts events on the bus. */
  readonly publishes?: true
  /** Operations of the user pool that need a signature; signing in, refreshing and resetting a password need none. */
  readonly pool?: readonly PoolAction[]
  /** Verifies access tokens or signs people in, and therefore needs the ids of the pool and its client. */
  readonly knowsPool?: true
  /** Sends messages to sockets (`POST`), or closes them (`DELETE`). */
  readonly sockets?: readonly ('POST' | 'DELETE')[]
  /** Calls the triage model. */
  readonly model?: true
  /** Sends mails, if the stage has a sender. */
  readonly mails?: true
  /** Gives admins the link to the dashboard. */
  readonly namesDashboard?: true
}

type PoolAction =
  | 'AdminCreateUser'
  | 'AdminSetUserPassword'
  | 'AdminDeleteUser'
  | 'AdminGetUser'
  | 'AdminInitiateAuth'
  | 'AdminUserGlobalSignOut'
  | 'AdminAddUserToGroup'
  | 'AdminRemoveUserFromGroup'
  | 'AdminListGroupsForUser'

/** What every function of the API needs: the origin secret, the caller's token and the rate limit. */
const frontDoor = {
  secrets: ['OriginSecret'],
  knowsPool: true,
  // The workspace settings, which hold the rate limit.
  AgentLoad: ['GetItem'],
  Connections: ['UpdateItem'],
} as const satisfies Access

/** On `Connections`: counting for the rate limit, and keeping answers for requests that are repeated. */
const answersOnce = ['GetItem', 'PutItem', 'UpdateItem'] as const

/** `frontDoor` for functions whose tickets guests may open by tracking links. */
const guestDoor = { ...frontDoor, secrets: ['OriginSecret', 'TrackingSecret'] } as const satisfies Access

const everyTicketList = [
  'Query by_requester',
  'Query by_status',
  'Query by_status_category',
  'Query by_status_priority',
  'Query by_status_department',
  'Query by_status_assignee',
  'Query by_queue_state',
] as const

/** What it takes to change a row under a condition and write its event in the same transaction. */
const changes = ['GetItem', 'PutItem', 'UpdateItem', 'ConditionCheckItem'] as const

/** What each function may do. A function without a row here does not compile. */
export const access: Readonly<Record<FunctionName, Access>> = {
  'api-intake': {
    ...guestDoor,
    Connections: answersOnce,
    Tickets: ['PutItem'],
    AgentLoad: ['GetItem', 'Query by_kind'],
    rings: ['TicketQueue'],
  },
  'api-classify': {
    ...frontDoor,
    Connections: answersOnce,
    AgentLoad: ['GetItem'],
    Insight: ['GetItem', 'Query'],
    model: true,
  },
  'api-tickets': {
    ...guestDoor,
    Connections: answersOnce,
    Tickets: ['GetItem', 'PutItem', 'ConditionCheckItem', 'Query', 'BatchGetItem', ...everyTicketList, 'Query queue'],
    AgentLoad: ['GetItem', 'UpdateItem', 'Query', 'Query by_kind', 'BatchGetItem'],
    Insight: ['PutItem', 'ConditionCheckItem', 'Query by_kind'],
    Search: ['Query'],
  },
  'api-conversation': {
    ...guestDoor,
    Connections: answersOnce,
    Tickets: ['GetItem', 'PutItem', 'Query', 'Query queue'],
    AgentLoad: ['GetItem', 'UpdateItem', 'BatchGetItem'],
  },
  'api-people': {
    ...guestDoor,
    Connections: answersOnce,
    Tickets: ['GetItem', 'PutItem', 'UpdateItem', 'Query', 'Query by_requester', 'Query by_status_assignee'],
    AgentLoad: ['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem', 'BatchGetItem', 'Query', 'Query by_kind'],
    // The training examples of a person who is erased.
    Insight: ['UpdateItem'],
    pool: ['AdminDeleteUser'],
  },
  'api-departments': {
    ...frontDoor,
    Connections: answersOnce,
    Tickets: ['PutItem', 'BatchGetItem', 'Query queue'],
    AgentLoad: ['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem', 'Query', 'Query by_kind'],
  },
  'api-insight': {
    ...frontDoor,
    Connections: answersOnce,
    Tickets: [
      'GetItem',
      'PutItem',
      'UpdateItem',
      'Query',
      'Query queue',
      'Query by_queue_state',
      'Query by_status_department',
      'Query audit',
    ],
    AgentLoad: ['GetItem', 'UpdateItem', 'Query', 'Query by_kind'],
    Insight: [...changes, 'Query', 'Query by_kind'],
  },
  'api-session': {
    ...frontDoor,
    Tickets: ['PutItem'],
    AgentLoad: ['GetItem', 'PutItem', 'UpdateItem'],
    pool: [
      'AdminCreateUser',
      'AdminSetUserPassword',
      'AdminDeleteUser',
      'AdminGetUser',
      'AdminInitiateAuth',
      'AdminUserGlobalSignOut',
    ],
  },
  // Stores the one-time admission that opens a socket.
  'api-realtime': { ...guestDoor, Connections: ['PutItem', 'UpdateItem'] },
  'api-meta': { ...frontDoor, namesDashboard: true },
  'api-unknown': frontDoor,

  'publish-changes': { publishes: true },
  'broadcast-change': {
    Tickets: ['Query', 'UpdateItem'],
    AgentLoad: ['BatchGetItem'],
    Connections: ['Query', 'Query by_topic', 'PutItem', 'DeleteItem'],
    sockets: ['POST', 'DELETE'],
  },
  'triage-ticket': {
    Tickets: ['GetItem', 'PutItem', 'Query', 'Query by_status', 'Query by_status_department'],
    AgentLoad: ['GetItem', 'Query by_kind'],
    Insight: ['GetItem', 'Query'],
    model: true,
  },
  'assign-ticket': {
    Tickets: ['GetItem', 'PutItem', 'UpdateItem', 'Query', 'Query queue'],
    AgentLoad: ['GetItem', 'UpdateItem', 'Query', 'Query by_kind'],
    // An agent who helps another department is only assigned while their merge is in force.
    Insight: ['ConditionCheckItem', 'Query by_kind'],
    // Continues a long queue of tickets in another message.
    rings: ['TicketQueue'],
  },
  'accept-ticket': {
    Tickets: ['PutItem'],
    AgentLoad: ['Query by_kind'],
    rings: ['TicketQueue'],
    refusesIntake: true,
  },
  'index-ticket': {
    Tickets: ['GetItem'],
    Search: ['GetItem', 'PutItem', 'DeleteItem'],
  },
  'count-volume': {
    Tickets: ['Query'],
    AgentLoad: ['GetItem', 'Query by_kind'],
    Insight: ['PutItem', 'UpdateItem'],
  },
  'notify-people': {
    Tickets: ['GetItem', 'Query'],
    AgentLoad: ['GetItem'],
    Connections: ['UpdateItem'],
    secrets: ['TrackingSecret'],
    // Delays what happens within a digest's window until the window ends.
    rings: ['NotifyPeopleQueue'],
    mails: true,
  },
  'sync-role': {
    AgentLoad: ['GetItem'],
    pool: ['AdminAddUserToGroup', 'AdminRemoveUserFromGroup', 'AdminListGroupsForUser'],
    knowsPool: true,
  },

  'forecast-volume': {
    Tickets: ['PutItem', 'Query queue'],
    AgentLoad: ['Query', 'Query by_kind'],
    Insight: ['GetItem', 'Query', 'PutItem', 'UpdateItem'],
  },
  'check-merges': {
    Tickets: ['PutItem', 'UpdateItem', 'Query queue', 'Query by_status_department'],
    AgentLoad: ['Query', 'Query by_kind'],
    Insight: [...changes, 'Query', 'Query by_kind'],
  },
  'sweep-queue': {
    Tickets: [
      'GetItem',
      'PutItem',
      'UpdateItem',
      'Query',
      'Query queue',
      'Query due',
      'Query by_status_assignee',
      'Query by_status_department',
    ],
    AgentLoad: ['GetItem', 'PutItem', 'UpdateItem', 'Query', 'Query by_kind'],
    // Expires merge plans and finishes undos; it applies no plan.
    Insight: ['GetItem', 'PutItem', 'UpdateItem', 'Query'],
    Connections: ['Query by_topic'],
    rings: ['TicketQueue'],
  },
  'reconcile-load': {
    Tickets: ['Query by_status_assignee'],
    AgentLoad: ['GetItem', 'Query', 'Query by_kind', 'UpdateItem', 'ConditionCheckItem'],
  },
  'retrain-classifier': { Tickets: ['PutItem'], Insight: ['GetItem', 'Query', 'PutItem'] },
  'retry-triage': {
    Tickets: [
      'GetItem',
      'PutItem',
      'UpdateItem',
      'Query',
      'Query due',
      'Query by_status',
      'Query by_status_department',
    ],
    AgentLoad: ['GetItem', 'Query by_kind'],
    Insight: ['GetItem', 'Query'],
    model: true,
  },

  connection: {
    Tickets: ['GetItem', 'PutItem', 'UpdateItem', 'Query'],
    AgentLoad: ['GetItem', 'PutItem', 'UpdateItem', 'BatchGetItem'],
    Connections: ['Query', 'Query by_topic', 'PutItem', 'UpdateItem', 'DeleteItem'],
    sockets: ['POST', 'DELETE'],
  },
  'authorize-socket': { secrets: ['OriginSecret'], Connections: ['DeleteItem'] },
  'stamp-token': { AgentLoad: ['GetItem'] },
}
