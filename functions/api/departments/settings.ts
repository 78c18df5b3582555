import { actorOf } from '../../domain/ticket.ts'
import { newId } from '../../platform/ids.ts'
import { putSettings as keep, getSettings as read } from '../../stores/settings.ts'
import { route } from '../pipeline/http.ts'
import { signedIn } from '../pipeline/ticket-access.ts'

export const getSettings = route('getSettings', () => read({ fresh: true }))

export const putSettings = route('putSettings', async ({ caller, body }) => {
  await keep(body, { event_id: newId(), actor: actorOf(signedIn(caller)), now: new Date() })
  return body
})
