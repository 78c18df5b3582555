import { waitedSeconds } from '../../domain/time.ts'
import { listDepartments } from '../../stores/departments.ts'
import { queuedTickets } from '../../stores/queued-tickets.ts'
import { route } from '../pipeline/http.ts'

/** Every waiting ticket with its place in its department's line, in serving order. */
export const listQueue = route('listQueue', async () => {
  const departments = await listDepartments()
  const now = new Date()
  const queued = await queuedTickets(departments.map(({ id }) => id))
  return {
    items: queued.map(({ created_at, ...ticket }) => ({ ...ticket, waiting_seconds: waitedSeconds(created_at, now) })),
  }
})
