import { useDraft } from '../../api/drafts.ts'
import { KeptText } from '../../design/kept-text.tsx'
import { useDeskText } from '../../text/use-console-text.ts'
import { useMe } from '../me.ts'
import { type DraftKind, draftOf } from './use-sending.ts'

/** What somebody wrote on a ticket where it can no longer be sent; nothing where nothing was written. */
export const KeptDrafts = ({ ticketId, interrupts }: KeptDraftsProps) => {
  const { composer: text } = useDeskText()
  return (
    <>
      <KeptDraft ticketId={ticketId} about="public" label={text.keptReply} interrupts={interrupts} />
      <KeptDraft ticketId={ticketId} about="internal" label={text.keptNote} interrupts={interrupts} />
    </>
  )
}

/** What somebody wrote of a suggestion where it can no longer be decided so; nothing where nothing was written. */
export const KeptDecision = ({ ticketId, interrupts }: KeptDraftsProps) => {
  const { composer: text } = useDeskText()
  return (
    <>
      <KeptDraft ticketId={ticketId} about="suggestion" label={text.keptSuggestion} interrupts={interrupts} />
      <KeptDraft ticketId={ticketId} about="reason" label={text.keptReason} interrupts={interrupts} />
    </>
  )
}

interface KeptDraftsProps {
  readonly ticketId: string
  /** Whether they came in place of a field that somebody may have been typing in. */
  readonly interrupts: boolean
}

const KeptDraft = ({ ticketId, about, label, interrupts }: KeptDraftProps) => {
  const { composer: text } = useDeskText()
  const draft = useDraft(useMe().id, draftOf(ticketId, about))
  return (
    <KeptText
      label={label}
      text={draft.text}
      interrupts={interrupts}
      copyLabel={text.copy}
      copiedLabel={text.copied}
      onWrite={draft.write}
    />
  )
}

interface KeptDraftProps extends KeptDraftsProps {
  readonly about: DraftKind
  readonly label: string
}
