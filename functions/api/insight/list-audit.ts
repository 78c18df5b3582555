import { listAudit as readAudit } from '../../stores/audit.ts'
import { route } from '../pipeline/http.ts'

/** The audit log of all subjects, newest first. */
export const listAudit = route('listAudit', ({ query: { limit, cursor, page, ...filter } }) =>
  readAudit(filter, { limit, ...(cursor !== undefined && { cursor }), ...(page && { page }) }),
)
