import { subjectOf } from '../contracts/subjects.ts'

/**
 * Every key and index of the five tables: the one place where a key is spelt. What has events of its own has their
 * subject (`subjectOf`) as its partition key.
 *
 * A partition holds rows of different kinds side by side, told apart by `sk`. Index keys are one string each, in
 * attributes of their own: a row is in an index exactly if it has them.
 */

export type TableName = 'Tickets' | 'AgentLoad' | 'Insight' | 'Search' | 'Connections'

export interface IndexShape {
  readonly name: string
  readonly partitionKey: string
  readonly sortKey: string
  readonly projection: 'ALL' | 'KEYS_ONLY'
}

export interface TableShape {
  readonly indexes: readonly IndexShape[]
  /** True if changes are streamed, with old and new images. */
  readonly stream: boolean
}

const index = <Name extends string>(name: Name, projection: IndexShape['projection'] = 'ALL') =>
  ({ name, partitionKey: `${name}_key`, sortKey: `${name}_order`, projection }) as const

/**
 * The indexes that list tickets share one order, newest last: the time of creation, then the id.
 *
 * Their keys have names of one or two letters: each of these indexes copies whole tickets, including the keys of all
 * the others, and a ticket of up to 1 KB costs each of them one write unit.
 */
const list = <Name extends string, Key extends string>(name: Name, partitionKey: Key) =>
  ({ name, partitionKey, sortKey: 'o', projection: 'ALL' }) as const

/** Name of the attribute that holds DynamoDB's time to live: seconds since 1970. */
export const TTL_ATTRIBUTE = 'expires_at'

/** How long an event may be delivered again: a dead letter is kept for 14 days, and for 14 more once it is redriven. */
export const REDELIVERY_SECONDS = 28 * 24 * 3_600

export const tables = {
  Tickets: {
    stream: true,
    indexes: [
      list('by_requester', 'r'),
      list('by_status', 's'),
      list('by_status_category', 'sc'),
      list('by_status_priority', 'sp'),
      list('by_status_department', 'sd'),
      list('by_status_assignee', 'sa'),
      list('by_queue_state', 'q'),
      index('queue', 'KEYS_ONLY'),
      index('due', 'KEYS_ONLY'),
      index('audit'),
    ],
  },
  AgentLoad: { stream: false, indexes: [index('by_kind')] },
  Insight: { stream: false, indexes: [index('by_kind')] },
  Search: { stream: false, indexes: [] },
  Connections: { stream: false, indexes: [index('by_topic')] },
} as const satisfies Record<TableName, TableShape>

/** Names of a table's indexes. */
export type IndexName<Name extends TableName> = (typeof tables)[Name]['indexes'][number]['name']

type IndexNamed<Name extends string> = Extract<(typeof tables)['Tickets']['indexes'][number], { readonly name: Name }>

const ticketIndexes = Object.fromEntries(tables.Tickets.indexes.map((shape) => [shape.name, shape])) as {
  readonly [Name in IndexName<'Tickets'>]: IndexNamed<Name>
}

/** An index of tickets, with the names of its key attributes. */
export const ticketIndex = <Name extends IndexName<'Tickets'>>(name: Name): IndexNamed<Name> => ticketIndexes[name]

/** A sequence number as text that sorts like the number. */
const padded = (seq: number): string => String(seq).padStart(8, '0')

export interface Key {
  readonly pk: string
  readonly sk: string
}

/** Rows of a ticket: the ticket, its conversation, its routing decisions, and every event. */
export const ticketKeys = {
  ticket: (id: string): Key => ({ pk: subjectOf.ticket(id), sk: 'TICKET' }),
  comment: (id: string, seq: number): Key => ({ pk: subjectOf.ticket(id), sk: `COMMENT#${padded(seq)}` }),
  decision: (id: string, decidedAt: string, decisionId: string): Key => ({
    pk: subjectOf.ticket(id),
    sk: `ROUTING#${decidedAt}#${decisionId}`,
  }),
  /** `subject` is one of `subjectOf`. */
  event: (subject: string, seq: number): Key => ({ pk: subject, sk: `EVENT#${padded(seq)}` }),
  /** Holds a ticket number, so that no second ticket takes it. */
  number: (number: string): Key => ({ pk: `NUMBER#${number}`, sk: 'NUMBER' }),
  /** Remembers that another service's request became a ticket. */
  request: (source: string, requestId: string): Key => ({ pk: `REQUEST#${source}#${requestId}`, sk: 'REQUEST' }),
  /** A deadline of something that is not a ticket, such as an agent's grace time. */
  timer: (kind: string, subject: string): Key => ({ pk: `TIMER#${kind}#${subject}`, sk: 'TIMER' }),
} as const

export const EVENT_PREFIX = 'EVENT#'
export const COMMENT_PREFIX = 'COMMENT#'
export const ROUTING_PREFIX = 'ROUTING#'

const TIMER = /^TIMER#([^#]+)#(.+)$/

/** A timer's kind and subject, from its partition key; undefined for any other key. */
export const timerIn = (pk: string): { readonly timer: string; readonly subject: string } | undefined => {
  const [, timer, subject] = TIMER.exec(pk) ?? []
  return timer === undefined || subject === undefined ? undefined : { timer, subject }
}

