import { createContext, useContext } from 'react'
import { useLocation } from 'wouter'
import { navigate, useHistoryState } from 'wouter/use-browser-location'
import type { OpenedTicket } from '../../../../functions/contracts/ticket.ts'
import { currentSession, useSession } from '../../api/session.ts'

const isReceipt = (state: unknown): state is OpenedTicket =>
  typeof state === 'object' && state !== null && 'id' in state && 'number' in state

/** Announces a ticket whose sender has left the page from which it was sent. */
export const LateReceiptContext = createContext<(ticket: OpenedTicket) => void>(() => undefined)

/**
 * Shows the sender of a ticket its receipt. A sender who is still on that page is taken to the receipt; one who is
 * elsewhere gets a line with a link, since leaving would lose what they have begun there. Another person who has signed
 * in meanwhile sees nothing. The receipt is kept in the tab's history: it survives a reload and goes with the tab.
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

/** The ticket that was just sent from this tab; null if the page was reached in another way. */
export const useReceipt = (): OpenedTicket | null => {
  const state: unknown = useHistoryState()
  return isReceipt(state) ? state : null
}
