import { AT_RISK_SHARE } from '../../../functions/contracts/sla.ts'

/** Share of the time until `due_at` that is left, 0 (late) to 1 (just opened); `now` in milliseconds since 1970. */
export const shareLeft = (due_at: string, created_at: string, now: number): number => {
  const due = Date.parse(due_at)
  const whole = Math.max(1, due - Date.parse(created_at))
  return Math.min(1, Math.max(0, (due - now) / whole))
}

/** Whether a deadline is near or past: the fuse takes its warning colour, and the `breaching` view lists the ticket. */
export const isAtRisk = (due_at: string, created_at: string, now: number): boolean =>
  shareLeft(due_at, created_at, now) <= AT_RISK_SHARE
