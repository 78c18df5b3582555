import type { LiveState } from '../../api/live-line.ts'
import { useLiveState } from '../../api/use-live.tsx'
import { useWords } from '../../text/use-words.ts'
import styles from './connection-mark.module.css'

/** The state of the live connection: a shape for each state, with its name. */
export const ConnectionMark = () => {
  const { live } = useWords()
  const state = useLiveState()
  return (
    <p className={styles.mark} data-state={state} title={live[state]}>
      <svg viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">
        <Shape state={state} />
      </svg>
      <span className={styles.name}>{live.short[state]}</span>
    </p>
  )
}

const Shape = ({ state }: { readonly state: LiveState }) => {
  if (state === 'online') return <path d="M1 6h2.5l1.5-4 2.5 8 1.5-4H11" />
  if (state === 'offline') return <path d="M2 2l8 8M10 2l-8 8" />
  return <circle cx="6" cy="6" r="4.5" strokeDasharray="2 2" />
}
