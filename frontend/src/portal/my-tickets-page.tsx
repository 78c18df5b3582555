import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useDeferredValue, useState } from 'react'
import { Link } from 'wouter'
import type { Ticket } from '../../../functions/contracts/ticket.ts'
import { call } from '../api/call.ts'
import { keys } from '../api/queries.ts'
import { useSession } from '../api/session.ts'
import { Button } from '../design/button.tsx'
import { useNow } from '../design/clock.ts'
import { Field } from '../design/field.tsx'
import { EmptyState, FailureNotice } from '../design/notice.tsx'
import { Skeleton } from '../design/skeleton.tsx'
import { StatusMark } from '../design/status-mark.tsx'
import { usePortalText } from '../text/use-portal-text.ts'
import { useWords } from '../text/use-words.ts'
import styles from './my-tickets-page.module.css'
import { Page } from './page.tsx'
import { SignInForm } from './sign-in-page.tsx'

const PAGE_SIZE = 20
const FRESH_EVERY_MS = 15_000

/** All tickets of whoever is signed in. */
export const MyTicketsPage = () => {
  const { mine, session: text } = usePortalText()
  const session = useSession()
  if (session) return <MyTickets />
  return (
    <Page title={mine.title} lead={text.needed}>
      <SignInForm />
    </Page>
  )
}

const MyTickets = () => {
  const { mine } = usePortalText()
  const [typed, setTyped] = useState('')
  const [page, setPage] = useState(1)
  const search = useDeferredValue(typed.trim())
  const { data, error, isPending, refetch } = useQuery({
    queryKey: [...keys.tickets, 'mine', search, page],
    queryFn: () => call('listTickets', { query: { limit: PAGE_SIZE, page, ...(search.length > 1 ? { search } : {}) } }),
    placeholderData: keepPreviousData,
    refetchInterval: FRESH_EVERY_MS,
  })
  const look = (text: string) => {
    setTyped(text)
    setPage(1)
  }
  const items = data?.items ?? []
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
      {data && items.length === 0 && <Nothing search={search} onClear={() => look('')} />}
      <ul className={styles.list}>
        {items.map((ticket) => (
          <Row key={ticket.id} ticket={ticket} />
        ))}
      </ul>
      {(page > 1 || data?.next_cursor) && (
        <div className={styles.pages}>
          <Button disabled={page === 1} onClick={() => setPage(page - 1)}>
            {mine.previous}
          </Button>
          <span>{mine.page(page)}</span>
          <Button disabled={!data?.next_cursor} onClick={() => setPage(page + 1)}>
            {mine.next}
          </Button>
        </div>
      )}
    </Page>
  )
}

const Nothing = ({ search, onClear }: { readonly search: string; readonly onClear: () => void }) => {
  const { mine, nav } = usePortalText()
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

const Row = ({ ticket }: { readonly ticket: Ticket }) => {
  const { format } = useWords()
  const { mine } = usePortalText()
  const now = useNow()
  return (
    <li>
      <Link className={styles.row} href={`/t/${ticket.id}`}>
        <span className={styles.title}>{ticket.title}</span>
        <span className={styles.facts}>
          <span className={styles.number}>{ticket.number}</span>
          <StatusMark status={ticket.status} queueState={ticket.queue_state} position={ticket.queue_position} />
          <span>{mine.updated(format.ago(ticket.updated_at, now))}</span>
        </span>
      </Link>
    </li>
  )
}
