import { classifyRoutes } from '../contracts/routes/classify.ts'
import { classifyTicket } from './classify/classify-ticket.ts'
import { apiFunction } from './pipeline/http.ts'

export const handler = apiFunction(classifyRoutes, { classifyTicket })
