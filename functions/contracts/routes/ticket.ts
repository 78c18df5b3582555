import * as z from 'zod'
import { allOf, Id, listOf } from '../basics.ts'
import { TicketEvent } from '../events.ts'
import { admins, byId, csv, everyone, rowsOf, staff, users } from '../route-contract.ts'
import { AssignmentChange, RoutingDecision } from '../routing.ts'
import { Status, Ticket, TicketExportQuery, TicketPatch, TicketQuery } from '../ticket.ts'
import { TriageDecision } from '../triage.ts'

const row = rowsOf('tickets')

export const ticketRoutes = {
  listTickets: row('listTickets', { who: users, query: TicketQuery, response: listOf(Ticket) }),
  exportTickets: row('exportTickets', { who: admins, query: TicketExportQuery, ...csv }),
  getTicket: row('getTicket', {
    who: everyone,
    reads: ['X-Tracking-Token'],
    params: byId,
    response: Ticket,
    versioned: true,
  }),
  patchTicket: row('patchTicket', {
    who: staff,
    reads: ['If-Match'],
    params: byId,
    body: TicketPatch,
    response: Ticket,
    versioned: true,
  }),
  patchTicketStatus: row('patchTicketStatus', {
    who: staff,
    reads: ['If-Match'],
    params: byId,
    body: z.strictObject({ status: Status }),
    response: Ticket,
    versioned: true,
  }),
  listTicketEvents: row('listTicketEvents', {
    who: staff,
    params: byId,
    response: allOf(TicketEvent),
  }),
  listRoutingDecisions: row('listRoutingDecisions', {
    who: staff,
    params: byId,
    response: allOf(RoutingDecision),
  }),
  changeAssignment: row('changeAssignment', {
    who: admins,
    params: byId,
    body: AssignmentChange,
    response: Ticket,
    versioned: true,
  }),
  mergeTicket: row('mergeTicket', {
    who: staff,
    params: byId,
    body: z.strictObject({ into: Id }),
    response: Ticket,
    versioned: true,
  }),
  unmergeTicket: row('unmergeTicket', { who: staff, params: byId, response: Ticket, versioned: true }),
  decideTriage: row('decideTriage', {
    who: staff,
    params: byId,
    body: TriageDecision,
    response: Ticket,
    versioned: true,
  }),
}
