import { createRootRoute, createRoute, createRouter, lazyRouteComponent, redirect } from '@tanstack/react-router'
import { currentSession } from '../api/session.ts'
import { FailedScreen } from './failed-screen.tsx'
import { Inbox } from './inbox/inbox.tsx'
import { searchOf } from './inbox/search.ts'
import { NotFoundScreen } from './not-found-screen.tsx'
import { PendingScreen } from './pending-screen.tsx'
import { Shell } from './shell.tsx'
import { NoTicket } from './workspace/no-ticket.tsx'
import { TicketScreen } from './workspace/ticket-screen.tsx'

const root = createRootRoute({ component: Shell, notFoundComponent: NotFoundScreen })

const inboxRoute = createRoute({
  getParentRoute: () => root,
  id: 'inbox',
  validateSearch: searchOf,
  component: Inbox,
})
const noTicket = createRoute({ getParentRoute: () => inboxRoute, path: '/', component: NoTicket })
const ticketRoute = createRoute({
  getParentRoute: () => inboxRoute,
  path: '/tickets/$ticketId',
  component: TicketScreen,
})

const isAdmin = () => currentSession()?.user.role === 'admin'
const mustBeAdmin = () => {
  if (!isAdmin()) throw redirect({ to: '/forbidden' })
}

const admin = createRoute({ getParentRoute: () => root, id: 'admin', beforeLoad: mustBeAdmin })
const overview = createRoute({
  getParentRoute: () => admin,
  path: '/overview',
  component: lazyRouteComponent(() => import('./admin/overview-screen.tsx'), 'OverviewScreen'),
})
const agents = createRoute({
  getParentRoute: () => admin,
  path: '/agents',
  component: lazyRouteComponent(() => import('./admin/agents-screen.tsx'), 'AgentsScreen'),
})
const departments = createRoute({
  getParentRoute: () => admin,
  path: '/departments',
  component: lazyRouteComponent(() => import('./admin/departments-screen.tsx'), 'DepartmentsScreen'),
})
const merges = createRoute({
  getParentRoute: () => admin,
  path: '/merges',
  component: lazyRouteComponent(() => import('./admin/merges-screen.tsx'), 'MergesScreen'),
})
const applications = createRoute({
  getParentRoute: () => admin,
  path: '/applications',
  component: lazyRouteComponent(() => import('./admin/applications-screen.tsx'), 'ApplicationsScreen'),
})
const audit = createRoute({
  getParentRoute: () => admin,
  path: '/audit',
  component: lazyRouteComponent(() => import('./admin/audit-screen.tsx'), 'AuditScreen'),
})
const triage = createRoute({
  getParentRoute: () => admin,
  path: '/triage',
  component: lazyRouteComponent(() => import('./admin/triage-screen.tsx'), 'TriageScreen'),
})
const policyLab = createRoute({
  getParentRoute: () => admin,
  path: '/policy-lab',
  component: lazyRouteComponent(() => import('./admin/policy-lab-screen.tsx'), 'PolicyLabScreen'),
})
const statistics = createRoute({
  getParentRoute: () => root,
  path: '/statistics',
  component: lazyRouteComponent(() => import('./statistics-screen.tsx'), 'StatisticsScreen'),
})
const settings = createRoute({
  getParentRoute: () => root,
  path: '/settings',
  component: lazyRouteComponent(() => import('./settings-screen.tsx'), 'SettingsScreen'),
})
const forbidden = createRoute({
  getParentRoute: () => root,
  path: '/forbidden',
  component: lazyRouteComponent(() => import('./admin-only-screen.tsx'), 'AdminOnlyScreen'),
})

export const router = createRouter({
  routeTree: root.addChildren([
    inboxRoute.addChildren([noTicket, ticketRoute]),
    admin.addChildren([overview, agents, departments, merges, applications, triage, policyLab, audit]),
    statistics,
    settings,
    forbidden,
  ]),
  basepath: '/console',
  defaultPreload: 'intent',
  defaultErrorComponent: FailedScreen,
  defaultPendingComponent: PendingScreen,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
