import type { Priority } from '../../../functions/contracts/triage.ts'
import { useWords } from '../text/use-words.ts'
import styles from './priority-bars.module.css'

const filled: Readonly<Record<Priority, number>> = { low: 1, medium: 2, high: 3, critical: 4 }

/** Four bars of growing height from left to right, in a view box of 16 by 12. */
const BARS = ['M0 9h3v3h-3z', 'M4.3 6h3v6h-3z', 'M8.6 3h3v9h-3z', 'M12.9 0h3v12h-3z']

/** One to four bars; their number shows the priority, the colour only repeats it. */
export const PriorityBars = ({ priority }: { readonly priority: Priority }) => {
  const { priority: names, priorityIs } = useWords()
  return (
    <svg
      className={styles.bars}
      data-priority={priority}
      viewBox="0 0 16 12"
      width="16"
      height="12"
      role="img"
      aria-label={priorityIs(names[priority])}
    >
      <path className={styles.filled} d={BARS.slice(0, filled[priority]).join('')} />
      {priority !== 'critical' && <path d={BARS.slice(filled[priority]).join('')} />}
    </svg>
  )
}
