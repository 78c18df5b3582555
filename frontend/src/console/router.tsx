import { createRootRoute, createRoute, createRouter, redirect } from '@tanstack/react-router'
import { currentSession } from '../api/session.ts'
import { Inbox } from './inbox/inbox.tsx'
import { searchOf } from './inbox/search.ts'
import { FailedScreen } from './router/failed-screen.tsx'
import { lateScreen } from './router/late-screen.tsx'
import { NotFoundScreen } from './router/not-found-screen.tsx'
import { PendingScreen } from './router/pending-screen.tsx'
import { Shell } from './shell/shell.tsx'
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
  component: lateScreen(() =>
    import('./admin/overview/overview-screen.tsx').then(({ OverviewScreen }) => OverviewScreen),
  ),
})
const agents = createRoute({
  getParentRoute: () => admin,
  path: '/agents',
  component: lateScreen(() => import('./admin/agents/agents-screen.tsx').then(({ AgentsScreen }) => AgentsScreen)),
})
const departments = createRoute({
  getParentRoute: () => admin,
  path: '/departments',
  component: lateScreen(() =>
    import('./admin/departments/departments-screen.tsx').then(({ DepartmentsScreen }) => DepartmentsScreen),
  ),
})
const merges = createRoute({
  getParentRoute: () => admin,
  path: '/merges',
  component: lateScreen(() => import('./admin/merges/merges-screen.tsx').then(({ MergesScreen }) => MergesScreen)),
})
const applications = createRoute({
  getParentRoute: () => admin,
  path: '/applications',
  component: lateScreen(() =>
    import('./admin/agents/applications-screen.tsx').then(({ ApplicationsScreen }) => ApplicationsScreen),
  ),
})
const audit = createRoute({
  getParentRoute: () => admin,
  path: '/audit',
  component: lateScreen(() => import('./admin/audit/audit-screen.tsx').then(({ AuditScreen }) => AuditScreen)),
})
const triage = createRoute({
  getParentRoute: () => admin,
  path: '/triage',
  component: lateScreen(() => import('./admin/triage/triage-screen.tsx').then(({ TriageScreen }) => TriageScreen)),
})
const policyLab = createRoute({
  getParentRoute: () => admin,
  path: '/policy-lab',
  component: lateScreen(() =>
    import('./admin/policy-lab/policy-lab-screen.tsx').then(({ PolicyLabScreen }) => PolicyLabScreen),
  ),
})
const statistics = createRoute({
  getParentRoute: () => root,
  path: '/statistics',
  component: lateScreen(() =>
    import('./statistics/statistics-screen.tsx').then(({ StatisticsScreen }) => StatisticsScreen),
  ),
})
const settings = createRoute({
  getParentRoute: () => root,
  path: '/settings',
  component: lateScreen(() => import('./settings-screen.tsx').then(({ SettingsScreen }) => SettingsScreen)),
})
const forbidden = createRoute({
  getParentRoute: () => root,
  path: '/forbidden',
  component: lateScreen(() => import('./router/admin-only-screen.tsx').then(({ AdminOnlyScreen }) => AdminOnlyScreen)),
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
