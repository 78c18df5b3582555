import { apiFunction } from '../platform/http.ts'
import { classifyTicket } from './classify/classify-ticket.ts'

export const handler = apiFunction('classify', { classifyTicket })
