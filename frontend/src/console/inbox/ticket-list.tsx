import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef } from 'react'
import type { Ticket } from '../../../../functions/contracts/ticket.ts'
import { useDeskText } from '../../text/use-desk-text.ts'
import styles from './ticket-list.module.css'
import { rowId, TicketRow } from './ticket-row.tsx'

/** Rows rendered above and below the visible ones. */
const AHEAD = 4
/** The next page is requested when this many rows are left. */
const ASK_BEFORE = 20

/** A virtual list: a listbox that keeps the focus and names its active option, with only visible rows rendered. */
export const TicketList = ({
  tickets,
  active,
  open,
  selected,
  gone,
  rowHeight,
  onOpen,
  onToggle,
  onSelectTo,
  onEnd,
}: TicketListProps) => {
  const { list } = useDeskText()
  const box = useRef<HTMLDivElement>(null)
  const rows = useVirtualizer({
    count: tickets.length,
    getScrollElement: () => box.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => tickets[index]?.id ?? index,
    overscan: AHEAD,
  })
  const shown = rows.getVirtualItems()
  const last = shown.at(-1)?.index ?? 0
  const activeIndex = tickets.findIndex(({ id }) => id === active)

  useEffect(() => {
    if (last >= tickets.length - ASK_BEFORE) onEnd()
  }, [last, tickets.length, onEnd])
  useEffect(() => {
    if (activeIndex >= 0) rows.scrollToIndex(activeIndex, { align: 'auto' })
  }, [activeIndex, rows])

  return (
    <div
      className={styles.box}
      ref={box}
      role="listbox"
      tabIndex={0}
      aria-label={list.label}
      aria-multiselectable
      data-selecting={selected.size > 0}
      // Scrolling unmounts rows, so the clicked row must not take the focus: it would be lost with the row.
      onFocus={() => box.current?.focus({ preventScroll: true })}
      aria-activedescendant={activeIndex >= 0 ? rowId(tickets[activeIndex]?.id ?? '') : undefined}
    >
      <div className={styles.track} role="presentation" style={{ blockSize: rows.getTotalSize() }}>
        {shown.map(({ index, start }) => {
          const ticket = tickets[index]
          if (!ticket) return null
          return (
            <TicketRow
              key={ticket.id}
              ticket={ticket}
              position={index + 1}
              of={tickets.length}
              offset={start}
              height={rowHeight}
              isActive={ticket.id === active}
              isOpen={ticket.id === open}
              isSelected={selected.has(ticket.id)}
              isGone={gone.has(ticket.id)}
              onOpen={onOpen}
              onToggle={onToggle}
              onSelectTo={onSelectTo}
            />
          )
        })}
      </div>
    </div>
  )
}

interface TicketListProps {
  readonly tickets: readonly Ticket[]
  /** The row on which keys act. */
  readonly active: string | null
  /** The ticket shown beside the list. */
  readonly open: string | null
  readonly selected: ReadonlySet<string>
  /** Ids of tickets that no longer belong in the list. */
  readonly gone: ReadonlySet<string>
  /** In pixels, equal for all rows. The virtual list does not support a change: use the height as the `key`. */
  readonly rowHeight: number
  readonly onOpen: (id: string) => void
  readonly onToggle: (id: string) => void
  /** Selects all rows from the one selected last. */
  readonly onSelectTo: (id: string) => void
  /** Called when the last rows come into sight. */
  readonly onEnd: () => void
}
