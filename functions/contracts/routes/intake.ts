import { everyone, rowsOf } from '../route-contract.ts'
import { NewTicket, OpenedTicket } from '../ticket.ts'

const row = rowsOf('intake')

export const intakeRoutes = {
  createTicket: row('createTicket', {
    who: everyone,
    body: NewTicket,
    status: 201,
    response: OpenedTicket,
    versioned: true,
  }),
}
