import { Outlet, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { Button } from '../../design/button.tsx'
import { FailureNotice } from '../../design/notice.tsx'
import { Skeleton } from '../../design/skeleton.tsx'
import { useDeskText } from '../../text/use-console-text.ts'
import { useWords } from '../../text/use-words.ts'
import { useKeys } from '../keyboard.ts'
import { BulkBar } from './bulk-bar.tsx'
import { useDensity } from './density.ts'
import { EmptyList } from './empty-list.tsx'
import { Filters } from './filters.tsx'
import styles from './inbox.module.css'
import { TicketList } from './ticket-list.tsx'
import { useArrivals } from './use-arrivals.ts'
import { useInbox } from './use-inbox.ts'
import { ViewPicker } from './view-picker.tsx'

/** The list, and beside it whatever ticket is open. */
export const Inbox = () => {
  const { views, list, nav } = useDeskText()
  const { format } = useWords()
  const search = useSearch({ from: '/inbox' })
  const { ticketId } = useParams({ strict: false })
  const inbox = useInbox(search)
  const { tickets, view, isLoaded, error, refetch, hasNextPage } = inbox
  const arrivals = useArrivals(inbox.query, view, inbox.loaded, isLoaded)
  const [chosen, setChosen] = useState<string | null>(null)
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())
  const searchBox = useRef<HTMLInputElement>(null)
  const density = useDensity()
  const active = chosen ?? ticketId ?? tickets[0]?.id ?? null
  const { open, close, move, toggle } = useListMoves(tickets, active, setChosen, setSelected)

  useEffect(() => {
    if (!ticketId) document.title = `${views[view]} · Plimsoll`
  }, [views, view, ticketId])

  useKeys({
    j: () => move(1),
    k: () => move(-1),
    ArrowDown: () => move(1),
    ArrowUp: () => move(-1),
    x: active ? () => toggle(active) : undefined,
    Enter: active ? () => open(active) : undefined,
    Escape: () => close(),
    '/': () => searchBox.current?.focus(),
  })
  const showArrivals = () => {
    setChosen(null)
    void refetch()
  }
  return (
    <div className={styles.desk} data-open={ticketId !== undefined}>
      <h1 className={styles.title}>{nav.tickets}</h1>
      <section className={styles.list} aria-labelledby="list-title">
        <header className={styles.head}>
          <div className={styles.headline}>
            <h2 id="list-title">
              {views[view]}{' '}
              {isLoaded && (
                <span className={styles.count}>
                  {format.number(tickets.length)}
                  {hasNextPage && '+'}
                </span>
              )}
            </h2>
            <ViewPicker view={view} />
          </div>
          <Filters search={search} box={searchBox} />
        </header>
        {selected.size > 0 && (
          <BulkBar
            key={[...selected].join()}
            tickets={tickets}
            selected={selected}
            onClear={() => setSelected(new Set())}
          />
        )}
        <div className={styles.arrivals} role="status">
          {arrivals > 0 && (
            <Button kind="plain" onClick={showArrivals}>
              {list.arrivals(arrivals)}
            </Button>
          )}
        </div>
        {error && <FailureNotice error={error} onRetry={() => void refetch()} />}
        {!isLoaded && !error && <Skeleton rows={8} height={density.height} />}
        {isLoaded && tickets.length === 0 && !inbox.isFetching && <EmptyList search={search} view={view} />}
        {tickets.length > 0 && (
          <TicketList
            key={density.height}
            tickets={tickets}
            active={active}
            open={ticketId ?? null}
            selected={selected}
            rowHeight={density.height}
            onOpen={open}
            onToggle={toggle}
            onEnd={() => {
              if (hasNextPage && !inbox.isFetchingNextPage) void inbox.fetchNextPage()
            }}
          />
        )}
      </section>
      <div className={styles.pane}>
        <Outlet />
      </div>
    </div>
  )
}

const useListMoves = (
  tickets: readonly { readonly id: string }[],
  active: string | null,
  setChosen: (id: string) => void,
  setSelected: (change: (before: ReadonlySet<string>) => ReadonlySet<string>) => void,
) => {
  const goTo = useNavigate()
  const open = (id: string) => {
    setChosen(id)
    void goTo({ to: '/tickets/$ticketId', params: { ticketId: id }, search: (before) => before })
  }
  const close = () => {
    const { activeElement } = document
    if (activeElement instanceof HTMLElement && activeElement.matches('textarea, input, select')) {
      activeElement.blur()
      return
    }
    void goTo({ to: '/', search: (before) => before })
    document.querySelector<HTMLElement>('[role=listbox]')?.focus()
  }
  const move = (step: number) => {
    const at = tickets.findIndex(({ id }) => id === active)
    const next = tickets[Math.min(tickets.length - 1, Math.max(0, at + step))]
    if (next) setChosen(next.id)
  }
  const toggle = (id: string) =>
    setSelected((before) => new Set(before.has(id) ? [...before].filter((one) => one !== id) : [...before, id]))
  return { open, close, move, toggle }
}
