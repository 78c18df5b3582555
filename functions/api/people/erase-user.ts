import { RefusedError } from '../../domain/errors.ts'
import { eraseUser as erased, userOf } from '../../domain/people.ts'
import { actorOf } from '../../domain/ticket.ts'
import { deleteAccount } from '../../platform/accounts.ts'
import { newId } from '../../platform/ids.ts'
import { applicationsOf, eraseApplication, releaseApplicant } from '../../stores/applications.ts'
import { getUser, releaseEmail, updateUser } from '../../stores/people.ts'
import { eraseTickets } from '../../use-cases/erasure.ts'
import { route } from '../pipeline/http.ts'
import { signedIn } from '../pipeline/ticket-access.ts'
import { dismissAgent } from './dismiss-agent.ts'

/**
 * Erases a person: first their sign-in, then their words, last their row, which leads to all the rest: so an erasure
 * that breaks off can be repeated. What happened, and when, stays.
 */
export const eraseUser = route('eraseUser', async ({ caller, params, once }) => {
  const doing = { actor: actorOf(signedIn(caller)), now: new Date() }
  const { email, role, erased_at } = await getUser(params.id)
  if (role === 'admin') throw new RefusedError('conflict', 'admin_stays', `user ${params.id} is an admin`)
  if (erased_at === null) {
    await deleteAccount(email)
    if (role === 'agent') await dismissAgent(params.id, doing)
  }
  await eraseTickets(params.id, doing)

  const user = await updateUser(params.id, async (current) => {
    if (current.erased_at !== null) return undefined
    const change = erased(current, { ...doing, event_id: newId() })
    const applications = await applicationsOf(current)
    return {
      change,
      extra: [
        releaseEmail(current.email),
        ...applications.map((application) => eraseApplication(application, doing.now)),
        releaseApplicant(current.id),
        ...once({ user: userOf(change.user) }),
      ],
    }
  })
  return { user: userOf(user) }
})
