import { ticketRoutes } from '../contracts/routes/ticket.ts'
import { apiFunction } from './pipeline/http.ts'
import { changeAssignment } from './tickets/change-assignment.ts'
import { decideTriage } from './tickets/decide-triage.ts'
import { exportTickets } from './tickets/export-tickets.ts'
import { getTicket } from './tickets/get-ticket.ts'
import { listRoutingDecisions } from './tickets/list-routing-decisions.ts'
import { listTicketEvents } from './tickets/list-ticket-events.ts'
import { listTickets } from './tickets/list-tickets.ts'
import { mergeTicket } from './tickets/merge-ticket.ts'
import { patchTicket, patchTicketStatus } from './tickets/patch-ticket.ts'
import { unmergeTicket } from './tickets/unmerge-ticket.ts'

export const handler = apiFunction(ticketRoutes, {
  listTickets,
  exportTickets,
  getTicket,
  patchTicket,
  patchTicketStatus,
  listTicketEvents,
  listRoutingDecisions,
  changeAssignment,
  mergeTicket,
  unmergeTicket,
  decideTriage,
})
