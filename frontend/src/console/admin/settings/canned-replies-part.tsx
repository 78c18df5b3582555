import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { CannedReply } from '../../../../../functions/contracts/workspace.ts'
import { call } from '../../../api/call.ts'
import { keys } from '../../../api/queries.ts'
import { Button } from '../../../design/button.tsx'
import { Field } from '../../../design/field.tsx'
import { Modal } from '../../../design/modal.tsx'
import { EmptyState, FailureNotice } from '../../../design/notice.tsx'
import { QueryView } from '../../../design/query-view.tsx'
import { RemoveButton } from '../../../design/remove-button.tsx'
import { useAdminText } from '../../../text/use-admin-text.ts'
import { useWords } from '../../../text/use-words.ts'
import { Part } from '../../screen.tsx'
import styles from '../admin.module.css'
import { changedFields, isEmpty } from '../changed-fields.ts'
import { useChange } from '../use-change.ts'
import { useCheckedForm } from '../use-checked-form.ts'

/** Replies that all agents may use. */
export const CannedRepliesPart = () => {
  const { settings: text } = useAdminText()
  const replies = useQuery({ queryKey: keys.cannedReplies, queryFn: () => call('listCannedReplies') })
  const [edited, setEdited] = useState<CannedReply | 'new' | null>(null)
  return (
    <Part title={text.canned} id="canned" actions={<Button onClick={() => setEdited('new')}>{text.addCanned}</Button>}>
      <QueryView query={replies}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState title={text.noCanned} />
          ) : (
            <ul className={styles.columns}>
              {items.map((reply) => (
                <Reply key={reply.id} reply={reply} onEdit={() => setEdited(reply)} />
              ))}
            </ul>
          )
        }
      </QueryView>
      {edited && <ReplyDialog {...(edited === 'new' ? {} : { reply: edited })} onClose={() => setEdited(null)} />}
    </Part>
  )
}

const Reply = ({ reply: { id, title, body }, onEdit }: ReplyProps) => {
  const words = useWords()
  const { settings: text } = useAdminText()
  const remove = useChange((_: null) => call('removeCannedReply', { params: { id } }), [keys.cannedReplies], {
    wayBack: () => ({
      text: text.removedCanned(title),
      send: (headers) => call('createCannedReply', { body: { title, body }, headers }),
    }),
  })
  return (
    <li className={styles.card}>
      <strong>{title}</strong>
      <p className={styles.text} dir="auto">
        {body}
      </p>
      {remove.error && <FailureNotice error={remove.error} />}
      <div className={styles.actions}>
        <Button aria-label={text.editCanned(title)} onClick={onEdit}>
          {words.edit}
        </Button>
        <RemoveButton
          aria-label={text.removeCanned(title)}
          busy={remove.isPending && words.saving}
          onRemove={() => remove.mutate(null)}
        >
          {words.remove}
        </RemoveButton>
      </div>
    </li>
  )
}

interface ReplyProps {
  readonly reply: CannedReply
  readonly onEdit: () => void
}

/** The form for a new reply, or for editing one. */
const ReplyDialog = ({ reply, onClose }: { readonly reply?: CannedReply; readonly onClose: () => void }) => {
  const words = useWords()
  const { settings: text } = useAdminText()
  const save = useChange(
    (body: { title: string; body: string }, headers) =>
      reply
        ? call('patchCannedReply', { params: { id: reply.id }, body: changedFields(body, reply) })
        : call('createCannedReply', { body, headers }),
    [keys.cannedReplies],
  )
  const { form, check, errorOf } = useCheckedForm(save.error)
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    if (!check()) return
    const data = new FormData(event.currentTarget)
    const content = { title: String(data.get('title')).trim(), body: String(data.get('body')).trim() }
    if (reply && isEmpty(changedFields(content, reply))) onClose()
    else save.mutate(content, { onSuccess: onClose })
  }
  return (
    <Modal title={reply ? text.editCanned(reply.title) : text.addCanned} onClose={onClose}>
      <form className={styles.form} ref={form} noValidate onSubmit={submit}>
        <div className={styles.full}>
          <Field label={text.cannedTitle} error={errorOf('title')}>
            {(control) => <input {...control} name="title" maxLength={100} defaultValue={reply?.title} required />}
          </Field>
        </div>
        <div className={styles.full}>
          <Field label={text.cannedBody} hint={text.cannedHint} error={errorOf('body')}>
            {(control) => (
              <textarea
                {...control}
                name="body"
                rows={6}
                dir="auto"
                maxLength={10_000}
                defaultValue={reply?.body}
                required
              />
            )}
          </Field>
        </div>
        <div className={styles.full}>{save.error && <FailureNotice error={save.error} />}</div>
        <div className={styles.full}>
          <Button kind="primary" type="submit" busy={save.isPending && words.saving}>
            {words.save}
          </Button>
        </div>
      </form>
    </Modal>
  )
}
