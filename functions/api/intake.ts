import { intakeRoutes } from '../contracts/routes/intake.ts'
import { createTicket } from './intake/create-ticket.ts'
import { apiFunction } from './pipeline/http.ts'

export const handler = apiFunction(intakeRoutes, { createTicket })
