import type { AsyncRouteComponent } from '@tanstack/react-router'
import { type ComponentType, type ReactNode, use, useEffect, useState } from 'react'
import { ProblemError, UNREACHABLE } from '../api/problem.ts'
import { tabStorage } from '../api/storage.ts'
import { PendingScreen } from './pending-screen.tsx'

/** The address for which the page began anew, until its screen is there. */
const BEGUN_ANEW = 'plimsoll.begun-anew'
/** A host that has not answered by now would not bring the page back either. */
const PATIENCE_MS = 5_000

/** Whether the host would bring the page back: one that is given up for a host that is away is gone, with all that it shows. */
export const hostAnswers = (): Promise<boolean> =>
  fetch(window.location.href, { method: 'HEAD', cache: 'no-store', signal: AbortSignal.timeout(PATIENCE_MS) }).then(
    ({ ok }) => ok,
    () => false,
  )

const hasBegunAnew = (): boolean => tabStorage.read(BEGUN_ANEW) === window.location.pathname

/** Begins the page anew for a screen that does not arrive: once for its address, so that a page never goes round. */
const BeginAnew = ({ error }: { readonly error: unknown }) => {
  const [isSecond] = useState(hasBegunAnew)
  useEffect(() => {
    tabStorage.write(BEGUN_ANEW, window.location.pathname)
    window.location.reload()
  }, [])
  if (isSecond) throw error
  return <PendingScreen />
}

/** A screen that is there: what else arrives says nothing of the one for which the page began anew. */
const Shown = ({ children }: { readonly children: ReactNode }) => {
  useEffect(() => {
    if (hasBegunAnew()) tabStorage.forget(BEGUN_ANEW)
  }, [])
  return children
}

/**
 * A screen whose program comes when it is first wanted, and is asked for again each time that somebody goes there until
 * it has come. What does not arrive from a host that answers was replaced by a newer version, or is remembered as
 * missing by the browser: then the page begins anew. From a host that is away it stays as it is, and says so.
 */
export const lateScreen = (load: () => Promise<ComponentType>): AsyncRouteComponent<object> => {
  let Arrived: ComponentType | null = null
  let failure: { readonly isAnswered: boolean; readonly error: unknown } | null = null
  let arrival: Promise<void> | null = null

  const arrive = async () => {
    failure = null
    try {
      Arrived = await load()
    } catch (error) {
      failure = { isAnswered: await hostAnswers(), error }
      arrival = null
    }
  }
  /** The same promise until it is known what came of it: a component that waits for it is rendered again and again. */
  const arriving = () => {
    arrival ??= arrive()
    return arrival
  }
  const LateScreen = () => {
    if (Arrived) {
      return (
        <Shown>
          <Arrived />
        </Shown>
      )
    }
    if (!failure) return use(arriving())
    if (!failure.isAnswered) throw new ProblemError({ status: 0, code: UNREACHABLE })
    return <BeginAnew error={failure.error} />
  }
  return Object.assign(LateScreen, { preload: arriving })
}
