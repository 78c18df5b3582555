import { actorOf } from '../../domain/ticket.ts'
import { route } from '../../platform/http.ts'
import { newId } from '../../platform/ids.ts'
import { signedIn } from '../../platform/ticket-access.ts'
import { putSettings as keep, getSettings as read } from '../../stores/settings.ts'

export const getSettings = route('getSettings', () => read({ fresh: true }))

export const putSettings = route('putSettings', async ({ caller, body }) => {
  await keep(body, { event_id: newId(), actor: actorOf(signedIn(caller)), now: new Date() })
  return body
})
