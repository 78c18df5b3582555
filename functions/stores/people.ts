import { GetCommand } from '@aws-sdk/lib-dynamodb'
import * as z from 'zod'
import { UserState } from '../contracts/people-state.ts'
import { RefusedError } from '../domain/errors.ts'
import type { UserChange } from '../domain/people.ts'
import { showPresence } from './agents.ts'
import type { Paging } from './cursor.ts'
import {
  documents,
  ExtraWriteRefusedError,
  failedAt,
  stillAt,
  tableNamed,
  untilWritten,
  type Write,
  writeTogether,
} from './documents.ts'
import { recordEvent } from './events.ts'
import { shardKey } from './index-shards.ts'
import { listKind, type Page } from './kind-pages.ts'
import { kinds, listOrder, peopleKeys } from './tables.ts'

/** Not strict: rows carry key attributes that records do not. */
const Row = UserState.strip().extend({
  // The first users are written by hand and may lack these.
  former_presence: UserState.shape.former_presence.default(null),
  application_ids: UserState.shape.application_ids.default([]),
  erased_at: UserState.shape.erased_at.default(null),
})

const EmailRow = z.object({ user_id: z.string().optional() })

const parseUser = (row: unknown): UserState => Row.parse(row)

/** A user as its row. */
export const userRow = (user: UserState): Record<string, unknown> => ({
  ...peopleKeys.user(user.id),
  ...user,
  by_kind_key: shardKey(kinds.users, user.id),
  by_kind_order: listOrder(user.created_at, user.id),
})

const getRow = async (Key: { pk: string; sk: string }): Promise<Record<string, unknown> | undefined> => {
  const { Item } = await documents.send(
    new GetCommand({ TableName: tableNamed('AgentLoad'), Key, ConsistentRead: true }),
  )
  return Item
}

/** A user at this moment, erased ones included. */
export const findUser = async (id: string): Promise<UserState | undefined> => {
  const row = await getRow(peopleKeys.user(id))
  return row && parseUser(row)
}

/** @throws RefusedError `user_unknown` */
export const getUser = async (id: string): Promise<UserState> => {
  const user = await findUser(id)
  if (!user) throw new RefusedError('not-found', 'user_unknown', `there is no user ${id}`)
  return user
}

/** The user of an e-mail address, lower case. */
export const findUserByEmail = async (email: string): Promise<UserState | undefined> => {
  const row = await getRow(peopleKeys.email(email))
  const { user_id } = EmailRow.parse(row ?? {})
  return user_id === undefined ? undefined : findUser(user_id)
}

/** Reserves an e-mail address for a user. Its row may hold a guest's mail settings already, but no other user. */
export const takeEmail = (email: string, userId: string): Write => ({
  Update: {
    TableName: tableNamed('AgentLoad'),
    Key: peopleKeys.email(email),
    UpdateExpression: 'SET user_id = :user',
    ConditionExpression: 'attribute_not_exists(user_id)',
    ExpressionAttributeValues: { ':user': userId },
  },
})

/** Frees an e-mail address, and deletes its mail settings. */
export const releaseEmail = (email: string): Write => ({
  Delete: { TableName: tableNamed('AgentLoad'), Key: peopleKeys.email(email) },
})

/** Checks that a user has not changed since they were read. */
export const unchangedUser = ({ id, version }: UserState): Write => ({
  ConditionCheck: {
    TableName: tableNamed('AgentLoad'),
    Key: peopleKeys.user(id),
    ConditionExpression: 'version = :seen',
    ExpressionAttributeValues: { ':seen': version },
  },
})

const putUser = ({ before, user }: UserChange): Write => ({
  Put: {
    TableName: tableNamed('AgentLoad'),
    Item: userRow(user),
    ...stillAt(before?.version ?? 0),
  },
})

/** Copies a changed presence to the agent's row in their department, where a claim checks it. */
const presenceEffects = ({ before, user }: UserChange): readonly Write[] => {
  if (!before?.department_id || before.department_id !== user.department_id) return []
  if (before.presence === user.presence) return []
  return [showPresence({ department_id: before.department_id, id: user.id }, user.presence)]
}

/**
 * The outcome of a commit; only `written` changed anything. `refused` lists which writes of `extra` failed, by index.
 */
export type UserCommit = 'written' | 'stale' | { readonly refused: readonly number[] }

/** Writes a user's change in one transaction: the row, its event, its effect on the agent's row, and `extra`. */
export const commitUser = async (change: UserChange, extra: readonly Write[] = []): Promise<UserCommit> => {
  const own = [putUser(change), recordEvent(change.event), ...presenceEffects(change)]
  const failures = await writeTogether([...own, ...extra])
  if (!failures) return 'written'
  if (own.some((_write, place) => failedAt(failures, place))) return 'stale'
  return { refused: extra.flatMap((_write, place) => (failedAt(failures, own.length + place) ? [place] : [])) }
}

/** A write whose condition must hold for the change, and the refusal if it does not. */
export interface Term {
  readonly write: Write
  readonly refusal: RefusedError
}

export interface UserDecision {
  readonly change: UserChange
  readonly terms?: readonly Term[]
  readonly extra?: readonly Write[]
}

/** How often a change is tried while others come in between. */
const STALE_ATTEMPTS = 10

/**
 * Reads a user, decides and writes; does so again if another change comes in between.
 *
 * @returns the user afterwards; unchanged if the decision was to leave them so
 * @throws RefusedError `user_unknown`; what `decide` throws; the refusal of a term that does not hold; `unavailable` if
 *   other changes keep coming first
 * @throws ExtraWriteRefusedError if a condition of the decision's `extra` does not hold
 */
export const updateUser = async (
  id: string,
  decide: (user: UserState) => UserDecision | undefined | Promise<UserDecision | undefined>,
): Promise<UserState> => {
  const tryOnce = async (): Promise<UserState | 'stale'> => {
    const user = await getUser(id)
    const decided = await decide(user)
    if (!decided) return user
    const { change, terms = [], extra = [] } = decided
    const outcome = await commitUser(change, [...terms.map(({ write }) => write), ...extra])
    if (outcome === 'written') return change.user
    if (outcome === 'stale') return 'stale'
    const [refused = terms.length] = outcome.refused
    throw terms[refused]?.refusal ?? new ExtraWriteRefusedError()
  }
  return untilWritten(STALE_ATTEMPTS, tryOnce, `user ${id} is changing too often`)
}

/** All users, newest first. */
export const listUsers = (paging: Paging): Promise<Page<UserState>> => listKind(kinds.users, paging, parseUser)
