import { Link } from '@tanstack/react-router'
import { ArrowLeft } from 'lucide-react'
import { type ReactNode, useId } from 'react'
import type { Ticket } from '../../../../functions/contracts/ticket.ts'
import { PriorityBars } from '../../design/priority-bars.tsx'
import { SlaFuse } from '../../design/sla-fuse.tsx'
import { StatusMark } from '../../design/status-mark.tsx'
import { useDeskText } from '../../text/use-console-text.ts'
import { useWords } from '../../text/use-words.ts'
import { useDepartments } from '../department-loads.tsx'
import { categories, priorities, statuses } from '../inbox/search.ts'
import { useMe } from '../me.ts'
import { AssigneeControl } from './assignee-control.tsx'
import { RoutingLine } from './routing-line.tsx'
import styles from './ticket-head.module.css'
import type { TicketWrite } from './use-ticket-write.ts'

/** What the ticket is, whose it is and why, and the fields that can be changed. */
export const TicketHead = ({ ticket, write }: { readonly ticket: Ticket; readonly write: TicketWrite }) => {
  const { ticket: text } = useDeskText()
  const running = ticket.status === 'open' || ticket.status === 'in_progress'
  return (
    <header className={styles.head}>
      <div className={styles.line}>
        <Link className={styles.back} to="/" search={(before) => before} aria-label={text.back}>
          <ArrowLeft size={16} aria-hidden="true" />
        </Link>
        <span className={styles.number}>{ticket.number}</span>
        <StatusMark status={ticket.status} queueState={ticket.queue_state} position={ticket.queue_position} />
        <PriorityBars priority={ticket.priority} />
        {running && <SlaFuse due_at={ticket.due_at} created_at={ticket.created_at} />}
      </div>
      <h2 id="ticket-title">{ticket.title}</h2>
      <p className={styles.from}>
        {text.from(ticket.requester.name, ticket.requester.email)}
        {ticket.tags.map((tag) => (
          <span className={styles.tag} key={tag}>
            {tag}
          </span>
        ))}
      </p>
      <RoutingLine ticket={ticket} />
      <Fields ticket={ticket} write={write} />
    </header>
  )
}

const Fields = ({ ticket, write }: { readonly ticket: Ticket; readonly write: TicketWrite }) => {
  const words = useWords()
  const { ticket: text } = useDeskText()
  const { role } = useMe()
  const departments = useDepartments().data ?? []
  const locked = ticket.merged_into !== null
  return (
    <div className={styles.fields}>
      <Choice
        label={text.status}
        value={ticket.status}
        disabled={locked || ticket.status === 'closed'}
        options={statuses.map((status) => [status, words.status[status]])}
        onChoose={(status) => write.change({ status })}
      />
      <Choice
        label={text.priority}
        value={ticket.priority}
        disabled={locked}
        options={priorities.map((priority) => [priority, words.priority[priority]])}
        onChoose={(priority) => write.change({ priority })}
      />
      <Choice
        label={text.category}
        value={ticket.category}
        disabled={locked}
        options={categories.map((category) => [category, words.category[category]])}
        onChoose={(category) => write.change({ category })}
      />
      {departments.length > 0 && (
        <Choice
          label={text.department}
          value={ticket.department_id}
          disabled={locked}
          options={departments.map(({ id, name }) => [id, name])}
          onChoose={(department_id) => write.change({ department_id })}
        />
      )}
      {role === 'admin' && <AssigneeControl ticket={ticket} />}
    </div>
  )
}

/** A field of a few values that is written as soon as another one is chosen. */
export const Choice = <Value extends string>({ label, value, options, disabled, onChoose }: ChoiceProps<Value>) => {
  const id = useId()
  return (
    <div className={styles.choice}>
      <label htmlFor={id}>{label}</label>
      <select
        id={id}
        value={value}
        disabled={disabled}
        onChange={({ target }) => {
          const chosen = options.find(([one]) => one === target.value)
          if (chosen) onChoose(chosen[0])
        }}
      >
        {options.map(([one, name]) => (
          <option key={one} value={one}>
            {name}
          </option>
        ))}
      </select>
    </div>
  )
}

interface ChoiceProps<Value extends string> {
  readonly label: ReactNode
  readonly value: Value
  readonly options: readonly (readonly [Value, string])[]
  readonly disabled?: boolean
  readonly onChoose: (value: Value) => void
}
