import { createContext, useContext } from 'react'
import { useLocation } from 'wouter'
import { navigate, useHistoryState } from 'wouter/use-browser-location'
import type { OpenedTicket } from '../../../functions/contracts/ticket.ts'
import { currentSession, useSession } from '../api/session.ts'

const isReceipt = (state: unknown): state is OpenedTicket =>
  typeof state === 'object' && state !== null && 'id' in state && 'number' in state

/** Tells of a ticket whose sender is no longer where it was sent from. */
export const LateReceiptContext = createContext<(ticket: OpenedTicket) => void>(() => undefined)

/**
 * Gives whoever sends a ticket from here its receipt: they go there if they still are where they sent it, else a line
 * tells them, since what they have begun elsewhere would be gone. Whoever else is here by then learns nothing of it. The
 * receipt lies in the tab's history, so that it survives a reload and leaves with the tab.
 */
export const useReceiptGiver = () => {
  const [here] = useLocation()
  const sender = useSession()?.user.id
  const tellLater = useContext(LateReceiptContext)
  return (ticket: OpenedTicket): void => {
    if (currentSession()?.user.id !== sender) return
    if (window.location.pathname === here) navigate('/sent', { state: ticket })
    else tellLater(ticket)
  }
}

/** The ticket that was just sent from this tab, or null for whoever came to the address by another way. */
export const useReceipt = (): OpenedTicket | null => {
  const state: unknown = useHistoryState()
  return isReceipt(state) ? state : null
}
