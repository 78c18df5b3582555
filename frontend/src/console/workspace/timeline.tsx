import { useQueryClient } from '@tanstack/react-query'
import { type Ref, useEffect, useRef } from 'react'
import type { TicketEvent } from '../../../../functions/contracts/events.ts'
import type { Comment, Ticket } from '../../../../functions/contracts/ticket.ts'
import { keys } from '../../api/queries.ts'
import { ArrivalLine } from '../../design/arrival-line.tsx'
import { Avatar } from '../../design/avatar.tsx'
import { useNow } from '../../design/clock.ts'
import { MessageText } from '../../design/message-text.tsx'
import { FailureNotice } from '../../design/notice.tsx'
import { Skeleton } from '../../design/skeleton.tsx'
import { useDeskText } from '../../text/use-desk-text.ts'
import { useWords } from '../../text/use-words.ts'
import { useMe } from '../me.ts'
import { type Entry, entriesOf } from './entries.ts'
import { EventLine } from './event-line.tsx'
import styles from './timeline.module.css'
import { useComments, useEvents } from './use-ticket.ts'

/** More changes than this between two messages are folded. */
const FOLD_FROM = 3

/** Comments and changes in the order of `seq`. */
export const Timeline = ({ ticket }: { readonly ticket: Ticket }) => {
  const words = useWords()
  const me = useMe()
  const client = useQueryClient()
  const comments = useComments(ticket.id)
  const events = useEvents(ticket.id)
  const newest = useNewestInSight(comments.data)
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
          <TimelineEntry key={entry.key} entry={entry} newest={newest} />
        ))}
      </ol>
      {comments.isPending && (
        <Skeleton
          rows={2}
          height={56}
          onRetry={() => void client.resetQueries({ queryKey: keys.comments(ticket.id), exact: true })}
        />
      )}
      {comments.error && <FailureNotice error={comments.error} onRetry={() => void comments.refetch()} />}
      {events.error && <FailureNotice error={events.error} onRetry={() => void events.refetch()} />}
    </div>
  )
}

/** Scrolls a conversation, on opening, to its newest message, with as much after it as there is room for. */
const useNewestInSight = (comments: readonly Comment[] | undefined) => {
  const newest = useRef<HTMLLIElement>(null)
  const loaded = comments !== undefined
  useEffect(() => {
    if (loaded) newest.current?.scrollIntoView()
  }, [loaded])
  return { id: comments?.at(-1)?.id, ref: newest }
}

const TimelineEntry = ({ entry, newest }: TimelineEntryProps) => {
  const { timeline: text } = useDeskText()
  if (entry.kind === 'comment') {
    const { comment } = entry
    return <CommentMessage comment={comment} ref={comment.id === newest.id ? newest.ref : null} />
  }
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

interface TimelineEntryProps {
  readonly entry: Entry
  readonly newest: ReturnType<typeof useNewestInSight>
}

const Events = ({ events }: { readonly events: readonly TicketEvent[] }) => (
  <ol>
    {events.map((event) => (
      <EventLine key={event.seq} event={event} />
    ))}
  </ol>
)

const CommentMessage = ({ comment, ref }: { readonly comment: Comment; readonly ref: Ref<HTMLLIElement> }) => {
  const words = useWords()
  const { timeline: text } = useDeskText()
  const { author, visibility, body, created_at } = comment
  const internal = visibility === 'internal'
  return (
    <Message
      ref={ref}
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

const Message = ({ name, presence, at, body, label, internal = false, isMarkdown = false, ref }: MessageProps) => {
  const { format } = useWords()
  const now = useNow()
  return (
    <li className={styles.message} data-internal={internal} ref={ref}>
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
  /** The author's relation to the ticket, or that it is a note. */
  readonly label: string
  /** Whether it is hidden from the customer. */
  readonly internal?: boolean
  /** Whether its text is Markdown, as agents write it. */
  readonly isMarkdown?: boolean
  readonly ref?: Ref<HTMLLIElement>
}
