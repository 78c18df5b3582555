import { GetCommand } from '@aws-sdk/lib-dynamodb'
import { SavedView } from '../contracts/workspace.ts'
import { documents, ExtraWriteRefusedError, failedAt, tableNamed, type Write, writeTogether } from './documents.ts'
import { queryAll } from './queries.ts'
import { type Key, peopleKeys } from './tables.ts'

/** The owner under which views shared with all staff are stored. */
const EVERYBODY = 'shared'

/** Not strict: rows carry key attributes that records do not. */
const Row = SavedView.strip()

const keyOf = ({ id, owner_id, shared }: Pick<SavedView, 'id' | 'owner_id' | 'shared'>): Key =>
  peopleKeys.view(shared ? EVERYBODY : owner_id, id)

const viewsOf = async (owner: string): Promise<readonly SavedView[]> => {
  const rows = await queryAll({
    TableName: tableNamed('AgentLoad'),
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': peopleKeys.view(owner, '').pk },
    ConsistentRead: true,
  })
  return rows.map((row) => Row.parse(row))
}

/** A user's own views and those that others share, oldest first. */
export const listViews = async (userId: string): Promise<SavedView[]> => {
  const views = (await Promise.all([viewsOf(userId), viewsOf(EVERYBODY)])).flat()
  return views.toSorted((a, b) => (a.id < b.id ? -1 : 1))
}

const readView = async (Key: Key): Promise<SavedView | undefined> => {
  const { Item } = await documents.send(
    new GetCommand({ TableName: tableNamed('AgentLoad'), Key, ConsistentRead: true }),
  )
  return Item && Row.parse(Item)
}

/** A view that a user may see: their own, or a shared one. */
export const findView = async (userId: string, id: string): Promise<SavedView | undefined> => {
  const [own, shared] = await Promise.all([
    readView(peopleKeys.view(userId, id)),
    readView(peopleKeys.view(EVERYBODY, id)),
  ])
  return own ?? shared
}

const put = (view: SavedView, condition: string): Write => ({
  Put: { TableName: tableNamed('AgentLoad'), Item: { ...keyOf(view), ...view }, ConditionExpression: condition },
})

const drop = (view: SavedView): Write => ({
  Delete: { TableName: tableNamed('AgentLoad'), Key: keyOf(view), ConditionExpression: 'attribute_exists(pk)' },
})

/**
 * @throws ExtraWriteRefusedError if the view exists or a write of `extra` was refused: the request was answered before
 */
export const createView = async (view: SavedView, extra: readonly Write[]): Promise<void> => {
  if (await writeTogether([put(view, 'attribute_not_exists(pk)'), ...extra])) throw new ExtraWriteRefusedError()
}

/**
 * Replaces a view; if `shared` changes, its row moves between the owner's views and the shared ones.
 *
 * @returns false if somebody removed or moved it meanwhile
 */
export const replaceView = async (before: SavedView, after: SavedView): Promise<boolean> => {
  const writes =
    before.shared === after.shared
      ? [put(after, 'attribute_exists(pk)')]
      : [drop(before), put(after, 'attribute_not_exists(pk)')]
  return (await writeTogether(writes)) === undefined
}

/** @returns false if somebody removed it before */
export const removeView = async (view: SavedView): Promise<boolean> => !failedAt(await writeTogether([drop(view)]), 0)
