import { newId } from '../../platform/ids.ts'
import {
  listCannedReplies as list,
  removeCannedReply as remove,
  createCannedReply as store,
  updateCannedReply as update,
} from '../../stores/canned-replies.ts'
import { shortPage } from '../../stores/short-lists.ts'
import { route } from '../pipeline/http.ts'
import { signedIn } from '../pipeline/ticket-access.ts'

export const listCannedReplies = route('listCannedReplies', async ({ query }) =>
  shortPage('canned-replies', await list(), query),
)

export const createCannedReply = route('createCannedReply', async ({ caller, body, once }) => {
  const at = new Date().toISOString()
  const reply = { id: newId(), ...body, created_by: signedIn(caller).id, created_at: at, updated_at: at }
  await store(reply, once(reply))
  return reply
})

export const patchCannedReply = route('patchCannedReply', ({ params, body }) => update(params.id, body, new Date()))

export const removeCannedReply = route('removeCannedReply', async ({ params }) => {
  await remove(params.id)
  return undefined
})
