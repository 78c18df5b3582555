import { useEffect, useSyncExternalStore } from 'react'
import { tabStorage } from '../../api/storage.ts'
import { CONTENT_ID } from '../../design/skip-link.tsx'

/** The headers of a guest's requests about their ticket; none for somebody who is signed in. */
export type TrackingHeaders = Readonly<Record<string, string>>

const keyOf = (id: string) => `plimsoll.tracking.${id}`

/** The token in the address's fragment; null if the fragment is empty or names the page's content. */
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
 * for this tab, so that the address works without it after the first visit. Following a link while the ticket's page is
 * open changes only the fragment; that is noticed too.
 */
export const useTrackingToken = (id: string): string | null => {
  const fromAddress = useSyncExternalStore(subscribe, tokenOfAddress)
  useEffect(() => {
    if (fromAddress) tabStorage.write(keyOf(id), fromAddress)
  }, [id, fromAddress])
  return fromAddress ?? tabStorage.read(keyOf(id))
}
