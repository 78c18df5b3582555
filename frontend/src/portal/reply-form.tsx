import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { Ticket } from '../../../functions/contracts/ticket.ts'
import { call, idempotency } from '../api/call.ts'
import { draftSubmission, useDraft } from '../api/drafts.ts'
import { keys } from '../api/queries.ts'
import { useSubmissionKey } from '../api/submission.ts'
import { remembered, useLastAttempt } from '../api/use-last-attempt.ts'
import { useOnce } from '../api/use-once.ts'
import { Button } from '../design/button.tsx'
import { Field } from '../design/field.tsx'
import { FailureNotice, Notice } from '../design/notice.tsx'
import { usePortalText } from '../text/use-portal-text.ts'
import { useWords } from '../text/use-words.ts'
import styles from './form.module.css'
import { useReplyAuthor } from './reply-author.ts'
import type { TrackingHeaders } from './ticket-page.tsx'

/** Answer, say that it is solved, or open again what was not. */
export const ReplyForm = ({ ticket, headers }: ReplyFormProps) => {
  const words = useWords()
  const { ticket: text } = usePortalText()
  const client = useQueryClient()
  const author = useReplyAuthor(headers)
  const draft = useDraft(author, ticket.id)
  const [missing, setMissing] = useState(false)
  const reopens = ticket.status === 'resolved'

  const mutationKey = ['reply', author, ticket.id]
  const reply = useOnce({
    ...remembered,
    mutationKey,
    networkMode: 'online',
    mutationFn: async (body: string) => {
      const { keyFor, sent } = draftSubmission(author, ticket.id)
      await call('addComment', {
        params: { id: ticket.id },
        body: { body },
        headers: { ...headers, ...idempotency(keyFor(body)) },
      })
      sent(body)
    },
    onSuccess: () => client.invalidateQueries({ queryKey: keys.ticket(ticket.id) }),
  })
  const { error, input } = useLastAttempt<string>(mutationKey)

  const send = (event: FormEvent) => {
    event.preventDefault()
    const empty = draft.text.trim() === ''
    setMissing(empty)
    if (!empty) reply.mutate(draft.text)
  }
  return (
    <form className={styles.form} onSubmit={send} noValidate>
      {reopens && <Notice kind="ok">{text.resolved}</Notice>}
      <Field
        label={reopens ? text.stillWrong : text.reply}
        hint={text.replyHint}
        error={missing && !draft.text.trim() ? words.required : undefined}
      >
        {(control) => (
          <textarea
            {...control}
            dir="auto"
            rows={4}
            maxLength={10_000}
            value={draft.text}
            onChange={({ target }) => draft.write(target.value)}
          />
        )}
      </Field>
      {error && input === draft.text && <FailureNotice error={error} title={text.replyFailed} />}
      <div className={styles.actions}>
        <Button kind={reopens ? 'outlined' : 'primary'} type="submit" busy={reply.isPending && text.sending}>
          {reopens ? text.reopen : text.send}
        </Button>
        {!reopens && <SolvedButton ticket={ticket} headers={headers} />}
      </div>
    </form>
  )
}

interface ReplyFormProps {
  readonly ticket: Ticket
  readonly headers: TrackingHeaders
}

/** "This solved it": a word of thanks for the agent, who then closes the matter. */
const SolvedButton = ({ ticket, headers }: ReplyFormProps) => {
  const { ticket: text } = usePortalText()
  const client = useQueryClient()
  const { keyFor } = useSubmissionKey()
  const confirm = useMutation({
    mutationFn: () =>
      call('confirmTicket', { params: { id: ticket.id }, headers: { ...headers, ...idempotency(keyFor('confirm')) } }),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.ticket(ticket.id) }),
  })
  if (confirm.isSuccess) return <Notice kind="ok">{text.solvedThanks}</Notice>
  return (
    <>
      <Button busy={confirm.isPending && text.sending} onClick={() => confirm.mutate()}>
        {text.solved}
      </Button>
      {confirm.error && <FailureNotice error={confirm.error} />}
    </>
  )
}
