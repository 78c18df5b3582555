import { useRef } from 'react'
import type { Ticket } from '../../../../functions/contracts/ticket.ts'
import { categories, priorities, statuses } from '../../api/ticket-values.ts'
import { openSelect } from '../../design/acting-select.tsx'
import { Choice } from '../../design/choice.tsx'
import { useDeskText } from '../../text/use-desk-text.ts'
import { useWords } from '../../text/use-words.ts'
import { useKeys } from '../keyboard.ts'
import { useMe } from '../me.ts'
import { useDepartments } from '../use-departments.ts'
import { AssigneeControl } from './assignee-control.tsx'
import styles from './ticket-head.module.css'
import type { TicketWrite } from './use-ticket-write.ts'

/** The editable fields of a ticket; each change is saved at once. */
export const TicketFields = ({ ticket, write }: { readonly ticket: Ticket; readonly write: TicketWrite }) => {
  const words = useWords()
  const { ticket: text } = useDeskText()
  const { role } = useMe()
  const departments = useDepartments().data ?? []
  const status = useRef<HTMLSelectElement>(null)
  const priority = useRef<HTMLSelectElement>(null)
  const assignee = useRef<HTMLSelectElement>(null)
  const locked = ticket.merged_into !== null
  const isSettled = locked || ticket.status === 'closed'
  useKeys({
    s: isSettled ? undefined : () => openSelect(status.current),
    p: locked ? undefined : () => openSelect(priority.current),
    a: locked || role !== 'admin' ? undefined : () => openSelect(assignee.current),
  })
  return (
    <div className={styles.fields}>
      <Choice
        ref={status}
        label={text.status}
        value={ticket.status}
        disabled={isSettled}
        options={statuses.map((one) => [one, words.status[one]])}
        onChoose={(one) => write.change({ status: one })}
      />
      <Choice
        ref={priority}
        label={text.priority}
        value={ticket.priority}
        disabled={locked}
        options={priorities.map((one) => [one, words.priority[one]])}
        onChoose={(one) => write.change({ priority: one })}
      />
      <Choice
        label={text.category}
        value={ticket.category}
        disabled={locked}
        options={categories.map((one) => [one, words.category[one]])}
        onChoose={(one) => write.change({ category: one })}
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
      {role === 'admin' && <AssigneeControl ticket={ticket} ref={assignee} />}
    </div>
  )
}