/** Rows of people: departments with their agents, users, applications; and what staff set for themselves. */
export const peopleKeys = {
  department: (id: string): Key => ({ pk: subjectOf.department(id), sk: 'DEPARTMENT' }),
  agent: (departmentId: string, agentId: string): Key => ({
    pk: subjectOf.department(departmentId),
    sk: `AGENT#${agentId}`,
  }),
  user: (id: string): Key => ({ pk: subjectOf.user(id), sk: 'USER' }),
  /** Holds an e-mail address, so that no second account takes it. */
  email: (email: string): Key => ({ pk: `EMAIL#${email}`, sk: 'EMAIL' }),
  /** Holds a category for its one department. */
  category: (category: string): Key => ({ pk: `CATEGORY#${category}`, sk: 'CATEGORY' }),
  application: (id: string): Key => ({ pk: `APPLICATION#${id}`, sk: 'APPLICATION' }),
  /** Present while a user's application is undecided. */
  openApplication: (userId: string): Key => ({ pk: subjectOf.user(userId), sk: 'OPEN_APPLICATION' }),
  settings: (): Key => ({ pk: subjectOf.settings, sk: 'SETTINGS' }),
  cannedReply: (id: string): Key => ({ pk: 'CANNED_REPLIES', sk: `CANNED_REPLY#${id}` }),
  /** `owner` is a user's id, or `shared`. */
  view: (owner: string, id: string): Key => ({ pk: `VIEWS#${owner}`, sk: `VIEW#${id}` }),
} as const

export const AGENT_PREFIX = 'AGENT#'

/** Rows of figures and plans: counters, hourly volume, forecasts, merge plans, labels, models. */
export const insightKeys = {
  /** Sorts after the days of its shard, so that one query reads the latest of them and the counters. */
  counters: (shard: number): Key => ({ pk: `COUNTERS#${shard}`, sk: 'TOTALS' }),
  daily: (shard: number, date: string): Key => ({ pk: `COUNTERS#${shard}`, sk: `DAY#${date}` }),
  /** `scope` is a department's id, or `all`; one row per local day. */
  volume: (scope: string, date: string): Key => ({ pk: `VOLUME#${scope}`, sk: `DAY#${date}` }),
  forecast: (scope: string, hour: string): Key => ({ pk: `FORECAST#${scope}`, sk: `HOUR#${hour}` }),
  merge: (id: string): Key => ({ pk: subjectOf.merge(id), sk: 'MERGE' }),
  /** Holds a department for the one plan that it may have a part in. */
  merged: (departmentId: string): Key => ({ pk: `MERGED#${departmentId}`, sk: 'MERGED' }),
  label: (labelledAt: string, ticketId: string): Key => ({ pk: 'LABELS', sk: `LABEL#${labelledAt}#${ticketId}` }),
  model: (version: number): Key => ({ pk: 'MODELS', sk: `MODEL#${padded(version)}` }),
  pressure: (departmentId: string, at: string): Key => ({ pk: `PRESSURE#${departmentId}`, sk: `AT#${at}` }),
  /** Remembers that a projection has counted an event. */
  counted: (projection: string, eventId: string): Key => ({ pk: `COUNTED#${projection}#${eventId}`, sk: 'COUNTED' }),
} as const

/** Rows of the inverted index: one for each word and ticket, in the order of creation. */
export const searchKeys = {
  posting: (term: string, order: string): Key => ({ pk: `TERM#${term}`, sk: order }),
  /** The words that a ticket is indexed under, so that a change need write only the difference. */
  indexed: (ticketId: string): Key => ({ pk: `INDEXED#${ticketId}`, sk: 'INDEXED' }),
} as const

/** Rows that expire: sockets, admissions, rate windows, idempotency records, sent mails. */
export const connectionKeys = {
  connection: (id: string): Key => ({ pk: `CONNECTION#${id}`, sk: 'CONNECTION' }),
  /** A topic that a connection is subscribed to, such as `TICKET#<id>` or `USER#<id>`. */
  subscription: (connectionId: string, topic: string): Key => ({
    pk: `CONNECTION#${connectionId}`,
    sk: `TOPIC#${topic}`,
  }),
  admission: (ticket: string): Key => ({ pk: `ADMISSION#${ticket}`, sk: 'ADMISSION' }),
  /** `network` is what counts as one client's address. */
  rateWindow: (network: string): Key => ({ pk: `RATE#ADDRESS#${network}`, sk: 'WINDOW' }),
  idempotency: (scope: string, key: string): Key => ({ pk: `IDEMPOTENCY#${scope}`, sk: `KEY#${key}` }),
  mail: (eventId: string, recipient: string): Key => ({ pk: `MAIL#${eventId}`, sk: `TO#${recipient}` }),
  viewer: (ticketId: string, userId: string): Key => ({ pk: `VIEWERS#${ticketId}`, sk: `USER#${userId}` }),
  classification: (hash: string): Key => ({ pk: `CLASSIFICATION#${hash}`, sk: 'CLASSIFICATION' }),
} as const

/** The keys under which indexes list rows by kind; those of sharded indexes come before the shard. */
export const kinds = {
  users: 'USER',
  applications: 'APPLICATION',
  departments: 'DEPARTMENT',
  plans: (state: string): string => `MERGE#${state}`,
  /** All connections, for counting them. */
  connections: 'CONNECTIONS',
  events: 'EVENTS',
  /** Tickets and timers with a deadline. */
  due: 'DUE',
} as const

/** The sort key of ticket lists, greatest for the newest; also that of deadlines, events and plans. */
export const listOrder = (at: string, id: string): string => `${at}#${id}`

/** The time and the id in a `listOrder`. */
export const placeIn = (order: string): { readonly at: string; readonly id: string } => {
  const end = order.indexOf('#')
  return { at: order.slice(0, end), id: order.slice(end + 1) }
}

/** A low-cardinality key with its shard, so that one value's writes spread over partitions. */
export const sharded = (value: string, shard: number): string => `${value}#${shard}`

/** A row's shard: always the same for an id, evenly spread over ids. `shards` is at least 1. */
export const shardOf = (id: string, shards: number): number => {
  let hash = 0
  for (const character of id) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) >>> 0
  return hash % shards
}
