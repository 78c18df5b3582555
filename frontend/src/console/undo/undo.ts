import { createContext, useContext } from 'react'
import type { Ticket } from '../../../../functions/contracts/ticket.ts'

/** A change that can be undone. */
export interface Undoable {
  /** The change as a sentence. */
  readonly text: string
  /** Undoes the change; a rejection is shown in the toast. */
  readonly undo: () => Promise<unknown>
  /** The ticket after the change, and the fields changed: once they change again, there is nothing to undo. */
  readonly made?: { readonly ticket: Ticket; readonly fields: readonly string[] }
}

export const UndoContext = createContext<(undoable: Undoable) => void>(() => undefined)

/** Offers to undo a change, for as long as its toast stays. */
export const useUndo = () => useContext(UndoContext)
