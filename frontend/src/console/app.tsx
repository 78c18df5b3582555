import { RouterProvider } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useSession } from '../api/session.ts'
import { LiveProvider } from '../api/use-live.tsx'
import { ForbiddenScreen } from './forbidden-screen.tsx'
import { router } from './router.tsx'
import { SignInScreen } from './sign-in-screen.tsx'

/** `/console` is the sign-in for whoever is not, a wall for customers, and the desk for staff. */
export const App = () => {
  const session = useSession()
  if (!session) return <SignInScreen />
  if (session.user.role === 'customer') return <ForbiddenScreen name={session.user.name} />
  return (
    <LiveProvider key={session.user.id}>
      <Desk />
    </LiveProvider>
  )
}

/** One person's desk. Where somebody else was before, it asks again whether this person may be there. */
const Desk = () => {
  useEffect(() => {
    if (router.state.resolvedLocation) void router.invalidate()
  }, [])
  return <RouterProvider router={router} />
}
