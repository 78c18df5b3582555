import { type KeyboardEvent, type Ref, useImperativeHandle, useRef, useState } from 'react'
import type { Ticket, Visibility } from '../../../../functions/contracts/ticket.ts'
import { addToDraft, useDraft } from '../../api/drafts.ts'
import { Button } from '../../design/button.tsx'
import { KeyHint } from '../../design/key-hint.tsx'
import { Notice } from '../../design/notice.tsx'
import { useDeskText } from '../../text/use-desk-text.ts'
import { FailureNote } from '../failures/failure-note.tsx'
import { isOf, useFailures } from '../failures/failures.ts'
import { useMe } from '../me.ts'
import { useAttendance } from '../viewers/use-attendance.ts'
import { CannedReplies } from './canned-replies.tsx'
import { CollisionLine } from './collision-line.tsx'
import styles from './composer.module.css'
import { KeptDrafts } from './kept-drafts.tsx'
import { draftOf, useSending } from './use-sending.ts'

/** The handle by which shortcuts and the triage panel use the composer. */
export interface ComposerControl {
  /** Focuses the text, as a reply or as a note. */
  readonly focus: (visibility: Visibility) => void
}

/** A reply or a note, each with its own draft, which only sending clears. */
export const Composer = ({ ticket, ref }: { readonly ticket: Ticket; readonly ref: Ref<ComposerControl> }) => {
  const { composer: text } = useDeskText()
  const me = useMe()
  const [visibility, setVisibility] = useState<Visibility>('public')
  const reply = useDraft(me.id, draftOf(ticket.id, 'public'))
  const note = useDraft(me.id, draftOf(ticket.id, 'internal'))
  const draft = visibility === 'public' ? reply : note
  const field = useRef<HTMLTextAreaElement>(null)
  const signalTyping = useAttendance(ticket.id)
  const sending = useSending(ticket)
  const { isPending, isWaiting } = sending.underwayOf(visibility)
  const failed = useFailures().all.filter(isOf(ticket.id, 'answer'))
  const [wasOpen] = useState(ticket.status !== 'closed')

  useImperativeHandle(ref, () => ({
    focus: (wanted) => {
      setVisibility(wanted)
      field.current?.focus()
    },
  }))

  const send = (resolve: boolean) => {
    const body = draft.text
    if (body.trim()) sending.send({ body, visibility, resolve })
  }
  const insert = (added: string) => {
    addToDraft(me.id, draftOf(ticket.id, visibility), added)
    field.current?.focus()
  }
  const onKey = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
    event.preventDefault()
    send(event.shiftKey)
  }
  if (ticket.status === 'closed') {
    return (
      <footer className={styles.composer}>
        <Notice>{text.closed}</Notice>
        <KeptDrafts ticketId={ticket.id} interrupts={wasOpen} />
      </footer>
    )
  }
  const label = visibility === 'public' ? text.replyTo(ticket.requester.name) : text.noteFor
  return (
    <footer className={styles.composer} data-visibility={visibility}>
      <CollisionLine ticketId={ticket.id} />
      <div className={styles.tabs}>
        <fieldset className={styles.kinds}>
          <legend className={styles.legend}>{text.label}</legend>
          <Kind name={text.reply} keyName="r" on={visibility === 'public'} onChoose={() => setVisibility('public')} />
          <Kind
            name={text.note}
            keyName="n"
            on={visibility === 'internal'}
            onChoose={() => setVisibility('internal')}
          />
        </fieldset>
        <CannedReplies onChoose={insert} />
      </div>
      <textarea
        ref={field}
        className={styles.text}
        rows={3}
        maxLength={10_000}
        aria-label={label}
        placeholder={label}
        value={draft.text}
        onChange={({ target }) => {
          draft.write(target.value)
          signalTyping()
        }}
        onKeyDown={onKey}
        dir="auto"
      />
      {failed.map((failure) => (
        <FailureNote key={failure.id} failure={failure} />
      ))}
      <div className={styles.actions}>
        <Button
          kind="primary"
          onClick={() => send(false)}
          busy={isPending && (isWaiting ? text.waiting : text.sending)}
        >
          {visibility === 'public' ? text.send : text.sendNote} <KeyHint>Ctrl ⏎</KeyHint>
        </Button>
        {visibility === 'public' && ticket.status !== 'resolved' && (
          <Button onClick={() => send(true)}>{text.sendAndResolve}</Button>
        )}
      </div>
    </footer>
  )
}

const Kind = ({ name, keyName, on, onChoose }: KindProps) => (
  <label className={styles.kind}>
    <input type="radio" name="visibility" checked={on} onChange={onChoose} />
    <span>{name}</span> <KeyHint>{keyName}</KeyHint>
  </label>
)

interface KindProps {
  readonly name: string
  readonly keyName: string
  readonly on: boolean
  readonly onChoose: () => void
}
