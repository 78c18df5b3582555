import { RefusedError } from '../../domain/errors.ts'
import { leaveStaff } from '../../domain/people.ts'
import { actorOf } from '../../domain/ticket.ts'
import { route } from '../../platform/http.ts'
import { newId } from '../../platform/ids.ts'
import { signedIn } from '../../platform/ticket-access.ts'
import { leave } from '../../stores/leaving.ts'
import { getUser } from '../../stores/people.ts'

/** Makes an agent a customer again; their open tickets go back into line with their age. */
export const removeAgent = route('removeAgent', async ({ caller, params }) => {
  const { role } = await getUser(params.id)
  if (role === 'admin') throw new RefusedError('conflict', 'admin_stays', `user ${params.id} is an admin`)
  const doing = { actor: actorOf(signedIn(caller)), now: new Date() }
  await leave(
    params.id,
    {
      reason: 'the agent left',
      to: null,
      decide: (user) => ({ change: leaveStaff(user, { ...doing, event_id: newId() }), extra: [] }),
    },
    doing,
  )
  return undefined
})
