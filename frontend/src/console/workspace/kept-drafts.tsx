import { useDraft } from '../../api/drafts.ts'
import { KeptText } from '../../design/kept-text.tsx'
import { useDeskText } from '../../text/use-desk-text.ts'
import { useMe } from '../me.ts'
import { type DraftKind, draftOf } from './use-sending.ts'

/** Drafts on a ticket where they can no longer be sent; renders nothing if there are none. */
export const KeptDrafts = ({ ticketId, interrupts }: KeptDraftsProps) => {
  const { composer: text } = useDeskText()
  return (
    <>
      <KeptDraft ticketId={ticketId} about="public" label={text.keptReply} interrupts={interrupts} />
      <KeptDraft ticketId={ticketId} about="internal" label={text.keptNote} interrupts={interrupts} />
    </>
  )
}

/** Drafts about a suggestion that can no longer be decided that way; renders nothing if there are none. */
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
  /** Whether they replaced a field in which somebody may have been typing. */
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
