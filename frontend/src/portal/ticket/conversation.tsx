import { useQuery } from '@tanstack/react-query'
import { useId } from 'react'
import type { Comment, Ticket } from '../../../../functions/contracts/ticket.ts'
import { allComments } from '../../api/comments.ts'
import { keys } from '../../api/queries.ts'
import { ArrivalLine } from '../../design/arrival-line.tsx'
import { Avatar } from '../../design/avatar.tsx'
import { useNow } from '../../design/clock.ts'
import { MessageText } from '../../design/message-text.tsx'
import { FailureNotice } from '../../design/notice.tsx'
import { Skeleton } from '../../design/skeleton.tsx'
import { usePagesText } from '../../text/use-pages-text.ts'
import { useWords } from '../../text/use-words.ts'
import styles from './conversation.module.css'
import type { TrackingHeaders } from './tracking-token.ts'

/** The ticket's description and all public comments, oldest first. */
export const Conversation = ({ ticket, headers }: ConversationProps) => {
  const { ticket: text } = usePagesText()
  const heading = useId()
  const { data, error, isPending, refetch } = useQuery({
    queryKey: keys.comments(ticket.id),
    queryFn: () => allComments(ticket.id, headers),
  })
  const comments = data ?? []
  const answered = comments.some((comment) => !isOwn(comment, ticket))
  return (
    <section className={styles.conversation} aria-labelledby={heading}>
      <h2 id={heading}>{text.conversation}</h2>
      <ArrivalLine key={ticket.id} comments={data} isOwn={(comment) => isOwn(comment, ticket)} />
      <ol className={styles.entries}>
        <Entry name={ticket.requester.name} at={ticket.created_at} body={ticket.description} own />
        {comments.map((comment) => (
          <CommentEntry key={comment.id} comment={comment} own={isOwn(comment, ticket)} />
        ))}
      </ol>
      {isPending && <Skeleton rows={1} height={48} />}
      {error && <FailureNotice error={error} onRetry={() => void refetch()} />}
      {data && !answered && <p className={styles.quiet}>{text.noAnswer}</p>}
    </section>
  )
}

interface ConversationProps {
  readonly ticket: Ticket
  readonly headers: TrackingHeaders
}

/** Whether the requester wrote it: a customer, or staff with a ticket of their own. */
const isOwn = ({ author }: Comment, { requester }: Ticket): boolean =>
  author.role === 'customer' || (author.id !== null && author.id === requester.id)

const CommentEntry = ({ comment: { author, created_at, body }, own }: CommentEntryProps) => (
  <Entry name={author.name} at={created_at} body={body} own={own} {...(own ? {} : { presence: author.presence })} />
)

interface CommentEntryProps {
  readonly comment: Comment
  /** True for the customer's own words. */
  readonly own: boolean
}

const Entry = ({ name, at, body, own, presence }: EntryProps) => {
  const { format } = useWords()
  const { ticket: text } = usePagesText()
  const now = useNow()
  return (
    <li className={styles.entry} data-own={own}>
      <Avatar name={name} {...(presence ? { presence } : {})} />
      <article className={styles.said}>
        <header className={styles.who}>
          <strong>{name}</strong>
          <span>{own ? text.you : text.support}</span>
          <time dateTime={at}>{format.moment(at, now)}</time>
        </header>
        <div className={styles.body}>
          <MessageText body={body} isMarkdown={!own} />
        </div>
      </article>
    </li>
  )
}

interface EntryProps {
  readonly name: string
  readonly at: string
  readonly body: string
  /** True for the customer's own words. */
  readonly own: boolean
  readonly presence?: Comment['author']['presence']
}
