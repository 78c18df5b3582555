import { intakeRoutes } from '../contracts/intake-routes.ts'
import { apiFunction } from '../platform/http.ts'
import { createTicket } from './intake/create-ticket.ts'

export const handler = apiFunction(intakeRoutes, { createTicket })
