import { useEffect, useRef } from 'react'
import type { Visibility } from '../../../../functions/contracts/ticket.ts'
import { useDraft } from '../../api/drafts.ts'
import { Button } from '../../design/button.tsx'
import { CopyButton } from '../../design/copy-button.tsx'
import { Field } from '../../design/field.tsx'
import { useDeskText } from '../../text/use-console-text.ts'
import { useWords } from '../../text/use-words.ts'
import { useMe } from '../me.ts'
import styles from './composer.module.css'
import { draftOf } from './use-sending.ts'

/** What somebody wrote on a ticket where it can no longer be sent; nothing where nothing was written. */
export const KeptDrafts = ({ ticketId, interrupts }: KeptDraftsProps) => {
  const { composer: text } = useDeskText()
  return (
    <>
      <KeptDraft ticketId={ticketId} visibility="public" label={text.keptReply} interrupts={interrupts} />
      <KeptDraft ticketId={ticketId} visibility="internal" label={text.keptNote} interrupts={interrupts} />
    </>
  )
}

interface KeptDraftsProps {
  readonly ticketId: string
  /** Whether they came in place of a field that somebody may have been typing in. */
  readonly interrupts: boolean
}

const KeptDraft = ({ ticketId, visibility, label, interrupts }: KeptDraftProps) => {
  const words = useWords()
  const { composer: text } = useDeskText()
  const draft = useDraft(useMe().id, draftOf(ticketId, visibility))
  const field = useRef<HTMLTextAreaElement>(null)
  useEffect(() => {
    // With its field gone the next letters of a sentence would be taken for keys of the desk.
    if (interrupts && document.activeElement === document.body) field.current?.focus()
  }, [interrupts])
  if (!draft.text.trim()) return null
  return (
    <div className={styles.kept}>
      <Field label={label}>
        {({ id }) => (
          <textarea id={id} ref={field} className={styles.text} rows={3} readOnly value={draft.text} dir="auto" />
        )}
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

interface KeptDraftProps extends KeptDraftsProps {
  readonly visibility: Visibility
  readonly label: string
}
