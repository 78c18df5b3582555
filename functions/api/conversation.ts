import { conversationRoutes } from '../contracts/routes/conversation.ts'
import { addComment } from './conversation/add-comment.ts'
import { confirmTicket } from './conversation/confirm-ticket.ts'
import { listComments } from './conversation/list-comments.ts'
import { apiFunction } from './pipeline/http.ts'

export const handler = apiFunction(conversationRoutes, { listComments, addComment, confirmTicket })
