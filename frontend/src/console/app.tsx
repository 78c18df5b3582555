import { RouterProvider } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useSession } from '../api/session.ts'
import { LiveProvider } from '../api/use-live.tsx'
import { ForbiddenScreen } from './forbidden-screen.tsx'
import { MeContext } from './me.ts'
import { router } from './router.tsx'
import { SignInScreen } from './sign-in-screen.tsx'

/** `/console` shows the sign-in form to guests, a refusal to customers, and the desk to staff. */
export const App = () => {
  const session = useSession()
  if (!session) return <SignInScreen />
  if (session.user.role === 'customer') return <ForbiddenScreen name={session.user.name} />
  return (
    <MeContext value={session.user}>
      <LiveProvider key={session.user.id}>
        <Desk />
      </LiveProvider>
    </MeContext>
  )
}

/** One person's desk. After a change of person the router checks again whether this person may see the screen. */
const Desk = () => {
  useEffect(() => {
    if (router.state.resolvedLocation) void router.invalidate()
  }, [])
  return <RouterProvider router={router} />
}
