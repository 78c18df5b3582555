import type { AsyncRouteComponent } from '@tanstack/react-router'
import { type ComponentType, type ReactNode, use, useEffect, useState } from 'react'
import { ProblemError, UNREACHABLE } from '../../api/problem.ts'
import { tabStorage } from '../../api/storage.ts'
import { PendingScreen } from './pending-screen.tsx'

/** The storage key of the path for which the page was reloaded, kept until its screen is shown. */
const BEGUN_ANEW = 'plimsoll.begun-anew'
/** A host that takes longer would not deliver the page either. */
const PATIENCE_MS = 5_000

/** Whether the host would deliver the page: reloading while it is down would lose the page that is shown. */
export const hostAnswers = (): Promise<boolean> =>
  fetch(window.location.href, { method: 'HEAD', cache: 'no-store', signal: AbortSignal.timeout(PATIENCE_MS) }).then(
    ({ ok }) => ok,
    () => false,
  )

const hasBegunAnew = (): boolean => tabStorage.read(BEGUN_ANEW) === window.location.pathname

/** Reloads the page for a screen that failed to load: once per path, so that it cannot loop. */
const BeginAnew = ({ error }: { readonly error: unknown }) => {
  const [isSecond] = useState(hasBegunAnew)
  useEffect(() => {
    tabStorage.write(BEGUN_ANEW, window.location.pathname)
    window.location.reload()
  }, [])
  if (isSecond) throw error
  return <PendingScreen />
}

/** A loaded screen; clears the mark of a reload only if that was for this path. */
const Shown = ({ children }: { readonly children: ReactNode }) => {
  useEffect(() => {
    if (hasBegunAnew()) tabStorage.forget(BEGUN_ANEW)
  }, [])
  return children
}

/**
 * A screen whose code is loaded on the first visit, and requested again at each visit until it arrives. If it fails to
 * load though the host answers, a newer version has replaced it, or the browser remembers it as missing: then the page
 * is reloaded. If the host is down, the screen says so and the page stays.
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
  /** Returns the same promise until it settles: a component that waits for it is rendered repeatedly. */
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
