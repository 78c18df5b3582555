import { classifyRoutes } from '../contracts/classify-routes.ts'
import { apiFunction } from '../platform/http.ts'
import { classifyTicket } from './classify/classify-ticket.ts'

export const handler = apiFunction(classifyRoutes, { classifyTicket })
