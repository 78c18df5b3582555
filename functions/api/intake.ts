import { intakeRoutes } from '../contracts/intake-routes.ts'
import { createTicket } from './intake/create-ticket.ts'
import { apiFunction } from './pipeline/http.ts'

export const handler = apiFunction(intakeRoutes, { createTicket })
