import type { Priority } from '../../../functions/contracts/triage.ts'
import { useWords } from '../text/use-words.ts'
import styles from './priority-bars.module.css'

const filled: Readonly<Record<Priority, number>> = { low: 1, medium: 2, high: 3, critical: 4 }

/** One to four bars; the number of bars says it, the colour only underlines it. */
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
      {[1, 2, 3, 4].map((bar) => (
        <rect
          key={bar}
          x={(bar - 1) * 4.3}
          y={12 - bar * 3}
          width="3"
          height={bar * 3}
          rx="1"
          data-filled={bar <= filled[priority]}
        />
      ))}
    </svg>
  )
}
