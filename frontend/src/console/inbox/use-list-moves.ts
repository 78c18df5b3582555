import { useNavigate } from '@tanstack/react-router'
import { type RefObject, useEffect, useRef, useState } from 'react'
import type { ViewName } from './search.ts'

type Rows = readonly { readonly id: string }[]

const listboxIn = (list: HTMLElement | null) => list?.querySelector<HTMLElement>('[role=listbox]')

/** Focuses the title of the ticket in the pane, or, while the ticket loads, the pane; the title then takes it over. */
export const enterPane = (pane: HTMLElement | null): void =>
  (pane?.querySelector<HTMLElement>('h2[tabindex]') ?? pane)?.focus({ preventScroll: true })

/** The active row, the selected rows, and the moves between rows, to a ticket and back. */
export const useListMoves = (rows: Rows, open: string | undefined, view: ViewName) => {
  const goTo = useNavigate()
  const [chosen, setChosen] = useState<string | null>(null)
  const [selected, setSelected] = useSelection(view)
  const listed = (id: string | null | undefined) => rows.find((row) => row.id === id)?.id
  const active = listed(chosen) ?? listed(open) ?? rows[0]?.id ?? null
  const placeOf = (id: string | null) => rows.findIndex((row) => row.id === id)
  /** Adds the tickets between two places to the selection; the one at the second place counts as selected last. */
  const selectBetween = (from: number, to: number) => {
    const ids = rows.slice(Math.min(from, to), Math.max(from, to) + 1).map(({ id }) => id)
    const between = new Set(from > to ? ids.toReversed() : ids)
    setSelected(new Set([...[...selected].filter((id) => !between.has(id)), ...between]))
  }
  /** @returns the index of the new active row */
  const goBy = (step: number): number => {
    const to = Math.min(rows.length - 1, Math.max(0, placeOf(active) + step))
    const next = rows[to]
    if (next) setChosen(next.id)
    // Screen readers announce the active row only while the list has the focus.
    listboxIn(document.body)?.focus({ preventScroll: true })
    return to
  }
  return {
    active,
    selected,
    unselect: () => setSelected(new Set()),
    toggle: (id: string) =>
      setSelected(new Set(selected.has(id) ? [...selected].filter((one) => one !== id) : [...selected, id])),
    toTop: () => setChosen(null),
    /** Selects from the row selected last to this one; this one alone if none was. */
    selectTo: (id: string) => selectBetween(placeOf([...selected].findLast(listed) ?? id), placeOf(id)),
    move: (step: number) => void goBy(step),
    /** Selects the active row and the one to which it moves. */
    extend: (step: number) => selectBetween(placeOf(active), goBy(step)),
    open: (id: string) => {
      setChosen(id)
      void goTo({ to: '/tickets/$ticketId', params: { ticketId: id }, search: (before) => before })
    },
    /** Leaves a field first, then the ticket. */
    close: () => {
      const { activeElement } = document
      if (activeElement instanceof HTMLElement && activeElement.matches('textarea, input, select')) {
        activeElement.blur()
        return
      }
      void goTo({ to: '/', search: (before) => before })
      listboxIn(document.body)?.focus()
    },
  }
}

const none: ReadonlySet<string> = new Set()

/** The selection ends when the view changes. */
const useSelection = (view: ViewName) => {
  const [kept, setKept] = useState({ view, selected: none })
  const keep = (selected: ReadonlySet<string>) => setKept({ view, selected })
  return [kept.view === view ? kept.selected : none, keep] as const
}

/**
 * On a screen with room for only one of them, list and ticket replace each other: the focus that would be lost with one
 * moves to the other.
 */
export const useFocusInSight = (
  list: RefObject<HTMLElement | null>,
  pane: RefObject<HTMLElement | null>,
  open: string | undefined,
): void => {
  const before = useRef(open)
  useEffect(() => {
    if (before.current === open) return
    before.current = open
    const { activeElement, body } = document
    if (activeElement !== body && activeElement?.checkVisibility()) return
    if (open === undefined) listboxIn(list.current)?.focus()
    else if (!list.current?.checkVisibility()) enterPane(pane.current)
  }, [list, pane, open])
}
