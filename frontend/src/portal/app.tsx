import { lazy, Suspense } from 'react'
import { Route, Switch, useLocation } from 'wouter'
import { Skeleton } from '../design/skeleton.tsx'
import { Frame } from './frame.tsx'
import { MissingPage } from './missing-page.tsx'
import { PageBoundary } from './page-boundary.tsx'
import { SentPage } from './sent-page.tsx'
import { SubmitPage } from './submit-page.tsx'

// The form for a ticket and its receipt come at once; the other pages when somebody goes there.
const ApplyPage = lazy(async () => ({ default: (await import('./apply-page.tsx')).ApplyPage }))
const ForgotPage = lazy(async () => ({ default: (await import('./forgot-page.tsx')).ForgotPage }))
const MyTicketsPage = lazy(async () => ({ default: (await import('./my-tickets-page.tsx')).MyTicketsPage }))
const SignInPage = lazy(async () => ({ default: (await import('./sign-in-page.tsx')).SignInPage }))
const SignUpPage = lazy(async () => ({ default: (await import('./sign-up-page.tsx')).SignUpPage }))
const TicketPage = lazy(async () => ({ default: (await import('./ticket-page.tsx')).TicketPage }))
const UnsubscribePage = lazy(async () => ({ default: (await import('./unsubscribe-page.tsx')).UnsubscribePage }))

/** The customers' pages by address. */
export const App = () => {
  const [here] = useLocation()
  return (
    <Frame>
      <PageBoundary key={here}>
        <Suspense fallback={<Skeleton rows={4} height={60} />}>
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
