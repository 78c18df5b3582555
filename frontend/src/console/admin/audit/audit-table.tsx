import { Link } from '@tanstack/react-router'
import type { AuditEvent } from '../../../../../functions/contracts/events.ts'
import { Table } from '../../../design/table.tsx'
import { useAdminText } from '../../../text/use-admin-text.ts'
import { useDeskText } from '../../../text/use-desk-text.ts'
import { useWords } from '../../../text/use-words.ts'
import { orderedChanges, shownValue } from '../../shown-values.ts'
import { useAgents } from '../../use-agents.ts'
import { useDepartments } from '../../use-departments.ts'
import admin from '../admin.module.css'
import styles from './audit-table.module.css'
import { useEventNames } from './use-event-names.ts'

/** How many characters at the end of an id are shown: ids of the same hour begin alike. */
const SHORT_ID = 6
/** Shown for a missing value. */
const NOTHING = '–'

/** Changes: who made them, from which value to which. */
export const AuditTable = ({ events }: { readonly events: readonly AuditEvent[] }) => {
  const { format } = useWords()
  const { nav } = useDeskText()
  const { audit } = useAdminText()
  const nameOf = useEventNames()
  const { table: column } = audit
  return (
    <Table
      label={nav.audit}
      columns={[column.at, column.who, column.what, column.subject, column.changes]}
      rows={events.map((event) => ({
        key: event.event_id,
        cells: [
          <time key="at" className={styles.when} dateTime={event.at}>
            {format.stamp(event.at)}
          </time>,
          <span key="who" className={styles.who} data-actor={event.actor.kind}>
            {event.actor.name}
          </span>,
          <span key="what" className={styles.what}>
            {nameOf(event.type)}
          </span>,
          <Subject key="subject" event={event} />,
          <Changes key="changes" event={event} />,
        ],
      }))}
    />
  )
}

const Subject = ({ event: { subject, ticket_id } }: { readonly event: AuditEvent }) => {
  const { audit } = useAdminText()
  const known = [...(useDepartments().data ?? []), ...useAgents()]
  const [kind = '', id = ''] = subject.split('#')
  const called = known.find((one) => one.id === id)?.name ?? `…${id.slice(-SHORT_ID)}`
  const name = `${audit.subjects[kind] ?? kind} ${called}`
  if (!ticket_id) {
    return (
      <span className={admin.mono} title={subject}>
        {name}
      </span>
    )
  }
  return (
    <Link
      className={admin.mono}
      to="/tickets/$ticketId"
      params={{ ticketId: ticket_id }}
      search={{ view: 'all' }}
      title={subject}
    >
      {name}
    </Link>
  )
}

/** Every field that changed, with its old and new value; ids of people are replaced by their names. */
const Changes = ({ event }: { readonly event: AuditEvent }) => {
  const words = useWords()
  const { timeline } = useDeskText()
  const { audit } = useAdminText()
  const departments = useDepartments().data ?? []
  const agents = useAgents()
  const show = (field: string, value: unknown) =>
    agents.find(({ id }) => id === value)?.name ?? shownValue(field, value, words, departments)
  const changes = orderedChanges(event.changes)
    .map(([field, [from, to]]) => ({ field, from: show(field, from), to: show(field, to) }))
    .filter(({ from, to }) => from !== NOTHING || to !== NOTHING)
  if (changes.length === 0 && !event.reason) return NOTHING
  return (
    <>
      {changes.length > 0 && (
        <ul className={styles.changes}>
          {changes.map(({ field, from, to }) => (
            <li key={field}>
              <span className={admin.quiet}>
                {audit.fields[field] ?? timeline.fields[field] ?? field.replaceAll('_', ' ')}
              </span>{' '}
              {from !== NOTHING && <del>{from}</del>} <ins>{to}</ins>
            </li>
          ))}
        </ul>
      )}
      {event.reason && <p className={styles.reason}>{event.reason}</p>}
    </>
  )
}
