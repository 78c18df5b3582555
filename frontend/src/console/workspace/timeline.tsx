import type { TicketEvent } from '../../../../functions/contracts/events.ts'
import type { Comment, Ticket } from '../../../../functions/contracts/ticket.ts'
import { ArrivalLine } from '../../design/arrival-line.tsx'
import { Avatar } from '../../design/avatar.tsx'
import { useNow } from '../../design/clock.ts'
import { MessageText } from '../../design/message-text.tsx'
import { FailureNotice } from '../../design/notice.tsx'
import { Skeleton } from '../../design/skeleton.tsx'
import { useDeskText } from '../../text/use-console-text.ts'
import { useWords } from '../../text/use-words.ts'
import { useMe } from '../me.ts'
import { type Entry, entriesOf } from './entries.ts'
import { EventLine } from './event-line.tsx'
import styles from './timeline.module.css'
import { useComments, useEvents } from './use-ticket.ts'

/** More changes than this between two messages are folded. */
const FOLD_FROM = 3

/** What was said and done, in the order of its sequence. */
export const Timeline = ({ ticket }: { readonly ticket: Ticket }) => {
  const words = useWords()
  const me = useMe()
  const comments = useComments(ticket.id)
  const events = useEvents(ticket.id)
  return (
    <div className={styles.timeline}>
      <ArrivalLine key={ticket.id} comments={comments.data} isOwn={({ author }) => author.id === me.id} />
      <ol className={styles.entries}>
        <Message
          name={ticket.requester.name}
          at={ticket.created_at}
          body={ticket.description}
          label={words.role.customer}
        />
        {entriesOf(comments.data ?? [], events.data ?? []).map((entry) => (
          <TimelineEntry key={entry.key} entry={entry} />
        ))}
      </ol>
      {comments.isPending && <Skeleton rows={2} height={56} />}
      {comments.error && <FailureNotice error={comments.error} onRetry={() => void comments.refetch()} />}
      {events.error && <FailureNotice error={events.error} onRetry={() => void events.refetch()} />}
    </div>
  )
}

const TimelineEntry = ({ entry }: { readonly entry: Entry }) => {
  const { timeline: text } = useDeskText()
  if (entry.kind === 'comment') return <CommentMessage comment={entry.comment} />
  return (
    <li className={styles.changes}>
      {entry.events.length < FOLD_FROM ? (
        <Events events={entry.events} />
      ) : (
        <details>
          <summary>{text.history(entry.events.length)}</summary>
          <Events events={entry.events} />
        </details>
      )}
    </li>
  )
}

const Events = ({ events }: { readonly events: readonly TicketEvent[] }) => (
  <ol>
    {events.map((event) => (
      <EventLine key={event.seq} event={event} />
    ))}
  </ol>
)

const CommentMessage = ({ comment }: { readonly comment: Comment }) => {
  const words = useWords()
  const { timeline: text } = useDeskText()
  const { author, visibility, body, created_at } = comment
  const internal = visibility === 'internal'
  return (
    <Message
      name={author.name}
      presence={author.presence}
      at={created_at}
      body={body}
      label={internal ? text.note : words.role[author.role]}
      internal={internal}
      isMarkdown={author.role !== 'customer'}
    />
  )
}

const Message = ({ name, presence, at, body, label, internal = false, isMarkdown = false }: MessageProps) => {
  const { format } = useWords()
  const now = useNow()
  return (
    <li className={styles.message} data-internal={internal}>
      <Avatar name={name} {...(presence ? { presence } : {})} />
      <article>
        <header className={styles.who}>
          <strong>{name}</strong>
          <time dateTime={at}>{format.moment(at, now)}</time>
          <span>{label}</span>
        </header>
        <MessageText body={body} isMarkdown={isMarkdown} />
      </article>
    </li>
  )
}

interface MessageProps {
  readonly name: string
  readonly presence?: Comment['author']['presence']
  readonly at: string
  readonly body: string
  /** Who it is to the ticket, or that it is a note. */
  readonly label: string
  /** Never seen by the customer. */
  readonly internal?: boolean
  /** Whether its words are Markdown, as agents write it. */
  readonly isMarkdown?: boolean
}
