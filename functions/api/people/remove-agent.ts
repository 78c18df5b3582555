import { RefusedError } from '../../domain/errors.ts'
import { actorOf } from '../../domain/ticket.ts'
import { route } from '../../platform/http.ts'
import { signedIn } from '../../platform/ticket-access.ts'
import { getUser } from '../../stores/people.ts'
import { dismissAgent } from './dismiss-agent.ts'

/** Makes an agent a customer again; their open tickets go back into line with their age. */
export const removeAgent = route('removeAgent', async ({ caller, params }) => {
  const { role } = await getUser(params.id)
  if (role === 'admin') throw new RefusedError('conflict', 'admin_stays', `user ${params.id} is an admin`)
  await dismissAgent(params.id, { actor: actorOf(signedIn(caller)), now: new Date() })
  return undefined
})
