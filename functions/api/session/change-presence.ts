import { assertNotErased, setPresence, userOf } from '../../domain/people.ts'
import { actorOf } from '../../domain/ticket.ts'
import { newId } from '../../platform/ids.ts'
import { updateUser } from '../../stores/people.ts'
import { route } from '../pipeline/http.ts'
import { signedIn } from '../pipeline/ticket-access.ts'

/** Sets the caller's own presence; when an agent comes online, the event rings their department's bell. */
export const changePresence = route('changePresence', async ({ caller, body: { presence } }) => {
  const self = signedIn(caller)
  const user = await updateUser(self.id, (current) => {
    assertNotErased(current)
    const change = setPresence(current, presence, { event_id: newId(), actor: actorOf(self), now: new Date() })
    return change && { change }
  })
  return { user: userOf(user) }
})
