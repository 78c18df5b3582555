import { useQuery } from '@tanstack/react-query'
import type { FormEvent } from 'react'
import type { CannedReply } from '../../../../functions/contracts/workspace.ts'
import { call } from '../../api/call.ts'
import { keys } from '../../api/queries.ts'
import { Button } from '../../design/button.tsx'
import { Field } from '../../design/field.tsx'
import { EmptyState, FailureNotice } from '../../design/notice.tsx'
import { QueryView } from '../../design/query-view.tsx'
import { useAdminText } from '../../text/use-admin-text.ts'
import { useWords } from '../../text/use-words.ts'
import { Part } from '../screen.tsx'
import styles from './admin.module.css'
import { useChange } from './use-change.ts'

/** Replies that everybody at the desk may use. */
export const CannedRepliesPart = () => {
  const { settings: text } = useAdminText()
  const replies = useQuery({ queryKey: keys.cannedReplies, queryFn: () => call('listCannedReplies') })
  return (
    <Part title={text.canned} id="canned">
      <QueryView query={replies}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState title={text.noCanned} />
          ) : (
            <ul className={styles.stack}>
              {items.map((reply) => (
                <Reply key={reply.id} reply={reply} />
              ))}
            </ul>
          )
        }
      </QueryView>
      <NewReply />
    </Part>
  )
}

const Reply = ({ reply: { id, title, body } }: { readonly reply: CannedReply }) => {
  const { settings: text } = useAdminText()
  const remove = useChange((_: null) => call('removeCannedReply', { params: { id } }), [keys.cannedReplies])
  return (
    <li className={styles.card}>
      <strong>{title}</strong>
      <p className={styles.text}>{body}</p>
      {remove.error && <FailureNotice error={remove.error} />}
      <div className={styles.actions}>
        <Button kind="plain" onClick={() => remove.mutate(null)}>
          {text.removeCanned(title)}
        </Button>
      </div>
    </li>
  )
}

const NewReply = () => {
  const words = useWords()
  const { settings: text } = useAdminText()
  const add = useChange(
    (body: { title: string; body: string }, headers) => call('createCannedReply', { body, headers }),
    [keys.cannedReplies],
  )
  const save = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = event.currentTarget
    const data = new FormData(form)
    const reply = { title: String(data.get('title')).trim(), body: String(data.get('body')).trim() }
    add.mutate(reply, { onSuccess: () => form.reset() })
  }
  return (
    <form className={styles.form} onSubmit={save}>
      <Field label={text.cannedTitle}>
        {(control) => <input {...control} name="title" maxLength={100} required />}
      </Field>
      <Field label={text.cannedBody}>
        {(control) => <textarea {...control} name="body" rows={3} maxLength={10_000} required />}
      </Field>
      <div className={styles.full}>{add.error && <FailureNotice error={add.error} />}</div>
      <div className={styles.full}>
        <Button type="submit" busy={add.isPending && words.saving}>
          {text.addCanned}
        </Button>
      </div>
    </form>
  )
}
