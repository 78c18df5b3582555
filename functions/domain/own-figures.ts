import type { OwnAgent } from '../contracts/people.ts'
import type { TicketState } from '../contracts/ticket-state.ts'
import { median } from './averages.ts'
import { HOUR_MS, WEEK_MS } from './time.ts'

const WEEKS = 4

type Week = OwnAgent['weeks'][number]

const hoursBetween = (from: string, to: string): number => Math.max(0, (Date.parse(to) - Date.parse(from)) / HOUR_MS)

const weekOf = (from: number, resolved: readonly TicketState[]): Week => {
  const inTime = resolved.filter(({ resolved_at, resolution_due_at }) => (resolved_at ?? '') <= resolution_due_at)
  return {
    from: new Date(from).toISOString().slice(0, 10),
    resolved: resolved.length,
    median_first_response_hours: median(
      resolved.flatMap(({ created_at, first_response_at }) =>
        first_response_at === null ? [] : [hoursBetween(created_at, first_response_at)],
      ),
    ),
    median_resolution_hours: median(
      resolved.flatMap(({ created_at, resolved_at }) =>
        resolved_at === null ? [] : [hoursBetween(created_at, resolved_at)],
      ),
    ),
    within_sla: resolved.length === 0 ? null : inTime.length / resolved.length,
  }
}

/** When the four weeks begin. */
export const figuresSince = (now: Date): Date => new Date(now.getTime() - WEEKS * WEEK_MS)

/**
 * What an agent resolved in the last four weeks of seven days, oldest first. A ticket counts in the week of its last
 * resolution, for the agent who resolved it.
 */
export const weeklyFigures = (agentId: string, tickets: readonly TicketState[], now: Date): Week[] => {
  const start = figuresSince(now).getTime()
  const own = tickets.filter(({ resolution }) => resolution?.agent.id === agentId)
  return Array.from({ length: WEEKS }, (_none, week) => {
    const from = start + week * WEEK_MS
    const resolved = own.filter(({ resolved_at }) => {
      const at = Date.parse(resolved_at ?? '')
      return at > from && at <= from + WEEK_MS
    })
    return weekOf(from, resolved)
  })
}
