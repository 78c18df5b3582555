import type * as z from 'zod'
import type { RouteName } from './paths.ts'
import type { RouteContract } from './route-contract.ts'
import { classifyRoutes } from './routes/classify.ts'
import { conversationRoutes } from './routes/conversation.ts'
import { departmentRoutes } from './routes/department.ts'
import { insightRoutes } from './routes/insight.ts'
import { intakeRoutes } from './routes/intake.ts'
import { metaRoutes } from './routes/meta.ts'
import { peopleRoutes } from './routes/people.ts'
import { realtimeRoutes } from './routes/realtime.ts'
import { sessionRoutes } from './routes/session.ts'
import { ticketRoutes } from './routes/ticket.ts'

/**
 * The whole HTTP surface: read by the gateway, the browser's types, the tests and the OpenAPI document. A noun's
 * function reads the rows of its own noun alone, so that it carries no schema of the others.
 */
export const routes = {
  ...metaRoutes,
  ...sessionRoutes,
  ...intakeRoutes,
  ...classifyRoutes,
  ...ticketRoutes,
  ...conversationRoutes,
  ...peopleRoutes,
  ...departmentRoutes,
  ...insightRoutes,
  ...realtimeRoutes,
} satisfies Record<RouteName, RouteContract>

export type Routes = typeof routes

export type Params<Name extends RouteName> = z.output<Routes[Name]['params']>
export type Query<Name extends RouteName> = z.output<Routes[Name]['query']>
export type Body<Name extends RouteName> = z.output<Routes[Name]['body']>
export type Answer<Name extends RouteName> = z.input<Routes[Name]['response']>
