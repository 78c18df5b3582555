import { Outlet, useParams, useSearch } from '@tanstack/react-router'
import { RotateCw } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { Button } from '../../design/button.tsx'
import { FailureNotice } from '../../design/notice.tsx'
import { Skeleton } from '../../design/skeleton.tsx'
import { useDeskText } from '../../text/use-desk-text.ts'
import { useWords } from '../../text/use-words.ts'
import { useKeys } from '../keyboard.ts'
import { BulkBar } from './bulk-bar.tsx'
import { useDensity } from './density.ts'
import { EmptyList } from './empty-list.tsx'
import { Filters } from './filters.tsx'
import styles from './inbox.module.css'
import { TicketList } from './ticket-list.tsx'
import { useInbox } from './use-inbox.ts'
import { enterPane, useFocusInSight, useListMoves } from './use-list-moves.ts'
import { ViewPicker } from './view-picker.tsx'

/** The list, with the open ticket beside it. */
export const Inbox = () => {
  const { views, list, nav } = useDeskText()
  const { format } = useWords()
  const search = useSearch({ from: '/inbox' })
  const { ticketId } = useParams({ strict: false })
  const { tickets, view, ...inbox } = useInbox(search)
  const { active, selected, ...moves } = useListMoves(tickets, ticketId, view)
  const section = useRef<HTMLElement>(null)
  const pane = useRef<HTMLDivElement>(null)
  const searchBox = useRef<HTMLInputElement>(null)
  const density = useDensity()
  const showsNone = tickets.length === 0
  useFocusInSight(section, pane, ticketId)

  useEffect(() => {
    if (!ticketId) document.title = `${views[view]} · Plimsoll`
  }, [views, view, ticketId])

  const openByKey = (id: string) => {
    moves.open(id)
    // The title of another ticket is not rendered yet.
    if (id === ticketId) enterPane(pane.current)
    else pane.current?.focus()
  }
  useKeys({
    j: () => moves.move(1),
    k: () => moves.move(-1),
    ArrowDown: () => moves.move(1),
    ArrowUp: () => moves.move(-1),
    'Shift+J': () => moves.extend(1),
    'Shift+K': () => moves.extend(-1),
    x: active ? () => moves.toggle(active) : undefined,
    Enter: active ? () => openByKey(active) : undefined,
    Escape: () => moves.close(),
    '/': () => searchBox.current?.focus(),
  })
  const refresh = () => {
    moves.toTop()
    inbox.refresh()
  }
  return (
    <div className={styles.desk} data-open={ticketId !== undefined}>
      <h1 className={styles.title}>{nav.tickets}</h1>
      <section className={styles.list} ref={section} aria-labelledby="list-title">
        <header className={styles.head}>
          <div className={styles.headline}>
            <h2 id="list-title">
              {views[view]}{' '}
              {inbox.isLoaded && !(showsNone && inbox.hasMore) && (
                <span className={styles.count}>
                  {format.number(tickets.length)}
                  {inbox.hasMore && '+'}
                </span>
              )}
            </h2>
            <ViewPicker view={view} />
            <Button kind="plain" aria-label={list.refresh} onClick={refresh}>
              <RotateCw size={14} aria-hidden="true" />
            </Button>
          </div>
          <Filters search={search} box={searchBox} />
        </header>
        {selected.size > 0 && (
          <BulkBar key={[...selected].join()} tickets={tickets} selected={selected} onClear={moves.unselect} />
        )}
        <div className={styles.arrivals} role="status">
          {inbox.arrivals > 0 && (
            <Button kind="plain" onClick={refresh}>
              {list.arrivals(inbox.arrivals)}
            </Button>
          )}
        </div>
        {inbox.error && <FailureNotice error={inbox.error} onRetry={inbox.retry} />}
        {showsNone && !inbox.error && (inbox.hasMore || !inbox.isLoaded) && (
          <Skeleton rows={8} height={density.height} onRetry={inbox.askAnew} />
        )}
        {showsNone && inbox.isLoaded && !inbox.hasMore && !inbox.isReading && <EmptyList search={search} view={view} />}
        {!showsNone && (
          <TicketList
            key={density.height}
            tickets={tickets}
            active={active}
            open={ticketId ?? null}
            selected={selected}
            gone={inbox.gone}
            rowHeight={density.height}
            onOpen={moves.open}
            onToggle={moves.toggle}
            onSelectTo={moves.selectTo}
            onEnd={inbox.readOn}
          />
        )}
      </section>
      <div className={styles.pane} ref={pane} tabIndex={-1}>
        <Outlet />
      </div>
    </div>
  )
}
