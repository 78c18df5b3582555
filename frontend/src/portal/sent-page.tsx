import { useQuery } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { Link, Redirect } from 'wouter'
import type { OpenedTicket } from '../../../functions/contracts/ticket.ts'
import { call, tracking } from '../api/call.ts'
import { keys } from '../api/queries.ts'
import { Button } from '../design/button.tsx'
import { usePortalText } from '../text/use-portal-text.ts'
import { Page } from './page.tsx'
import { useReceipt } from './receipt.ts'
import styles from './sent-page.module.css'
import { NumberFact, TicketFacts } from './ticket-facts.tsx'

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
export const SentPage = () => {
  const ticket = useReceipt()
  return ticket ? <Receipt ticket={ticket} /> : <Redirect to="/" replace />
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
  const [copied, setCopied] = useState(false)
  const link = useRef<HTMLAnchorElement>(null)
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(address)
      setCopied(true)
    } catch {
      // Not every browser lets a page copy, nor does any over plain HTTP: the link is marked, to be copied by hand.
      if (link.current) window.getSelection()?.selectAllChildren(link.current)
    }
  }
  return (
    <section className={styles.link} aria-labelledby="tracking-link">
      <h2 id="tracking-link">{sent.link}</h2>
      <p className={styles.hint}>{sent.linkHint}</p>
      <div className={styles.copy}>
        <a ref={link} href={address}>
          {address}
        </a>
        <Button onClick={() => void copy()}>{copied ? sent.copied : sent.copy}</Button>
      </div>
    </section>
  )
}
