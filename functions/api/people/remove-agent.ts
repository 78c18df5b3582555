import { RefusedError } from '../../domain/errors.ts'
import { isAdminOnly } from '../../domain/people.ts'
import { actorOf } from '../../domain/ticket.ts'
import { getUser } from '../../stores/people.ts'
import { route } from '../pipeline/http.ts'
import { signedIn } from '../pipeline/ticket-access.ts'
import { dismissAgent } from './dismiss-agent.ts'

/**
 * Makes an agent a customer again, and takes an admin out of their department; their open tickets go back into line with
 * their age.
 */
export const removeAgent = route('removeAgent', async ({ caller, params }) => {
  if (isAdminOnly(await getUser(params.id))) {
    throw new RefusedError('conflict', 'admin_stays', `user ${params.id} is an admin and works in no department`)
  }
  await dismissAgent(params.id, { actor: actorOf(signedIn(caller)), now: new Date() })
  return undefined
})
