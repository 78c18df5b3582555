import type { AsyncRouteComponent } from '@tanstack/react-router'
import { type ComponentType, use } from 'react'
import { ProblemError, UNREACHABLE } from '../api/problem.ts'
import { tabStorage } from '../api/storage.ts'

const BEGUN_ANEW = 'plimsoll.begun-anew'
/** A host that has not answered by now would not bring the page back either. */
const PATIENCE_MS = 5_000

/** Whether the host would bring the page back: one that is given up for a host that is away is gone, with all that it shows. */
export const hostAnswers = (): Promise<boolean> =>
  fetch(window.location.href, { method: 'HEAD', cache: 'no-store', signal: AbortSignal.timeout(PATIENCE_MS) }).then(
    ({ ok }) => ok,
    () => false,
  )

/** Begins the page anew, once for each address until something has arrived again; says whether it does. */
const beginAnew = (): boolean => {
  const { pathname } = window.location
  if (tabStorage.read(BEGUN_ANEW) === pathname) return false
  tabStorage.write(BEGUN_ANEW, pathname)
  window.location.reload()
  return true
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
      tabStorage.forget(BEGUN_ANEW)
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
    if (Arrived) return <Arrived />
    if (!failure) return use(arriving())
    if (!failure.isAnswered) throw new ProblemError({ status: 0, code: UNREACHABLE })
    if (!beginAnew()) throw failure.error
    return use(never)
  }
  return Object.assign(LateScreen, { preload: arriving })
}

/** Whoever waits for it goes with the page. */
const never = new Promise<null>(() => undefined)
