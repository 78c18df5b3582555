import type { Presence } from '../../../functions/contracts/people.ts'
import { useWords } from '../text/use-words.ts'
import styles from './avatar.module.css'
import { Hidden } from './hidden.tsx'

const initialsOf = (name: string): string =>
  name
    .split(/\s+/u)
    .filter(Boolean)
    .map((word) => [...word][0]?.toUpperCase() ?? '')
    .filter((_letter, index, all) => index === 0 || index === all.length - 1)
    .join('')

/** Online is a disc, do not disturb a square, offline a ring. */
export const PresenceDot = ({ presence, label = true }: PresenceDotProps) => {
  const { presence: names } = useWords()
  return (
    <span className={styles.dot} data-presence={presence}>
      <svg viewBox="0 0 10 10" width="10" height="10" aria-hidden="true">
        {presence === 'online' && <circle cx="5" cy="5" r="4" fill="currentColor" />}
        {presence === 'dnd' && <rect x="1" y="1" width="8" height="8" rx="1" fill="currentColor" />}
        {presence === 'offline' && <circle cx="5" cy="5" r="3" fill="none" stroke="currentColor" strokeWidth="2" />}
      </svg>
      {label && <Hidden>{names[presence]}</Hidden>}
    </span>
  )
}

interface PresenceDotProps {
  readonly presence: Presence
  /** False where the presence is written beside it. */
  readonly label?: boolean
}

/** Initials with the person's presence. */
export const Avatar = ({ name, presence }: { readonly name: string; readonly presence?: Presence }) => (
  <span className={styles.avatar}>
    <span aria-hidden="true">{initialsOf(name)}</span>
    {presence && <PresenceDot presence={presence} />}
  </span>
)
