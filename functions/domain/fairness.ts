import type { FairnessReport } from '../contracts/routing.ts'
import { total } from './averages.ts'

/** One stretch during which an agent held a ticket. */
export interface Holding {
  readonly agent_id: string
  readonly assigned_at: string
  /** null while the agent still holds it. */
  readonly released_at: string | null
  /** True if it ended with a resolution, not because the ticket was taken away. */
  readonly resolved: boolean
  /** How long the ticket had waited when it was assigned. */
  readonly waited_seconds: number
}

export interface FairnessWindow {
  readonly agents: readonly { readonly agent_id: string; readonly name: string; readonly active: number }[]
  /** All that overlap the window. */
  readonly holdings: readonly Holding[]
  /** Since when the tickets without an agent have waited, at the end of the window. */
  readonly waiting_since: readonly string[]
  readonly from: string
  readonly to: string
}

/** Jain's index, (Σx)² ÷ (n · Σx²): 1 when all have the same, 1/n when one has everything; nothing to share is fair. */
export const jain = (amounts: readonly number[]): number => {
  const squares = total(amounts.map((amount) => amount * amount))
  return squares > 0 ? Math.min(1, total(amounts) ** 2 / (amounts.length * squares)) : 1
}

/** Gini's coefficient, Σ|xᵢ − xⱼ| ÷ (2n · Σx): 0 when all have the same, towards 1 when one has everything. */
export const gini = (amounts: readonly number[]): number => {
  const sum = total(amounts)
  if (!(sum > 0)) return 0
  const sorted = amounts.toSorted((a, b) => a - b)
  const ranked = total(sorted.map((amount, place) => (2 * (place + 1) - sorted.length - 1) * amount))
  return Math.max(0, ranked / (sorted.length * sum))
}

/** The difference between the most and the least; 0 for none. */
export const spread = (amounts: readonly number[]): number =>
  amounts.length === 0 ? 0 : Math.max(...amounts) - Math.min(...amounts)

/**
 * How long the union of the stretches lasts within the window, in milliseconds: two tickets at once are one busy time.
 */
const busyTime = (holdings: readonly Holding[], from: number, to: number): number => {
  const stretches = holdings
    .map(({ assigned_at, released_at }) => ({
      start: Math.max(from, Date.parse(assigned_at)),
      end: Math.min(to, released_at === null ? to : Date.parse(released_at)),
    }))
    .toSorted((a, b) => a.start - b.start)
  let busyUntil = from
  let busy = 0
  for (const { start, end } of stretches) {
    busy += Math.max(0, end - Math.max(start, busyUntil))
    busyUntil = Math.max(busyUntil, end)
  }
  return busy
}

/**
 * How evenly work was shared in a window, which includes its start and not its end.
 *
 * An agent's `busy_share` is the part of the window with at least one ticket in hand. Jain and Gini compare the numbers
 * of assignments. The longest wait is of a ticket assigned in the window, or of one that still waits at its end.
 *
 * @throws RangeError if the window does not end after it begins
 */
export const fairnessReport = ({ agents, holdings, waiting_since, from, to }: FairnessWindow): FairnessReport => {
  const start = Date.parse(from)
  const end = Date.parse(to)
  if (!(end > start)) throw new RangeError(`a window must end after it begins: ${from} to ${to}`)
  const isWithin = (time: string | null): boolean =>
    time !== null && Date.parse(time) >= start && Date.parse(time) < end

  const rows = agents.map(({ agent_id, name, active }) => {
    const own = holdings.filter((holding) => holding.agent_id === agent_id)
    return {
      agent_id,
      name,
      assignments: own.filter(({ assigned_at }) => isWithin(assigned_at)).length,
      active,
      resolved: own.filter(({ resolved, released_at }) => resolved && isWithin(released_at)).length,
      busy_share: busyTime(own, start, end) / (end - start),
    }
  })
  const assignments = rows.map((row) => row.assignments)
  const waits = [
    ...holdings.filter(({ assigned_at }) => isWithin(assigned_at)).map(({ waited_seconds }) => waited_seconds),
    ...waiting_since.map((since) => (end - Date.parse(since)) / 1_000),
  ]
  return {
    agents: rows,
    jain: jain(assignments),
    gini: gini(assignments),
    longest_wait_seconds: Math.round(waits.reduce((longest, wait) => Math.max(longest, wait), 0)),
  }
}
