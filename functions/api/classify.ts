import { classifyRoutes } from '../contracts/classify-routes.ts'
import { classifyTicket } from './classify/classify-ticket.ts'
import { apiFunction } from './pipeline/http.ts'

export const handler = apiFunction(classifyRoutes, { classifyTicket })
