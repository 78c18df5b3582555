import { type Query, useQuery } from '@tanstack/react-query'
import { useRef } from 'react'
import { Link, Redirect } from 'wouter'
import type { OpenedTicket, Ticket } from '../../../../functions/contracts/ticket.ts'
import { call, tracking } from '../../api/call.ts'
import { isHidden } from '../../api/problem.ts'
import { keys } from '../../api/queries.ts'
import { useSession } from '../../api/session.ts'
import { CopyButton } from '../../design/copy-button.tsx'
import { usePortalText } from '../../text/use-portal-text.ts'
import { Page } from '../page.tsx'
import { NumberFact, TicketFacts } from '../ticket/ticket-facts.tsx'
import { useReceipt } from './receipt.ts'
import styles from './sent-page.module.css'

/** A ticket is triaged, and often assigned, within seconds: it is read often at first, and more slowly afterwards. */
const FIRST_LOOK_MS = 3_000
const LATER_LOOKS_MS = 30_000
const SLOWING = 1.5

/** Reads a ticket repeatedly until nothing more is expected: it is assigned, finished, or hidden from the reader. */
const nextLook = ({ state: { data, error, dataUpdateCount, errorUpdateCount } }: Query<Ticket>): number | false =>
  data?.queue_state === 'assigned' || data?.queue_state === 'done' || isHidden(error)
    ? false
    : Math.min(LATER_LOOKS_MS, FIRST_LOOK_MS * SLOWING ** (dataUpdateCount + errorUpdateCount))

const useFollowed = ({ tracking_token, ...ticket }: OpenedTicket) =>
  useQuery({
    queryKey: keys.ticket(ticket.id),
    queryFn: () =>
      call('getTicket', {
        params: { id: ticket.id },
        ...(tracking_token ? { headers: tracking(tracking_token) } : {}),
      }),
    placeholderData: ticket,
    refetchInterval: nextLook,
  })

/** The receipt of a ticket just sent. Without a tracking link only its sender sees it: the tab may pass to others. */
export const SentPage = () => {
  const ticket = useReceipt()
  const session = useSession()
  const isTheirs = ticket?.tracking_token !== undefined || ticket?.requester.id === session?.user.id
  return ticket && isTheirs ? <Receipt key={ticket.id} ticket={ticket} /> : <Redirect to="/" replace />
}

const Receipt = ({ ticket }: { readonly ticket: OpenedTicket }) => {
  const { sent } = usePortalText()
  const { data = ticket } = useFollowed(ticket)
  const path = ticket.tracking_token ? `/t/${ticket.id}#${ticket.tracking_token}` : `/t/${ticket.id}`
  return (
    <Page title={sent.title} name={sent.pageTitle} lead={sent.lead(ticket.requester.email)}>
      <TicketFacts ticket={data}>
        <NumberFact number={ticket.number} />
      </TicketFacts>
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
        <Link className={styles.another} href="/">
          {sent.another}
        </Link>
      </div>
    </Page>
  )
}

const TrackingLink = ({ address }: { readonly address: string }) => {
  const { sent } = usePortalText()
  const link = useRef<HTMLAnchorElement>(null)
  return (
    <section className={styles.link} aria-labelledby="tracking-link">
      <h2 id="tracking-link">{sent.link}</h2>
      <p className={styles.hint}>{sent.linkHint}</p>
      <div className={styles.copy}>
        <a ref={link} href={address}>
          {address}
        </a>
        <CopyButton text={address} source={link} label={sent.copy} copiedLabel={sent.copied} />
      </div>
    </section>
  )
}
