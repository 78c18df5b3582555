import { useState } from 'react'
import type { Ticket } from '../../../../functions/contracts/ticket.ts'
import { priorities, statuses } from '../../api/ticket-values.ts'
import { ActingMenu } from '../../design/acting-menu.tsx'
import { Button } from '../../design/button.tsx'
import { useDeskText } from '../../text/use-desk-text.ts'
import { useWords } from '../../text/use-words.ts'
import { useMe } from '../me.ts'
import { TagForm } from '../tag-form.tsx'
import { useAgents } from '../use-agents.ts'
import styles from './bulk-bar.module.css'
import { type BulkChange, useBulkChange } from './use-bulk-change.ts'

/** Actions on all selected tickets, and their result until the selection changes: use the selection as its `key`. */
export const BulkBar = ({ tickets, selected, onClear }: BulkBarProps) => {
  const words = useWords()
  const { list, ticket: text } = useDeskText()
  const { role } = useMe()
  const chosen = tickets.filter(({ id }) => selected.has(id))
  const { isPending, data, mutate } = useBulkChange()
  // A change under way, or its result, may belong to an earlier selection.
  const [asked, setAsked] = useState(false)
  const run = (change: BulkChange) => {
    setAsked(true)
    mutate({ change, chosen })
  }
  const said = isPending
    ? words.saving
    : asked && data
      ? list.bulkDone(data.changed.length, data.refused.length)
      : list.selected(chosen.length)
  return (
    <div className={styles.bar} role="toolbar" aria-label={list.bulk}>
      <span role="status">{said}</span>
      <Button className={styles.clear} kind="plain" onClick={onClear}>
        {list.unselect}
      </Button>
      <ActingMenu
        label={text.status}
        isBusy={isPending}
        options={statuses.map((status) => [status, words.status[status]])}
        onChoose={(status) => run({ patch: () => ({ status }) })}
      />
      <ActingMenu
        label={text.priority}
        isBusy={isPending}
        options={priorities.map((priority) => [priority, words.priority[priority]])}
        onChoose={(priority) => run({ patch: () => ({ priority }) })}
      />
      {role === 'admin' && <AssignMenu isBusy={isPending} onChoose={(assignment) => run({ assignment })} />}
      <TagForm
        isBusy={isPending}
        onAdd={(tag) => run({ patch: ({ tags }) => (tags.includes(tag) ? null : { tags: [...tags, tag] }) })}
      />
    </div>
  )
}

interface BulkBarProps {
  readonly tickets: readonly Ticket[]
  readonly selected: ReadonlySet<string>
  readonly onClear: () => void
}

const QUEUE = 'queue'
const ROUTER = 'router'

const AssignMenu = ({ isBusy, onChoose }: AssignMenuProps) => {
  const { ticket: text } = useDeskText()
  const agents = useAgents()
  const people = agents.map(({ id, name, active, capacity }) => [id, `${name} ${active}/${capacity}`] as const)
  return (
    <ActingMenu
      label={text.assignee}
      isBusy={isBusy}
      options={[[ROUTER, text.automatic], [QUEUE, text.unassign], ...people]}
      onChoose={(choice) => {
        if (choice === ROUTER) onChoose({ auto: true })
        else onChoose(choice === QUEUE ? { unassign: true } : { agent_id: choice })
      }}
    />
  )
}

interface AssignMenuProps {
  readonly isBusy: boolean
  readonly onChoose: (assignment: Extract<BulkChange, { assignment: unknown }>['assignment']) => void
}
