import type { Ticket } from '../../../../functions/contracts/ticket.ts'
import { useDraft } from '../../api/drafts.ts'
import { KeptText } from '../../design/kept-text.tsx'
import { usePagesText } from '../../text/use-pages-text.ts'
import { useReplyAuthor } from './reply-author.ts'
import type { TrackingHeaders } from './tracking-token.ts'

/** A reply draft whose ticket was closed meanwhile: it can no longer be sent, but can be copied. */
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
  /** Whether it replaced a form in which somebody may have been typing. */
  readonly interrupts: boolean
}
