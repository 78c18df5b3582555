import { useWords } from '../text/use-words.ts'
import { useNow } from './clock.ts'
import styles from './sla-fuse.module.css'

/** Below this share of the time left the fuse turns to its warning colour. */
export const WARN_SHARE = 0.3

const pad = (value: number) => String(value).padStart(2, '0')

/** Hours and minutes, or days and hours for a long way off. */
const clockOf = (milliseconds: number): string => {
  const minutes = Math.floor(Math.abs(milliseconds) / 60_000)
  const hours = Math.floor(minutes / 60)
  return hours < 48 ? `${hours}:${pad(minutes % 60)}` : `${Math.floor(hours / 24)}d ${hours % 24}h`
}

/** How much of the time until `due_at` is left, as a share from 0 (late) to 1 (just opened). */
export const shareLeft = (due_at: string, created_at: string, now: number): number => {
  const due = Date.parse(due_at)
  const whole = Math.max(1, due - Date.parse(created_at))
  return Math.min(1, Math.max(0, (due - now) / whole))
}

/** Time left over a bar that burns down; nothing when no clock runs. */
export const SlaFuse = ({ due_at, created_at }: { readonly due_at: string | null; readonly created_at: string }) => {
  const { fuse, format } = useWords()
  const now = useNow()
  if (due_at === null) return null

  const left = Date.parse(due_at) - now
  const share = shareLeft(due_at, created_at, now)
  const grade = left <= 0 ? 'late' : share <= WARN_SHARE ? 'warn' : 'calm'
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
