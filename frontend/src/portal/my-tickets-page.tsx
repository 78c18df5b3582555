import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'wouter'
import type { Ticket } from '../../../functions/contracts/ticket.ts'
import { call } from '../api/call.ts'
import { keys } from '../api/queries.ts'
import { useSession } from '../api/session.ts'
import { Button } from '../design/button.tsx'
import { useNow } from '../design/clock.ts'
import { Field } from '../design/field.tsx'
import { EmptyState, FailureNotice } from '../design/notice.tsx'
import { Pager } from '../design/pager.tsx'
import { Skeleton } from '../design/skeleton.tsx'
import { StatusMark } from '../design/status-mark.tsx'
import { useSettled } from '../design/use-settled.ts'
import { usePagesText } from '../text/use-pages-text.ts'
import { usePortalText } from '../text/use-portal-text.ts'
import { useWords } from '../text/use-words.ts'
import { SignInForm } from './account/sign-in-page.tsx'
import styles from './my-tickets-page.module.css'
import { Page } from './page.tsx'
import { hasNews } from './ticket/seen-tickets.ts'

const PAGE_SIZE = 20
const SHORTEST_SEARCH = 2
const FRESH_EVERY_MS = 15_000

/** The tickets that the signed-in person opened; other tickets that staff may see are in the console. */
export const MyTicketsPage = () => {
  const { nav } = usePortalText()
  const { mine, session: text } = usePagesText()
  const session = useSession()
  if (session?.user.role === 'customer') return <MyTickets person={session.user.id} />
  return (
    <Page title={mine.title} lead={session ? mine.staff : text.needed}>
      {session ? (
        <div>
          <a className={styles.start} href="/console">
            {nav.console}
          </a>
        </div>
      ) : (
        <SignInForm />
      )}
    </Page>
  )
}

const MyTickets = ({ person }: { readonly person: string }) => {
  const { mine } = usePagesText()
  const [typed, setTyped] = useState('')
  const [page, setPage] = useState(1)
  const settled = useSettled(typed.trim())
  const search = settled.length < SHORTEST_SEARCH ? '' : settled
  const { data, error, isPending, isPlaceholderData, refetch } = useQuery({
    queryKey: [...keys.tickets, 'mine', search, page],
    queryFn: ({ signal }) => call('listTickets', { query: { limit: PAGE_SIZE, page, search }, signal }),
    placeholderData: keepPreviousData,
    refetchInterval: FRESH_EVERY_MS,
  })
  const look = (text: string) => {
    setTyped(text)
    setPage(1)
  }
  const goTo = (wanted: number) => {
    setPage(wanted)
    window.scrollTo({ top: 0 })
  }
  const tickets = data?.items ?? []
  return (
    <Page title={mine.title}>
      <search>
        <Field label={mine.search}>
          {(control) => (
            <input {...control} type="search" value={typed} onChange={({ target }) => look(target.value)} />
          )}
        </Field>
      </search>
      {error && <FailureNotice error={error} onRetry={() => void refetch()} />}
      {isPending && <Skeleton rows={6} height={72} />}
      {data && tickets.length === 0 && <Nothing search={search} onClear={() => look('')} />}
      <ul className={styles.list}>
        {tickets.map((ticket) => (
          <Row key={ticket.id} ticket={ticket} isNews={hasNews(person, ticket)} />
        ))}
      </ul>
      <Pager label={mine.title} page={page} hasNext={!isPlaceholderData && Boolean(data?.next_cursor)} onGo={goTo} />
    </Page>
  )
}

const Nothing = ({ search, onClear }: { readonly search: string; readonly onClear: () => void }) => {
  const { nav } = usePortalText()
  const { mine } = usePagesText()
  if (search) {
    return (
      <EmptyState title={mine.noMatch(search)}>
        <Button onClick={onClear}>{mine.clear}</Button>
      </EmptyState>
    )
  }
  return (
    <EmptyState title={mine.empty}>
      <p>{mine.emptyLead}</p>
      <Link className={styles.start} href="/">
        {nav.submit}
      </Link>
    </EmptyState>
  )
}

const Row = ({ ticket, isNews }: RowProps) => {
  const { format } = useWords()
  const { mine } = usePagesText()
  const now = useNow()
  return (
    <li>
      <Link className={styles.row} data-news={isNews} href={`/t/${ticket.id}`}>
        <span className={styles.title} dir="auto">
          {ticket.title}
        </span>
        <span className={styles.facts}>
          <span className={styles.number}>{ticket.number}</span>
          <StatusMark status={ticket.status} queueState={ticket.queue_state} position={ticket.queue_position} />
          {isNews && <strong className={styles.news}>{mine.changed(format.ago(ticket.updated_at, now))}</strong>}
          <span className={styles.ago}>{mine.opened(format.ago(ticket.created_at, now))}</span>
        </span>
      </Link>
    </li>
  )
}

interface RowProps {
  readonly ticket: Ticket
  /** Whether it has changed since the customer last looked. */
  readonly isNews: boolean
}
