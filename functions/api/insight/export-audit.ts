import type { AuditEvent } from '../../contracts/events.ts'
import { listEveryAudit } from '../../stores/audit.ts'
import { csvOf } from '../pipeline/csv.ts'
import { route } from '../pipeline/http.ts'

/** As many events as fit into one function's response, 6 MB; `from` and `to` select the rest. */
const MOST_EVENTS = 10_000

const columns: Record<string, (event: AuditEvent) => string | number | null> = {
  at: ({ at }) => at,
  type: ({ type }) => type,
  subject: ({ subject }) => subject,
  seq: ({ seq }) => seq,
  actor_kind: ({ actor }) => actor.kind,
  actor_id: ({ actor }) => actor.id,
  actor_name: ({ actor }) => actor.name,
  changes: ({ changes }) => JSON.stringify(changes),
  reason: ({ reason }) => reason ?? null,
  event_id: ({ event_id }) => event_id,
}

/** The audit log for a spreadsheet: the newest 10,000 of the events that match. */
export const exportAudit = route('exportAudit', async ({ query }) =>
  csvOf(columns, await listEveryAudit(query, MOST_EVENTS)),
)
