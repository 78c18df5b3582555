import { useRef } from 'react'
import type { Ticket } from '../../../functions/contracts/ticket.ts'
import { useDraft } from '../api/drafts.ts'
import { Button } from '../design/button.tsx'
import { CopyButton } from '../design/copy-button.tsx'
import { Field } from '../design/field.tsx'
import { usePortalText } from '../text/use-portal-text.ts'
import { useWords } from '../text/use-words.ts'
import styles from './form.module.css'
import { useReplyAuthor } from './reply-author.ts'
import type { TrackingHeaders } from './ticket-page.tsx'

/** What somebody had written when their ticket was closed: it can no longer be sent, but it is theirs to take along. */
export const UnsentReply = ({ ticket, headers }: UnsentReplyProps) => {
  const words = useWords()
  const { ticket: text } = usePortalText()
  const draft = useDraft(useReplyAuthor(headers), ticket.id)
  const field = useRef<HTMLTextAreaElement>(null)
  if (!draft.text.trim()) return null
  return (
    <div className={styles.form}>
      <Field label={text.unsent}>
        {(control) => <textarea {...control} ref={field} rows={4} readOnly dir="auto" value={draft.text} />}
      </Field>
      <div className={styles.actions}>
        <CopyButton text={draft.text} source={field} label={text.copy} copiedLabel={text.copied} />
        <Button kind="plain" onClick={() => draft.write('')}>
          {words.remove}
        </Button>
      </div>
    </div>
  )
}

interface UnsentReplyProps {
  readonly ticket: Ticket
  readonly headers: TrackingHeaders
}
