import type { Application } from '../../contracts/people.ts'
import { RefusedError } from '../../domain/errors.ts'
import { apply as applying, assertNotErased } from '../../domain/people.ts'
import { actorOf } from '../../domain/ticket.ts'
import { newId } from '../../platform/ids.ts'
import { openApplication } from '../../stores/applications.ts'
import { updateUser } from '../../stores/people.ts'
import { type ApiRequest, route } from '../pipeline/http.ts'
import { signedIn } from '../pipeline/ticket-access.ts'

const alreadyOpen = new RefusedError('conflict', 'application_open', 'there is an undecided application already')

/** A customer asks to become an agent; one question at a time. */
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
      extra: [...openApplication(application), ...once(application)],
      refusals: [alreadyOpen],
    }
  })
  return applied({ id: self.id, name, email })
}

export const applyAsAgent = route('applyAsAgent', apply)

export const requestModeration = route('requestModeration', apply)
