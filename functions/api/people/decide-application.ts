import type { Application, ApplicationDecision } from '../../contracts/people.ts'
import { DEFAULT_CAPACITY } from '../../domain/department.ts'
import { approve, reject } from '../../domain/people.ts'
import type { Happening } from '../../domain/ticket/change.ts'
import { actorOf } from '../../domain/ticket.ts'
import { newId } from '../../platform/ids.ts'
import { joinDepartment } from '../../stores/agents.ts'
import { alreadyDecided, getApplication, markDecided, releaseApplicant } from '../../stores/applications.ts'
import { updateUser } from '../../stores/people.ts'
import { route } from '../pipeline/http.ts'
import { signedIn } from '../pipeline/ticket-access.ts'
import { assertDepartment } from './assert-department.ts'

/** Writes the decision on an application, once; approval makes the applicant an agent. */
const decide = async (application: Application, decision: ApplicationDecision, happening: Happening): Promise<void> => {
  const terms = [markDecided(application)]
  const released = releaseApplicant(application.user.id)
  await updateUser(application.user.id, (user) =>
    decision.state === 'rejected'
      ? { change: reject(user, application.id, happening), terms, extra: [released] }
      : {
          change: approve(user, application.id, decision.department_id, happening),
          terms,
          extra: [
            released,
            joinDepartment({
              id: user.id,
              name: user.name,
              department_id: decision.department_id,
              skills: application.skills,
              capacity: decision.capacity ?? DEFAULT_CAPACITY,
              presence: user.presence,
              role: 'agent',
            }),
          ],
        },
  )
}

export const decideApplication = route('decideApplication', async ({ caller, params, body }) => {
  const self = signedIn(caller)
  const open = await getApplication(params.id)
  if (open.state !== 'open') throw alreadyDecided(open.id)
  if (body.state === 'approved') await assertDepartment(body.department_id)

  const now = new Date()
  const decided = { ...open, state: body.state, decided_by: self.id, decided_at: now.toISOString() }
  await decide(decided, body, { event_id: newId(), actor: actorOf(self), now })
  return decided
})
