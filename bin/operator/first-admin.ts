import { appointAdmin } from '../../functions/domain/people.ts'
import { SYSTEM } from '../../functions/domain/ticket/change.ts'
import { newId } from '../../functions/platform/ids.ts'
import { findUserByEmail, updateUser } from '../../functions/stores/people.ts'

/**
 * Makes the user with this e-mail address an admin; the event then updates the account's group, as for agents.
 *
 * @param email lower case
 * @param isMeant confirms that this is the right person, before anything is changed: sign-up does not verify addresses,
 *   so a stranger may have taken this one
 * @returns the outcome, for people to read
 * @throws Error if nobody or an agent has signed up with the address; RefusedError `not_a_customer`
 */
export const appoint = async (email: string, isMeant: (who: string) => Promise<boolean>): Promise<string> => {
  const found = await findUserByEmail(email)
  if (!found) throw new Error(`nobody has signed up as ${email}; please do so on the site first`)
  if (found.role === 'admin') return `${email} is an admin already`
  if (found.role === 'agent') {
    throw new Error(
      `${email} is an agent, and only a customer can be made an admin: please have an admin remove the agent first`,
    )
  }
  const who = `${email} is ${JSON.stringify(found.name)}, user ${found.id}, who signed up at ${found.created_at}`
  if (!(await isMeant(who))) return 'Nothing was changed'
  await updateUser(found.id, (user) => {
    const change = appointAdmin(user, { event_id: newId(), actor: SYSTEM, now: new Date() })
    return change && { change }
  })
  return `${email} is an admin now; please sign in again`
}
