import { listOf } from '../basics.ts'
import { byId, everyone, pageQuery, rowsOf } from '../route-contract.ts'
import { Comment, NewComment, Ticket } from '../ticket.ts'

const row = rowsOf('conversation')

export const conversationRoutes = {
  listComments: row('listComments', {
    who: everyone,
    reads: ['X-Tracking-Token'],
    params: byId,
    query: pageQuery,
    response: listOf(Comment),
  }),
  addComment: row('addComment', {
    who: everyone,
    reads: ['X-Tracking-Token'],
    params: byId,
    body: NewComment,
    status: 201,
    response: Comment,
  }),
  confirmTicket: row('confirmTicket', {
    who: ['guest', 'customer'],
    reads: ['X-Tracking-Token'],
    params: byId,
    response: Ticket,
    versioned: true,
  }),
}
