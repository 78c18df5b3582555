import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useRef, useState } from 'react'
import type { Ticket } from '../../../../functions/contracts/ticket.ts'
import { call, idempotency } from '../../api/call.ts'
import { draftSubmission, useDraft } from '../../api/drafts.ts'
import { keys } from '../../api/queries.ts'
import { tabStorage } from '../../api/storage.ts'
import { draftSubmissionKey } from '../../api/submission.ts'
import { useOnce } from '../../api/use-once.ts'
import { Button } from '../../design/button.tsx'
import { Field } from '../../design/field.tsx'
import { FailureNotice, Notice } from '../../design/notice.tsx'
import { usePagesText } from '../../text/use-pages-text.ts'
import { useWords } from '../../text/use-words.ts'
import styles from '../form.module.css'
import { SlowLine } from '../slow-line.tsx'
import { useReplyAuthor } from './reply-author.ts'
import held from './reply-form.module.css'
import type { TrackingHeaders } from './tracking-token.ts'
import { useHeldPlace } from './use-held-place.ts'

/** The form with which a customer replies, says that the ticket is solved, or reopens it. */
export const ReplyForm = ({ ticket, headers }: ReplyFormProps) => {
  const words = useWords()
  const { ticket: text } = usePagesText()
  const client = useQueryClient()
  const author = useReplyAuthor(headers)
  const draft = useDraft(author, ticket.id)
  const [missing, setMissing] = useState(false)
  const reopens = ticket.status === 'resolved'
  const form = useRef<HTMLFormElement>(null)
  const field = useRef<HTMLTextAreaElement>(null)
  useHeldPlace(form, field)

  const reply = useOnce({
    mutationKey: ['reply', author, ticket.id],
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
    onSuccess: () => {
      // After a reply the ticket may be solved again, which is a new confirmation; one under way still arrives.
      const mutationKey = confirmationOf(author, ticket)
      if (!client.isMutating({ mutationKey })) {
        const changes = client.getMutationCache()
        for (const one of changes.findAll({ mutationKey })) changes.remove(one)
        submissionOf(mutationKey).done()
      }
      return client.invalidateQueries({ queryKey: keys.ticket(ticket.id) })
    },
  })

  const send = (event: FormEvent) => {
    event.preventDefault()
    const empty = draft.text.trim() === ''
    setMissing(empty)
    if (!empty) reply.mutate(draft.text)
  }
  return (
    <form className={`${styles.form} ${held.reply}`} ref={form} onSubmit={send} noValidate>
      {reopens && <Notice kind="ok">{text.resolved}</Notice>}
      <Field
        label={reopens ? text.stillWrong : text.reply}
        hint={text.replyHint}
        error={missing && !draft.text.trim() ? words.required : undefined}
      >
        {(control) => (
          <textarea
            {...control}
            ref={field}
            dir="auto"
            rows={4}
            maxLength={10_000}
            value={draft.text}
            onChange={({ target }) => draft.write(target.value)}
          />
        )}
      </Field>
      {reply.error && reply.variables === draft.text && <FailureNotice error={reply.error} title={text.replyFailed} />}
      {reply.isPending && !reply.isPaused && <SlowLine />}
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

const confirmationOf = (author: string, ticket: Ticket) => ['confirm', author, ticket.id] as const
const submissionOf = (mutationKey: readonly string[]) =>
  draftSubmissionKey(tabStorage, `plimsoll.${mutationKey.join('.')}`)

/**
 * "This solved it": thanks the agent, who then closes the ticket. An unassigned ticket was not solved by an agent, so
 * the words differ; the agent who takes it will close it.
 */
const SolvedButton = ({ ticket, headers }: ReplyFormProps) => {
  const { ticket: text } = usePagesText()
  const client = useQueryClient()
  const mutationKey = confirmationOf(useReplyAuthor(headers), ticket)
  const confirm = useOnce({
    mutationKey,
    mutationFn: async (_: null) => {
      const { keyFor, done } = submissionOf(mutationKey)
      await call('confirmTicket', {
        params: { id: ticket.id },
        headers: { ...headers, ...idempotency(keyFor(null)) },
      })
      done()
    },
    onSuccess: () => client.invalidateQueries({ queryKey: keys.ticket(ticket.id) }),
  })
  if (confirm.status === 'success') {
    return <Notice kind="ok">{ticket.assignee ? text.solvedThanks : text.solvedNoted}</Notice>
  }
  return (
    <>
      <Button busy={confirm.isPending && text.sending} onClick={() => confirm.mutate(null)}>
        {ticket.assignee ? text.solved : text.solvedMeanwhile}
      </Button>
      {confirm.error && <FailureNotice error={confirm.error} />}
    </>
  )
}
