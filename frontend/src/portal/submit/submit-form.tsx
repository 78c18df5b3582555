import { type FormEvent, useRef, useState } from 'react'
import type { OpenedTicket } from '../../../../functions/contracts/ticket.ts'
import { useSession } from '../../api/session.ts'
import { useOnce } from '../../api/use-once.ts'
import { Button } from '../../design/button.tsx'
import { Field } from '../../design/field.tsx'
import { focusFirstInvalid } from '../../design/form-errors.ts'
import { FailureNotice } from '../../design/notice.tsx'
import { useFieldErrors } from '../../design/use-field-errors.ts'
import { usePortalText } from '../../text/use-portal-text.ts'
import { useWords } from '../../text/use-words.ts'
import styles from '../form.module.css'
import { SlowLine } from '../slow-line.tsx'
import { GuestFields, TopicFields } from './submit-fields.tsx'
import { SuggestionBox } from './suggestion-box.tsx'
import { changedSince, faultsOf, useTicketDraft } from './ticket-draft.ts'

/** The longest description that the contract accepts, in characters. */
const LONGEST_TEXT = 10_000
/** For a longer description the form shows how many characters are left. */
const NEARLY_FULL = 9_000

const MUTATION_KEY = ['new-ticket']

/** The form for a new ticket: the description comes first, and the other fields are suggested from it. */
export const SubmitForm = ({ onSent }: { readonly onSent: (ticket: OpenedTicket) => void }) => {
  const words = useWords()
  const { submit } = usePortalText()
  const session = useSession()
  const { draft, suggestion, values, body, change, settle, send } = useTicketDraft(session?.user.id ?? null)
  const [tried, setTried] = useState(false)
  const form = useRef<HTMLFormElement>(null)

  const sending = useOnce({
    mutationKey: MUTATION_KEY,
    networkMode: 'online',
    mutationFn: send,
    onSuccess: onSent,
  })
  const { error, variables } = sending
  const refused = useFieldErrors(error, form)
  const faults = faultsOf(body, words)
  const changed = changedSince(variables, body)
  const errorOf = (name: string) =>
    (tried ? faults[name] : undefined) ?? (changed.includes(name) ? undefined : refused(name))

  const submitDraft = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (Object.keys(faults).length > 0) {
      focusFirstInvalid(form)
      return
    }
    settle()
    sending.mutate(body)
  }

  const left = LONGEST_TEXT - draft.description.length
  return (
    <form className={styles.form} ref={form} onSubmit={submitDraft} noValidate>
      <Field
        label={submit.description}
        hint={draft.description.length > NEARLY_FULL ? submit.roomLeft(left) : submit.descriptionHint}
        error={errorOf('description')}
      >
        {(control) => (
          <textarea
            {...control}
            dir="auto"
            className={`${control.className} ${styles.description}`}
            name="description"
            rows={6}
            maxLength={LONGEST_TEXT}
            required
            value={draft.description}
            onChange={({ target }) => change({ description: target.value })}
          />
        )}
      </Field>
      <SuggestionBox suggestion={suggestion} />
      <Field label={submit.headline} hint={submit.headlineHint} error={errorOf('title')}>
        {(control) => (
          <input
            {...control}
            name="title"
            dir="auto"
            maxLength={200}
            required
            value={values.title}
            onChange={({ target }) => change({ title: target.value })}
          />
        )}
      </Field>
      <TopicFields values={values} errorOf={errorOf} onChange={change} />
      {session ? (
        <p className={styles.quiet}>{submit.signedInAs(session.user.name, session.user.email)}</p>
      ) : (
        <GuestFields draft={draft} errorOf={errorOf} onChange={change} />
      )}
      {error && changed.length === 0 && <FailureNotice error={error} title={submit.failed} />}
      {sending.isPending && !sending.isPaused && <SlowLine />}
      <div className={styles.actions}>
        <Button kind="primary" type="submit" busy={sending.isPending && submit.sending}>
          {submit.send}
        </Button>
      </div>
    </form>
  )
}
