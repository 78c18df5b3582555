import { everyone, rowsOf } from '../route-contract.ts'
import { RealtimeTicket, RealtimeTicketRequest } from '../socket.ts'

const row = rowsOf('realtime')

export const realtimeRoutes = {
  openRealtime: row('openRealtime', {
    who: everyone,
    reads: ['X-Tracking-Token'],
    body: RealtimeTicketRequest.optional(),
    response: RealtimeTicket,
  }),
}
