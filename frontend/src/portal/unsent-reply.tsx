import type { Ticket } from '../../../functions/contracts/ticket.ts'
import { useDraft } from '../api/drafts.ts'
import { KeptText } from '../design/kept-text.tsx'
import { usePagesText } from '../text/use-pages-text.ts'
import { useReplyAuthor } from './reply-author.ts'
import type { TrackingHeaders } from './ticket-page.tsx'

/** What somebody had written when their ticket was closed: it can no longer be sent, but it is theirs to take along. */
export const UnsentReply = ({ ticket, headers, interrupts }: UnsentReplyProps) => {
  const { ticket: text } = usePagesText()
  const draft = useDraft(useReplyAuthor(headers), ticket.id)
  return (
    <KeptText
      label={text.unsent}
      text={draft.text}
      interrupts={interrupts}
      copyLabel={text.copy}
      copiedLabel={text.copied}
      onWrite={draft.write}
    />
  )
}

interface UnsentReplyProps {
  readonly ticket: Ticket
  readonly headers: TrackingHeaders
  /** Whether it came in place of the form that somebody may have been typing in. */
  readonly interrupts: boolean
}
