import { useEffect, useSyncExternalStore } from 'react'
import { tabStorage } from '../api/storage.ts'
import { CONTENT_ID } from '../design/skip-link.tsx'

const keyOf = (id: string) => `plimsoll.tracking.${id}`

/** The token in the address's fragment, unless that names a place on the page or nothing. */
const tokenOfAddress = (): string | null => {
  const fragment = window.location.hash.slice(1)
  return fragment === '' || fragment === CONTENT_ID ? null : fragment
}

const subscribe = (listener: () => void) => {
  window.addEventListener('hashchange', listener)
  return () => window.removeEventListener('hashchange', listener)
}

/**
 * The token of a ticket's tracking link. It comes in the address's fragment, which no server ever sees, and is kept
 * for this tab, so that a link without it still opens after the first visit. A link that is followed where the ticket's
 * page is already open changes nothing but the fragment, and is heard of as well.
 */
export const useTrackingToken = (id: string): string | null => {
  const fromAddress = useSyncExternalStore(subscribe, tokenOfAddress)
  useEffect(() => {
    if (fromAddress) tabStorage.write(keyOf(id), fromAddress)
  }, [id, fromAddress])
  return fromAddress ?? tabStorage.read(keyOf(id))
}
