import { useEffect, useRef, useState } from 'react'
import type { Comment } from '../../../functions/contracts/ticket.ts'
import { firstSentence } from '../text/first-sentence.ts'
import { useWords } from '../text/use-words.ts'
import { Hidden } from './hidden.tsx'

/**
 * Announces comments that arrive while a conversation is open, except the reader's own. Use the conversation as its
 * `key`.
 */
export const ArrivalLine = ({ comments, isOwn }: ArrivalLineProps) => {
  const { newMessage } = useWords()
  const heard = useRef<number | null>(null)
  const [arrived, setArrived] = useState<Comment | null>(null)
  useEffect(() => {
    if (!comments) return
    const { current: before } = heard
    heard.current = comments.at(-1)?.seq ?? 0
    if (before === null) return
    const newest = comments.findLast((comment) => comment.seq > before && !isOwn(comment))
    if (newest) setArrived(newest)
  }, [comments, isOwn])
  return (
    <Hidden>
      <span role="status">
        {arrived && <span key={arrived.id}>{newMessage(arrived.author.name, firstSentence(arrived.body))}</span>}
      </span>
    </Hidden>
  )
}

interface ArrivalLineProps {
  /** Oldest first; undefined until loaded. */
  readonly comments: readonly Comment[] | undefined
  readonly isOwn: (comment: Comment) => boolean
}
