import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'wouter'
import type { OpenedTicket, Ticket } from '../../../functions/contracts/ticket.ts'
import { call, tracking } from '../api/call.ts'
import { keys } from '../api/queries.ts'
import { Button } from '../design/button.tsx'
import { useNow } from '../design/clock.ts'
import { usePortalText } from '../text/use-portal-text.ts'
import { useWords } from '../text/use-words.ts'
import { Page } from './page.tsx'
import styles from './sent-page.module.css'

/** Until somebody has the ticket its place is worth asking for this often. */
const PLACE_EVERY_MS = 3_000

const useFollowed = ({ tracking_token, ...ticket }: OpenedTicket) =>
  useQuery({
    queryKey: keys.ticket(ticket.id),
    queryFn: () =>
      call('getTicket', {
        params: { id: ticket.id },
        ...(tracking_token ? { headers: tracking(tracking_token) } : {}),
      }),
    placeholderData: ticket,
    refetchInterval: ({ state }) => (state.data?.queue_state === 'assigned' ? false : PLACE_EVERY_MS),
  })

/** What became of a ticket that was just sent. */
export const SentPage = ({ ticket, onAnother }: SentPageProps) => {
  const { sent } = usePortalText()
  const { data = ticket } = useFollowed(ticket)
  const path = ticket.tracking_token ? `/t/${ticket.id}#${ticket.tracking_token}` : `/t/${ticket.id}`
  return (
    <Page title={sent.title} name={sent.pageTitle}>
      <Facts ticket={data} />
      {ticket.tracking_token && <TrackingLink address={new URL(path, window.location.href).href} />}
      <section className={styles.next} aria-labelledby="what-next">
        <h2 id="what-next">{sent.next}</h2>
        <ol className={styles.steps}>
          {sent.steps.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
      </section>
      <div className={styles.actions}>
        <Link className={styles.open} href={path}>
          {sent.open}
        </Link>
        <Button kind="plain" onClick={onAnother}>
          {sent.another}
        </Button>
      </div>
    </Page>
  )
}

interface SentPageProps {
  readonly ticket: OpenedTicket
  readonly onAnother: () => void
}

const Facts = ({ ticket }: { readonly ticket: Ticket }) => {
  const { sent } = usePortalText()
  const words = useWords()
  const now = useNow()
  return (
    <dl className={styles.facts}>
      <div>
        <dt>{sent.number}</dt>
        <dd className={styles.number}>{ticket.number}</dd>
      </div>
      <div>
        <dt>{sent.place}</dt>
        <dd aria-live="polite">{placeOf(ticket, sent, words)}</dd>
      </div>
      {ticket.due_at && (
        <div>
          <dt>{sent.firstReply}</dt>
          <dd>{sent.by(words.format.moment(ticket.due_at, now))}</dd>
        </div>
      )}
    </dl>
  )
}

const placeOf = (
  { assignee, queue_position }: Ticket,
  sent: ReturnType<typeof usePortalText>['sent'],
  { queue }: ReturnType<typeof useWords>,
): string => {
  if (assignee) return sent.assignedTo(assignee.name)
  if (queue_position === null) return sent.placeSoon
  return queue_position === 1 ? queue.next : queue.place(queue_position)
}

const TrackingLink = ({ address }: { readonly address: string }) => {
  const { sent } = usePortalText()
  const [copied, setCopied] = useState(false)
  const copy = async () => {
    await navigator.clipboard.writeText(address).then(
      () => setCopied(true),
      () => setCopied(false),
    )
  }
  return (
    <section className={styles.link} aria-labelledby="tracking-link">
      <h2 id="tracking-link">{sent.link}</h2>
      <p className={styles.hint}>{sent.linkHint}</p>
      <div className={styles.copy}>
        <a href={address}>{address}</a>
        <Button onClick={() => void copy()}>{copied ? sent.copied : sent.copy}</Button>
      </div>
    </section>
  )
}
