import type { SavedView } from '../../contracts/workspace.ts'
import { RefusedError } from '../../domain/errors.ts'
import type { SignedIn } from '../../domain/permissions.ts'
import { newId } from '../../platform/ids.ts'
import { shortPage } from '../../stores/short-lists.ts'
import {
  findView,
  listViews as list,
  removeView as remove,
  replaceView as replace,
  createView as store,
} from '../../stores/views.ts'
import { route } from '../pipeline/http.ts'
import { signedIn } from '../pipeline/ticket-access.ts'

const unknown = (id: string): RefusedError => new RefusedError('not-found', 'view_unknown', `there is no view ${id}`)

/**
 * A view that a user may change: their own; for admins also those that others share.
 *
 * @throws RefusedError `view_unknown`, `not_allowed` for a view that others share
 */
const changeable = async (user: SignedIn, id: string): Promise<SavedView> => {
  const view = await findView(user.id, id)
  if (!view) throw unknown(id)
  if (view.owner_id === user.id || user.role === 'admin') return view
  throw new RefusedError('forbidden', 'not_allowed', `view ${id} belongs to somebody else`)
}

export const listViews = route('listViews', async ({ caller, query }) =>
  shortPage('views', await list(signedIn(caller).id), query),
)

export const createView = route('createView', async ({ caller, body, once }) => {
  const view = { id: newId(), ...body, owner_id: signedIn(caller).id, created_at: new Date().toISOString() }
  await store(view, once(view))
  return view
})

export const patchView = route('patchView', async ({ caller, params, body }) => {
  const before = await changeable(signedIn(caller), params.id)
  const after = { ...before, ...body }
  if (!(await replace(before, after))) throw unknown(params.id)
  return after
})

export const removeView = route('removeView', async ({ caller, params }) => {
  if (!(await remove(await changeable(signedIn(caller), params.id)))) throw unknown(params.id)
  return undefined
})
