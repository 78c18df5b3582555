import { GetCommand } from '@aws-sdk/lib-dynamodb'
import { Application } from '../contracts/people.ts'
import type { UserState } from '../contracts/people-state.ts'
import { RefusedError } from '../domain/errors.ts'
import { TOMBSTONE } from '../domain/people.ts'
import { readRows } from './batch-reads.ts'
import type { Paging } from './cursor.ts'
import { documents, tableNamed, type Write } from './documents.ts'
import { shardKey } from './index-shards.ts'
import { listKind, type Page, pageOf } from './kind-pages.ts'
import type { Term } from './people.ts'
import { kinds, listOrder, peopleKeys } from './tables.ts'

/** Not strict: rows carry key attributes that records do not. */
const Row = Application.strip()
const parseApplication = (row: unknown): Application => Row.parse(row)

/** @throws RefusedError `application_unknown` */
export const getApplication = async (id: string): Promise<Application> => {
  const { Item } = await documents.send(
    new GetCommand({ TableName: tableNamed('AgentLoad'), Key: peopleKeys.application(id), ConsistentRead: true }),
  )
  if (!Item) throw new RefusedError('not-found', 'application_unknown', `there is no application ${id}`)
  return parseApplication(Item)
}

const alreadyOpen = new RefusedError('conflict', 'application_open', 'there is an undecided application already')

/** Marks a user's application as open; refused if they have an open one already. */
export const markOpen = ({ id, user }: Application): Term => ({
  write: {
    Put: {
      TableName: tableNamed('AgentLoad'),
      Item: { ...peopleKeys.openApplication(user.id), application_id: id },
      ConditionExpression: 'attribute_not_exists(pk)',
    },
  },
  refusal: alreadyOpen,
})

/** The write of a new application. */
export const putApplication = (application: Application): Write => ({
  Put: {
    TableName: tableNamed('AgentLoad'),
    Item: {
      ...peopleKeys.application(application.id),
      ...application,
      by_kind_key: shardKey(kinds.applications, application.id),
      by_kind_order: listOrder(application.created_at, application.id),
    },
    ConditionExpression: 'attribute_not_exists(pk)',
  },
})

/** Lets a user apply again. */
export const releaseApplicant = (userId: string): Write => ({
  Delete: { TableName: tableNamed('AgentLoad'), Key: peopleKeys.openApplication(userId) },
})

export const alreadyDecided = (id: string): RefusedError =>
  new RefusedError('conflict', 'already_decided', `application ${id} has been decided`)

/** Writes the decision about an application; refused if it has been decided already. */
export const markDecided = ({ id, state, decided_by, decided_at }: Application): Term => ({
  write: {
    Update: {
      TableName: tableNamed('AgentLoad'),
      Key: peopleKeys.application(id),
      UpdateExpression: 'SET #state = :state, decided_by = :by, decided_at = :at',
      ConditionExpression: '#state = :open',
      ExpressionAttributeNames: { '#state': 'state' },
      ExpressionAttributeValues: { ':state': state, ':by': decided_by, ':at': decided_at, ':open': 'open' },
    },
  },
  refusal: alreadyDecided(id),
})

/** Erases a person's data from an application; an undecided one is closed as rejected. */
export const eraseApplication = ({ id, state, decided_by, decided_at }: Application, now: Date): Write => ({
  Update: {
    TableName: tableNamed('AgentLoad'),
    Key: peopleKeys.application(id),
    UpdateExpression:
      'SET motivation = :erased, #user.#name = :erased, #user.email = :erased, #state = :state, decided_by = :by, decided_at = :at',
    ExpressionAttributeNames: { '#user': 'user', '#name': 'name', '#state': 'state' },
    ExpressionAttributeValues: {
      ':erased': TOMBSTONE,
      ':state': state === 'open' ? 'rejected' : state,
      ':by': decided_by,
      ':at': decided_at ?? now.toISOString(),
    },
  },
})

/** All applications, newest first. */
export const listApplications = (paging: Paging): Promise<Page<Application>> =>
  listKind(kinds.applications, paging, parseApplication)

/** A user's own applications, in no order. */
export const applicationsOf = async ({ application_ids }: UserState): Promise<readonly Application[]> => {
  const rows = await readRows('AgentLoad', application_ids.map(peopleKeys.application), { ConsistentRead: true })
  return rows.map(parseApplication)
}

export const listOwnApplications = async (user: UserState, paging: Paging): Promise<Page<Application>> =>
  pageOf(`${kinds.applications}#${user.id}`, await applicationsOf(user), paging)
