import type { EventType } from '../../../../../functions/contracts/events.ts'
import { Field } from '../../../design/field.tsx'
import { type NamedValues, Options } from '../../../design/value-select.tsx'
import { useAdminText } from '../../../text/use-admin-text.ts'
import { useDeskText } from '../../../text/use-desk-text.ts'
import { messageOf, useWords } from '../../../text/use-words.ts'
import { useMe } from '../../me.ts'
import { useAgents } from '../../use-agents.ts'
import styles from '../admin.module.css'
import { endOf, startOf } from './days.ts'
import { eventTypes } from './event-types.ts'
import { useEventNames } from './use-event-names.ts'
import type { NamedTicket } from './use-named-ticket.ts'

export interface AuditFilter {
  readonly type?: EventType | undefined
  readonly actor?: string | undefined
  readonly from?: string | undefined
  readonly to?: string | undefined
}

/** Ids under which the system itself acts. */
const SYSTEM = 'system'
const MODEL = 'triage'

export const AuditFilters = ({ ticket, onChange }: AuditFiltersProps) => {
  const { timeline } = useDeskText()
  const { audit } = useAdminText()
  const nameOf = useEventNames()
  const me = useMe()
  const agents = useAgents()
  const actors: NamedValues<string> = [
    [me.id, me.name],
    [SYSTEM, timeline.system],
    [MODEL, timeline.machine],
    ...agents.map(({ id, name }) => [id, name] as const),
  ]
  return (
    <search className={`${styles.form} ${styles.short}`}>
      <Field label={audit.type}>
        {(control) => (
          <select
            {...control}
            onChange={({ target }) => onChange({ type: eventTypes.find((type) => type === target.value) })}
          >
            <option value="">{audit.anyType}</option>
            <Options of={eventTypes.map((type) => [type, nameOf(type)])} />
          </select>
        )}
      </Field>
      <Field label={audit.actor}>
        {(control) => (
          <select {...control} onChange={({ target }) => onChange({ actor: target.value || undefined })}>
            <option value="">{audit.anybody}</option>
            <Options of={actors} />
          </select>
        )}
      </Field>
      <Field label={audit.from}>
        {(control) => (
          <input {...control} type="date" onChange={({ target }) => onChange({ from: startOf(target.value) })} />
        )}
      </Field>
      <Field label={audit.to}>
        {(control) => (
          <input {...control} type="date" onChange={({ target }) => onChange({ to: endOf(target.value) })} />
        )}
      </Field>
      <TicketFilter ticket={ticket} />
    </search>
  )
}

interface AuditFiltersProps {
  readonly ticket: NamedTicket
  readonly onChange: (part: AuditFilter) => void
}

/** The ticket is looked up on blur or Enter; Enter repeats a failed lookup. An empty field means any ticket. */
const TicketFilter = ({ ticket }: { readonly ticket: NamedTicket }) => {
  const { audit } = useAdminText()
  const words = useWords()
  const fault = ticket.error ? messageOf(ticket.error, words) : ticket.isUnknown ? audit.noTicket : undefined
  return (
    <Field label={audit.ticket} error={fault}>
      {(control) => (
        <input
          {...control}
          placeholder={audit.ticketExample}
          onBlur={({ target }) => ticket.look(target.value)}
          onKeyDown={({ key, currentTarget }) => {
            if (key === 'Enter' && !ticket.look(currentTarget.value)) ticket.lookAgain()
          }}
        />
      )}
    </Field>
  )
}
