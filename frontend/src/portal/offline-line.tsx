import { useMutationState } from '@tanstack/react-query'
import { useSyncExternalStore } from 'react'
import { waitsForNetwork } from '../api/waiting.ts'
import { usePortalText } from '../text/use-portal-text.ts'
import styles from './status-lines.module.css'

const subscribe = (listener: () => void) => {
  window.addEventListener('online', listener)
  window.addEventListener('offline', listener)
  return () => {
    window.removeEventListener('online', listener)
    window.removeEventListener('offline', listener)
  }
}

/** Says that the device is offline, that nothing written is lost, and what will be sent later. */
export const OfflineLine = () => {
  const { offline } = usePortalText()
  const online = useSyncExternalStore(subscribe, () => navigator.onLine)
  const waiting = useMutationState({
    filters: { status: 'pending' },
    select: ({ state }) => waitsForNetwork(state),
  }).filter(Boolean).length
  if (online) return null
  return (
    <p className={styles.line} data-kind="warn">
      {waiting > 0 ? offline.sentWhenBack(waiting) : offline.kept}
    </p>
  )
}
