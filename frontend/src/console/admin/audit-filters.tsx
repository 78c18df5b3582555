import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { EventType } from '../../../../functions/contracts/events.ts'
import { call } from '../../api/call.ts'
import { Field } from '../../design/field.tsx'
import { type NamedValues, Options } from '../../design/value-select.tsx'
import { useAdminText } from '../../text/use-admin-text.ts'
import { useDeskText } from '../../text/use-console-text.ts'
import { messageOf, useWords } from '../../text/use-words.ts'
import { useMe } from '../me.ts'
import { useAgents } from '../use-agents.ts'
import styles from './admin.module.css'
import { endOf, startOf } from './days.ts'
import { eventTypes } from './event-types.ts'
import { useEventNames } from './use-event-names.ts'

export interface AuditFilter {
  readonly type?: EventType | undefined
  readonly actor?: string | undefined
  readonly ticket_id?: string | undefined
  readonly from?: string | undefined
  readonly to?: string | undefined
}

/** Ids under which the house itself acts. */
const SYSTEM = 'system'
const MODEL = 'triage'
/** Titles and messages may speak of a ticket by its number, too. */
const MOST_ALIKE = 25

export const AuditFilters = ({ onChange }: { readonly onChange: (part: AuditFilter) => void }) => {
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
      <TicketFilter onChange={onChange} />
    </search>
  )
}

const AN_ID = /^[0-9A-HJKMNP-TV-Z]{26}$/

/** The id of a ticket that is named by its number, as people do, or by the id itself; null if there is none. */
const findTicket = async (named: string): Promise<string | null> => {
  if (AN_ID.test(named)) return named
  const { items } = await call('listTickets', { query: { search: named, limit: MOST_ALIKE } })
  return items.find(({ number }) => number === named)?.id ?? null
}

/** Looked for when it is left or entered; empty means any ticket. */
const TicketFilter = ({ onChange }: { readonly onChange: (part: AuditFilter) => void }) => {
  const { audit } = useAdminText()
  const words = useWords()
  const [asked, setAsked] = useState('')
  const search = useMutation({
    mutationFn: findTicket,
    onSuccess: (ticket_id) => {
      if (ticket_id !== null) onChange({ ticket_id })
    },
  })
  const look = (typed: string) => {
    const named = typed.trim().toUpperCase()
    if (named === asked) return
    setAsked(named)
    search.reset()
    if (named) search.mutate(named)
    else onChange({ ticket_id: undefined })
  }
  const fault = search.error ? messageOf(search.error, words) : search.data === null ? audit.noTicket : undefined
  return (
    <Field label={audit.ticket} error={fault}>
      {(control) => (
        <input
          {...control}
          placeholder={audit.ticketExample}
          onBlur={({ target }) => look(target.value)}
          onKeyDown={({ key, currentTarget }) => {
            if (key === 'Enter') look(currentTarget.value)
          }}
        />
      )}
    </Field>
  )
}
