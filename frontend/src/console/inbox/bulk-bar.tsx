import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { Status, Ticket } from '../../../../functions/contracts/ticket.ts'
import { call, ifMatch } from '../../api/call.ts'
import { keys } from '../../api/queries.ts'
import { Button } from '../../design/button.tsx'
import { useDeskText } from '../../text/use-console-text.ts'
import { useWords } from '../../text/use-words.ts'
import styles from './bulk-bar.module.css'
import { statuses } from './search.ts'

/** One change for all selected tickets; each stands or falls alone, and the sum is said. */
export const BulkBar = ({ tickets, selected, onClear }: BulkBarProps) => {
  const words = useWords()
  const { list, ticket: text } = useDeskText()
  const client = useQueryClient()
  const chosen = tickets.filter(({ id }) => selected.has(id))
  const change = useMutation({
    mutationFn: (status: Status) =>
      Promise.allSettled(
        chosen.map(({ id, version }) =>
          call('patchTicket', { params: { id }, body: { status }, headers: ifMatch(version) }),
        ),
      ),
    onSettled: () => client.invalidateQueries({ queryKey: keys.tickets }),
  })
  const done = change.data?.filter(({ status }) => status === 'fulfilled').length ?? 0
  const failed = (change.data?.length ?? 0) - done
  return (
    <div className={styles.bar}>
      <span role="status">{change.data ? list.bulkDone(done, failed) : list.selected(chosen.length)}</span>
      <select
        aria-label={text.status}
        value=""
        onChange={({ target }) => {
          const status = statuses.find((one) => one === target.value)
          if (status) change.mutate(status)
        }}
      >
        <option value="">{text.status}</option>
        {statuses.map((status) => (
          <option key={status} value={status}>
            {words.status[status]}
          </option>
        ))}
      </select>
      <Button kind="plain" onClick={onClear}>
        {list.unselect}
      </Button>
    </div>
  )
}

interface BulkBarProps {
  readonly tickets: readonly Ticket[]
  readonly selected: ReadonlySet<string>
  readonly onClear: () => void
}
