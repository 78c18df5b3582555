import { newDepartment } from '../../domain/department.ts'
import { actorOf } from '../../domain/ticket.ts'
import { newId } from '../../platform/ids.ts'
import { createDepartment as store } from '../../stores/departments.ts'
import { route } from '../pipeline/http.ts'
import { signedIn } from '../pipeline/ticket-access.ts'
import { showNewDepartment } from './department-view.ts'

/** Creates a department; fields that are not given have their defaults. */
export const createDepartment = route('createDepartment', async ({ caller, body, once }) => {
  const settings = newDepartment(body, newId())
  const answer = showNewDepartment({ ...settings, version: 1 })
  await store(settings, { event_id: newId(), actor: actorOf(signedIn(caller)), now: new Date() }, once(answer))
  return answer
})
