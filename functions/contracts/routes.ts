import type * as z from 'zod'
import { classifyRoutes } from './classify-routes.ts'
import { conversationRoutes } from './conversation-routes.ts'
import { departmentRoutes } from './department-routes.ts'
import { insightRoutes } from './insight-routes.ts'
import { intakeRoutes } from './intake-routes.ts'
import { metaRoutes } from './meta-routes.ts'
import type { RouteName } from './paths.ts'
import { peopleRoutes } from './people-routes.ts'
import { realtimeRoutes } from './realtime-routes.ts'
import type { RouteContract } from './route-contract.ts'
import { sessionRoutes } from './session-routes.ts'
import { ticketRoutes } from './ticket-routes.ts'

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
