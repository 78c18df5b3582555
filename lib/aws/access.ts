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

/** What one function may do, and what it therefore is told. */
export interface Access {
  /** Events live here, and nobody may delete one: no deletion can be granted. */
  readonly Tickets?: Reach<'Tickets', Read | Write>
  readonly AgentLoad?: Reach<'AgentLoad', Read | Write | Delete>
  readonly Insight?: Reach<'Insight', Read | Write>
  readonly Search?: Reach<'Search', Read | Write | Delete | 'BatchWriteItem'>
  readonly Connections?: Reach<'Connections', Read | Write | Delete>
  /** Queues that it sends to. */
  readonly rings?: readonly QueueName[]
  /** Takes what it must refuse for good to the intake dead letters. */
  readonly refusesIntake?: true
  readonly secrets?: readonly SecretName[]
  /** Puts events on the bus. */
  readonly publishes?: true
  /** Operations of the user pool that need a signature; signing in, refreshing and resetting a password need none. */
  readonly pool?: readonly PoolAction[]
  /** Verifies access tokens, or signs in: knows the pool's and the client's id. */
  readonly knowsPool?: true
  /** Sends to sockets, or ends them. */
  readonly sockets?: readonly ('POST' | 'DELETE')[]
  /** Asks the triage model. */
  readonly model?: true
  /** Sends mails, if the stage sends any. */
  readonly mails?: true
  /** Leads admins to the dashboard. */
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

/** Every function behind the front door: the origin secret, the caller's token and the rate limit. */
const frontDoor = {
  secrets: ['OriginSecret'],
  knowsPool: true,
  // The settings, which say how high the limit is.
  AgentLoad: ['GetItem'],
  Connections: ['UpdateItem'],
} as const satisfies Access

/** The rate limit, and the kept answers that repeated requests get again. */
const answersOnce = ['GetItem', 'PutItem', 'UpdateItem'] as const

/** The same where tracking links open tickets. */
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

/** A change: the row under its condition, and its event beside it. */
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
    // What was taught by the tickets of a person who is erased.
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
  // Keeps the admission that opens a socket.
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
    // Whoever helps another department is claimed while the merge is in force.
    Insight: ['ConditionCheckItem', 'Query by_kind'],
    // The next pass over a line that is longer than one message should take.
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
    // Puts off to the end of a digest's window what comes within it.
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
    // Plans that expire, and undos that are finished: it applies none.
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
