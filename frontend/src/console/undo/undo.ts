import { createContext, useContext } from 'react'
import type { Ticket } from '../../../../functions/contracts/ticket.ts'

/** Something that was done and can be taken back. */
export interface Undoable {
  /** What was done, as a sentence. */
  readonly text: string
  /** Takes it back; what it rejects with is told in the toast. */
  readonly undo: () => Promise<unknown>
  /** The ticket that it made, and what it changed of it: whatever changes that again leaves nothing to take back. */
  readonly made?: { readonly ticket: Ticket; readonly fields: readonly string[] }
}

export const UndoContext = createContext<(undoable: Undoable) => void>(() => undefined)

/** Offers to take back what was just done, for as long as its toast stays. */
export const useUndo = () => useContext(UndoContext)
