import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Ticket } from '../../../../functions/contracts/ticket.ts'
import { call } from '../../api/call.ts'
import { keys } from '../../api/queries.ts'
import { Button } from '../../design/button.tsx'
import { Field } from '../../design/field.tsx'
import { Modal } from '../../design/modal.tsx'
import { EmptyState, FailureNotice } from '../../design/notice.tsx'
import { QueryView } from '../../design/query-view.tsx'
import { StatusMark } from '../../design/status-mark.tsx'
import { useSettled } from '../../design/use-settled.ts'
import { useDeskText } from '../../text/use-desk-text.ts'
import { useWords } from '../../text/use-words.ts'
import { isOf, useFailures } from '../failures/failures.ts'
import styles from './merge-dialog.module.css'
import { useMerge } from './use-merge.ts'

const MOST = 8

/** Finds the ticket into which this one is merged; that ticket stays open. */
export const MergeDialog = ({ ticket, onClose }: { readonly ticket: Ticket; readonly onClose: () => void }) => {
  const words = useWords()
  const { merge: text } = useDeskText()
  const [typed, setTyped] = useState('')
  const [chosen, setChosen] = useState<string | null>(null)
  const merging = useMerge(ticket)
  const { all, settle } = useFailures()
  const isOfThis = isOf(ticket.id, 'merge')
  const failure = all.find(isOfThis)
  // A failure is shown here until the dialog is closed; if it was closed before, it is reported above the conversation.
  const close = () => {
    settle(isOfThis)
    onClose()
  }
  const search = useSettled(typed.trim())
  const found = useQuery({
    queryKey: [...keys.tickets, 'merge', search],
    queryFn: ({ signal }) => call('listTickets', { query: { limit: MOST + 1, ...(search ? { search } : {}) }, signal }),
    select: ({ items }) =>
      items
        .filter(({ id, merged_into, status }) => id !== ticket.id && merged_into === null && status !== 'closed')
        .slice(0, MOST),
  })
  // Only a ticket on screen can be chosen: a search that does not find the chosen one clears the choice.
  const into = found.data?.find(({ id }) => id === chosen)?.id
  return (
    <Modal title={text.title(ticket.number)} onClose={close}>
      <p className={styles.lead}>{text.lead}</p>
      <Field label={text.search}>
        {(control) => (
          <input {...control} type="search" value={typed} onChange={({ target }) => setTyped(target.value)} />
        )}
      </Field>
      <QueryView query={found} rows={3}>
        {(tickets) =>
          tickets.length === 0 ? (
            <EmptyState title={text.none} />
          ) : (
            <fieldset className={styles.found}>
              <legend>{text.into}</legend>
              {tickets.map(({ id, number, title, status }) => (
                <label className={styles.ticket} key={id}>
                  <input type="radio" name="into" checked={chosen === id} onChange={() => setChosen(id)} />
                  <span className={styles.title} dir="auto">
                    {title}
                  </span>
                  <span className={styles.number}>{number}</span>
                  <StatusMark status={status} />
                </label>
              ))}
            </fieldset>
          )
        }
      </QueryView>
      {failure && <FailureNotice title={failure.title} error={failure.error} />}
      <div className={styles.actions}>
        <Button
          kind="primary"
          disabled={into === undefined}
          busy={merging.isPending && words.saving}
          onClick={() => into && merging.mutate(into, { onSuccess: onClose })}
        >
          {text.merge}
        </Button>
        <Button onClick={close}>{words.cancel}</Button>
      </div>
    </Modal>
  )
}
