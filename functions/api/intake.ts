import { apiFunction } from '../platform/http.ts'
import { createTicket } from './intake/create-ticket.ts'

export const handler = apiFunction('intake', { createTicket })
