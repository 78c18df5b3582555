import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import type { Ticket } from '../../../../functions/contracts/ticket.ts'
import { call, tracking } from '../../api/call.ts'
import { isHidden } from '../../api/problem.ts'
import { keys } from '../../api/queries.ts'
import { useSession } from '../../api/session.ts'
import { LiveProvider, useLiveTicket } from '../../api/use-live.tsx'
import { useLongOffline } from '../../api/use-long-offline.ts'
import { useNow } from '../../design/clock.ts'
import { FailureNotice, Notice } from '../../design/notice.tsx'
import { Skeleton } from '../../design/skeleton.tsx'
import { usePagesText } from '../../text/use-pages-text.ts'
import { useWords } from '../../text/use-words.ts'
import { SignInForm } from '../account/sign-in-page.tsx'
import { Page } from '../page.tsx'
import { Conversation } from './conversation.tsx'
import { ReplyForm } from './reply-form.tsx'
import { useSeen } from './seen-tickets.ts'
import { StatusFact, TicketFacts } from './ticket-facts.tsx'
import styles from './ticket-page.module.css'
import { type TrackingHeaders, useTrackingToken } from './tracking-token.ts'
import { UnsentReply } from './unsent-reply.tsx'

/** One ticket, for the holder of its tracking link or its signed-in owner. */
export const TicketPage = ({ id }: { readonly id: string }) => {
  const session = useSession()
  const token = useTrackingToken(id)
  const headers = useMemo(() => (token ? tracking(token) : {}), [token])
  return (
    <LiveProvider
      key={token ?? session?.user.id ?? 'guest'}
      {...(token ? { options: { guest: { ticket_id: id, headers } } } : {})}
    >
      <FollowedTicket id={id} headers={headers} />
    </LiveProvider>
  )
}

/** How often an unassigned ticket is read again: its place in the queue moves without a change of the ticket. */
const PLACE_EVERY_MS = 10_000

const FollowedTicket = ({ id, headers }: { readonly id: string; readonly headers: TrackingHeaders }) => {
  const { ticket: text } = usePagesText()
  const { data, error, refetch } = useQuery({
    queryKey: keys.ticket(id),
    queryFn: () => call('getTicket', { params: { id }, headers }),
    refetchInterval: ({ state }) => (state.data?.queue_state === 'waiting' ? PLACE_EVERY_MS : false),
  })
  useLiveTicket(id, data?.version)

  // Comes first: a ticket that a person may no longer see must not stay because it is cached.
  if (isHidden(error)) return <HiddenTicket />
  if (data) return <OpenTicket ticket={data} headers={headers} />
  if (!error) return <Skeleton rows={5} height={60} />
  return (
    <Page title={text.failedTitle}>
      <FailureNotice error={error} onRetry={() => void refetch()} />
    </Page>
  )
}

/** For a ticket that does not exist or is hidden from this person: the host does not say which. */
const HiddenTicket = () => {
  const { ticket: text } = usePagesText()
  const session = useSession()
  return (
    <Page title={text.unknownTitle} lead={session ? text.unknownSignedIn : text.unknown}>
      {!session && <SignInForm />}
    </Page>
  )
}

const OpenTicket = ({ ticket, headers }: { readonly ticket: Ticket; readonly headers: TrackingHeaders }) => {
  const { ticket: text } = usePagesText()
  const { live } = useWords()
  const away = useLongOffline()
  const [wasOpen] = useState(ticket.status !== 'closed')
  useSeen(ticket)
  return (
    <Page title={ticket.title} name={ticket.number} lead={<TicketLine ticket={ticket} />}>
      <TicketFacts ticket={ticket}>
        <StatusFact ticket={ticket} />
      </TicketFacts>
      {away && <Notice kind="warn">{live.offline}</Notice>}
      {ticket.merged_into && <Notice>{text.merged}</Notice>}
      <Conversation ticket={ticket} headers={headers} />
      {ticket.status === 'closed' ? (
        <>
          <Notice>{text.closed}</Notice>
          <UnsentReply ticket={ticket} headers={headers} interrupts={wasOpen} />
        </>
      ) : (
        <ReplyForm ticket={ticket} headers={headers} />
      )}
    </Page>
  )
}

const TicketLine = ({ ticket }: { readonly ticket: Ticket }) => {
  const { category, format } = useWords()
  const { ticket: text } = usePagesText()
  const now = useNow()
  return (
    <span className={styles.line}>
      <span className={styles.number}>{ticket.number}</span>
      <span>{category[ticket.category]}</span>
      <span>{text.opened(format.moment(ticket.created_at, now))}</span>
    </span>
  )
}
