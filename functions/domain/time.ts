/**
 * Lengths of time. A day is always 24 hours: local days, which may be shorter or longer, are in `business-hours.ts`.
 */

export const MINUTE_MS = 60_000
export const HOUR_MS = 60 * MINUTE_MS
export const DAY_MS = 24 * HOUR_MS
export const WEEK_MS = 7 * DAY_MS

export const SECONDS_PER_HOUR = 3_600
export const SECONDS_PER_DAY = 86_400
export const MINUTES_PER_HOUR = 60
export const MINUTES_PER_DAY = 1_440
export const HOURS_PER_DAY = 24
export const HOURS_PER_WEEK = 168

/**
 * How long a ticket has waited since it came in, in whole seconds; 0 if the clock was set back or a time is unreadable.
 */
export const waitedSeconds = (created_at: string, now: Date): number => {
  const seconds = Math.floor((now.getTime() - Date.parse(created_at)) / 1_000)
  return seconds > 0 ? seconds : 0
}

/** `waitedSeconds` in minutes. */
export const waitedMinutes = (created_at: string, now: Date): number => waitedSeconds(created_at, now) / 60
