import type { Application } from '../../contracts/people.ts'
import { apply as applying, assertNotErased } from '../../domain/people.ts'
import { actorOf } from '../../domain/ticket.ts'
import { newId } from '../../platform/ids.ts'
import { markOpen, putApplication } from '../../stores/applications.ts'
import { updateUser } from '../../stores/people.ts'
import { type ApiRequest, route } from '../pipeline/http.ts'
import { signedIn } from '../pipeline/ticket-access.ts'

/** Files a customer's application to become an agent; only one may be open at a time. */
const apply = async ({ caller, body, once }: Pick<ApiRequest<'applyAsAgent'>, 'caller' | 'body' | 'once'>) => {
  const self = signedIn(caller)
  const now = new Date()
  const id = newId()
  const applied = (user: Application['user']): Application => ({
    id,
    user,
    motivation: body.motivation,
    skills: [...new Set(body.skills)],
    state: 'open',
    decided_by: null,
    decided_at: null,
    created_at: now.toISOString(),
  })
  const { name, email } = await updateUser(self.id, (user) => {
    assertNotErased(user)
    const application = applied({ id: user.id, name: user.name, email: user.email })
    return {
      change: applying(user, application, { event_id: newId(), actor: actorOf(self), now }),
      terms: [markOpen(application)],
      extra: [putApplication(application), ...once(application)],
    }
  })
  return applied({ id: self.id, name, email })
}

export const applyAsAgent = route('applyAsAgent', apply)

export const requestModeration = route('requestModeration', apply)
