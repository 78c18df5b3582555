import { type ComponentType, lazy, Suspense } from 'react'
import { Route, Switch, useLocation } from 'wouter'
import { useSession } from '../api/session.ts'
import { Skeleton } from '../design/skeleton.tsx'
import { Frame } from './frame.tsx'
import { MissingPage } from './missing-page.tsx'
import { PageBoundary } from './page-boundary.tsx'
import { ShortWait } from './short-wait.tsx'
import { SentPage } from './submit/sent-page.tsx'
import { SubmitPage } from './submit/submit-page.tsx'

const late = <Props extends object>(load: () => Promise<ComponentType<Props>>) =>
  lazy(async () => ({ default: await load() }))

// The form for a ticket and its receipt are part of the first load; the other pages are loaded when visited.
const ApplyPage = late(() => import('./account/apply-page.tsx').then((module) => module.ApplyPage))
const ForgotPage = late(() => import('./account/forgot-page.tsx').then((module) => module.ForgotPage))
const MyTicketsPage = late(() => import('./my-tickets-page.tsx').then((module) => module.MyTicketsPage))
const SignInPage = late(() => import('./account/sign-in-page.tsx').then((module) => module.SignInPage))
const SignUpPage = late(() => import('./account/sign-up-page.tsx').then((module) => module.SignUpPage))
const TicketPage = late(() => import('./ticket/ticket-page.tsx').then((module) => module.TicketPage))
const UnsubscribePage = late(() => import('./account/unsubscribe-page.tsx').then((module) => module.UnsubscribePage))

/** The customers' pages by address. */
export const App = () => {
  const [here] = useLocation()
  const session = useSession()
  const isLong = here.startsWith('/t/') || (here === '/tickets' && session !== null)
  return (
    <Frame>
      <PageBoundary key={here}>
        <Suspense fallback={isLong ? <Skeleton rows={4} height={60} /> : <ShortWait />}>
          <Switch>
            <Route path="/" component={SubmitPage} />
            <Route path="/sent" component={SentPage} />
            <Route path="/tickets" component={MyTicketsPage} />
            <Route path="/t/:id">{({ id }) => <TicketPage id={id} key={id} />}</Route>
            <Route path="/sign-in" component={SignInPage} />
            <Route path="/sign-up" component={SignUpPage} />
            <Route path="/forgot" component={ForgotPage} />
            <Route path="/apply" component={ApplyPage} />
            <Route path="/unsubscribe" component={UnsubscribePage} />
            <Route component={MissingPage} />
          </Switch>
        </Suspense>
      </PageBoundary>
    </Frame>
  )
}
