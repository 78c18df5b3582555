import { useWords } from '../text/use-words.ts'
import { useNow } from './clock.ts'
import styles from './sla-fuse.module.css'
import { isAtRisk, shareLeft } from './time-left.ts'

const pad = (value: number) => String(value).padStart(2, '0')

/** Hours and minutes, or days and hours from two days on. */
const clockOf = (milliseconds: number): string => {
  const minutes = Math.floor(Math.abs(milliseconds) / 60_000)
  const hours = Math.floor(minutes / 60)
  return hours < 48 ? `${hours}:${pad(minutes % 60)}` : `${Math.floor(hours / 24)}d ${hours % 24}h`
}

/** The time left, above a bar that shrinks with it; renders nothing if no clock runs. */
export const SlaFuse = ({ due_at, created_at }: { readonly due_at: string | null; readonly created_at: string }) => {
  const { fuse, format } = useWords()
  const now = useNow()
  if (due_at === null) return null

  const left = Date.parse(due_at) - now
  const share = shareLeft(due_at, created_at, now)
  const grade = left <= 0 ? 'late' : isAtRisk(due_at, created_at, now) ? 'warn' : 'calm'
  const clock = clockOf(left)
  const spoken = format.spokenLength(Math.abs(left))
  return (
    <span
      className={styles.fuse}
      data-grade={grade}
      role="img"
      aria-label={left <= 0 ? fuse.lateSpoken(spoken) : fuse.leftSpoken(spoken)}
    >
      {left <= 0 ? fuse.late(clock) : clock}
      <svg viewBox="0 0 100 3" preserveAspectRatio="none" aria-hidden="true">
        <rect x={100 - share * 100} width={left <= 0 ? 2 : share * 100} height="3" fill="currentColor" />
      </svg>
    </span>
  )
}
