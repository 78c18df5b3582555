import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useRef, useState } from 'react'
import type { NewTicket, OpenedTicket } from '../../../functions/contracts/ticket.ts'
import type { Category, Priority } from '../../../functions/contracts/triage.ts'
import { call, idempotency } from '../api/call.ts'
import { useSession } from '../api/session.ts'
import { useSubmissionKey } from '../api/submission.ts'
import { Button } from '../design/button.tsx'
import { Field } from '../design/field.tsx'
import { FailureNotice } from '../design/notice.tsx'
import { usePortalText } from '../text/use-portal-text.ts'
import { useWords } from '../text/use-words.ts'
import styles from './form.module.css'
import { errorsOf, focusFirstInvalid } from './form-errors.ts'
import { SuggestionBox } from './suggestion-box.tsx'
import { useTicketDraft } from './ticket-draft.ts'

const categories: readonly Category[] = ['billing', 'technical', 'account', 'general']
const priorities: readonly Priority[] = ['low', 'medium', 'high', 'critical']

/** The form for a new ticket; description first, the rest fills itself in as far as a machine may. */
export const SubmitForm = ({ onSent }: { readonly onSent: (ticket: OpenedTicket) => void }) => {
  const words = useWords()
  const { submit } = usePortalText()
  const session = useSession()
  const guest = session === null
  const { draft, suggestion, values, body, change } = useTicketDraft({ guest })
  const [missing, setMissing] = useState<readonly string[]>([])
  const form = useRef<HTMLFormElement>(null)
  const { keyFor, done } = useSubmissionKey()

  const sending = useMutation({
    mutationFn: (ticket: NewTicket) => call('createTicket', { body: ticket, headers: idempotency(keyFor(ticket)) }),
    onSuccess: (ticket) => {
      done()
      onSent(ticket)
    },
  })
  const refused = errorsOf(sending.error)
  const errorFor = (field: string) => (missing.includes(field) ? words.required : refused[field])

  const send = (event: FormEvent) => {
    event.preventDefault()
    if (sending.isPending) return
    const ticket = body()
    const empty = [
      ...(ticket.description ? [] : ['description']),
      ...(ticket.title ? [] : ['title']),
      ...(ticket.requester && !ticket.requester.name ? ['requester.name'] : []),
      ...(ticket.requester && !ticket.requester.email.includes('@') ? ['requester.email'] : []),
    ]
    setMissing(empty)
    if (empty.length === 0) sending.mutate(ticket)
    else focusFirstInvalid(form)
  }

  return (
    <form className={styles.form} ref={form} onSubmit={send} noValidate>
      <Field label={submit.description} hint={submit.descriptionHint} error={errorFor('description')}>
        {(control) => (
          <textarea
            {...control}
            className={`${control.className} ${styles.description}`}
            name="description"
            rows={6}
            maxLength={10_000}
            required
            value={draft.description}
            onChange={({ target }) => change({ description: target.value })}
          />
        )}
      </Field>
      <SuggestionBox suggestion={suggestion} />
      <Field label={submit.headline} hint={submit.headlineHint} error={errorFor('title')}>
        {(control) => (
          <input
            {...control}
            name="title"
            maxLength={200}
            required
            value={values.title}
            onChange={({ target }) => change({ title: target.value })}
          />
        )}
      </Field>
      <div className={styles.pair}>
        <Field label={submit.topic} error={errorFor('category')}>
          {(control) => (
            <select
              {...control}
              name="category"
              value={values.category}
              onChange={({ target }) => change({ category: target.value as Category })}
            >
              {categories.map((one) => (
                <option key={one} value={one}>
                  {words.category[one]}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field label={submit.priority} error={errorFor('priority')}>
          {(control) => (
            <select
              {...control}
              name="priority"
              value={values.priority}
              onChange={({ target }) => change({ priority: target.value as Priority })}
            >
              {priorities.map((one) => (
                <option key={one} value={one}>
                  {words.priority[one]}
                </option>
              ))}
            </select>
          )}
        </Field>
      </div>
      {session ? (
        <p className={styles.quiet}>{submit.signedInAs(session.user.name, session.user.email)}</p>
      ) : (
        <fieldset>
          <legend className={styles.legend}>{submit.whoAreYou}</legend>
          <div className={styles.pair}>
            <Field label={words.name} error={errorFor('requester.name')}>
              {(control) => (
                <input
                  {...control}
                  name="name"
                  autoComplete="name"
                  maxLength={100}
                  required
                  value={draft.name}
                  onChange={({ target }) => change({ name: target.value })}
                />
              )}
            </Field>
            <Field label={words.email} error={errorFor('requester.email')}>
              {(control) => (
                <input
                  {...control}
                  name="email"
                  type="email"
                  autoComplete="email"
                  required
                  value={draft.email}
                  onChange={({ target }) => change({ email: target.value })}
                />
              )}
            </Field>
          </div>
        </fieldset>
      )}
      {sending.error && <FailureNotice error={sending.error} title={submit.failed} />}
      <div className={styles.actions}>
        <Button kind="primary" type="submit" busy={sending.isPending && submit.sending}>
          {submit.send}
        </Button>
      </div>
    </form>
  )
}
