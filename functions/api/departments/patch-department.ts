import { actorOf } from '../../domain/ticket.ts'
import { newId } from '../../platform/ids.ts'
import { updateDepartment } from '../../stores/departments.ts'
import { route } from '../pipeline/http.ts'
import { signedIn } from '../pipeline/ticket-access.ts'
import { showDepartment } from './department-view.ts'

/** Changes a department's settings; the change's event rings the bell of its line. */
export const patchDepartment = route('patchDepartment', async ({ caller, params, body }) => {
  const happening = { event_id: newId(), actor: actorOf(signedIn(caller)), now: new Date() }
  return showDepartment(await updateDepartment(params.id, body, happening))
})
