import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { call, idempotency } from '../../api/call.ts'
import { keys } from '../../api/queries.ts'
import { useOnce } from '../../api/use-once.ts'
import { useSubmissionKey } from '../../api/use-submission-key.ts'
import { Button } from '../../design/button.tsx'
import { Field } from '../../design/field.tsx'
import { Modal } from '../../design/modal.tsx'
import { FailureNotice } from '../../design/notice.tsx'
import { useDeskText } from '../../text/use-desk-text.ts'
import { useWords } from '../../text/use-words.ts'
import styles from './filters.module.css'
import type { InboxSearch } from './search.ts'

/** Saves the list's address under a name, for this person or for everybody. */
export const SaveView = ({ search }: { readonly search: InboxSearch }) => {
  const { list } = useDeskText()
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button onClick={() => setOpen(true)}>{list.save}</Button>
      {open && <SaveViewDialog search={search} onClose={() => setOpen(false)} />}
    </>
  )
}

const SaveViewDialog = ({ search, onClose }: { readonly search: InboxSearch; readonly onClose: () => void }) => {
  const words = useWords()
  const { list } = useDeskText()
  const client = useQueryClient()
  const { keyFor } = useSubmissionKey()
  const [missing, setMissing] = useState(false)
  const query = new URLSearchParams({ ...search }).toString()
  const saving = useOnce({
    mutationFn: (body: { name: string; query: string; shared: boolean }) =>
      call('createView', { body, headers: idempotency(keyFor(body)) }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: keys.views })
      onClose()
    },
  })
  const save = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const data = new FormData(event.currentTarget)
    const name = String(data.get('name') ?? '').trim()
    setMissing(name === '')
    if (name) saving.mutate({ name, query, shared: data.has('shared') })
  }
  return (
    <Modal title={list.save} onClose={onClose}>
      <form className={styles.save} onSubmit={save} noValidate>
        <Field label={list.viewName} error={missing ? words.required : undefined}>
          {(control) => <input {...control} name="name" maxLength={60} required />}
        </Field>
        <label className={styles.share}>
          <input type="checkbox" name="shared" /> {list.shareView}
        </label>
        {saving.error && <FailureNotice error={saving.error} />}
        <Button kind="primary" type="submit" busy={saving.isPending && words.saving}>
          {words.save}
        </Button>
      </form>
    </Modal>
  )
}
