import { useEffect, useRef, useState } from 'react'
import type { Comment } from '../../../functions/contracts/ticket.ts'
import { firstSentence } from '../text/first-sentence.ts'
import { useWords } from '../text/use-words.ts'
import { Hidden } from './hidden.tsx'

/**
 * Says aloud what arrives in a conversation while it is open: not what was there before, and not one's own words. Give
 * it a `key` of the conversation.
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
  /** Oldest first; absent until they were read. */
  readonly comments: readonly Comment[] | undefined
  readonly isOwn: (comment: Comment) => boolean
}
