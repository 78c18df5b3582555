import { navigate, useHistoryState } from 'wouter/use-browser-location'
import type { OpenedTicket } from '../../../functions/contracts/ticket.ts'

const isReceipt = (state: unknown): state is OpenedTicket =>
  typeof state === 'object' && state !== null && 'id' in state && 'number' in state

/** Goes to the receipt of a ticket. It lies in the tab's history, so that it survives a reload and leaves with the tab. */
export const showReceipt = (ticket: OpenedTicket): void => navigate('/sent', { state: ticket })

/** The ticket that was just sent from this tab, or null for whoever came to the address by another way. */
export const useReceipt = (): OpenedTicket | null => {
  const state: unknown = useHistoryState()
  return isReceipt(state) ? state : null
}
