import { expect } from 'vitest'
import type { Census, CountedAgent, CountedTicket, Step } from './census.ts'

/**
 * A pass over a line does not see tickets that join after it has begun: it gives each agent at most one ticket, and two
 * passes may run at once. None takes this long, even on an overloaded machine.
 */
const PASS_MS = 10_000
const PASSES_AT_ONCE = 2
const RANK: Readonly<Record<string, number>> = { critical: 0, high: 1, medium: 2, low: 3 }

/** The outcome of all accepted tickets, and the number of times that each invariant was broken. */
export interface Verdict {
  readonly accepted: number
  readonly open: number
  readonly waiting: number
  readonly done: number
  readonly lost: number
  readonly doubled: number
  readonly over_capacity: number
  readonly overtaken: number
  /** Sum of the differences between agents' loads and the tickets that they hold. */
  readonly drift: number
  /** Tickets whose history has a gap, a double, or ends elsewhere than the ticket. */
  readonly broken_histories: number
  /** Tickets that wait although an agent of their department has room. */
  readonly forgotten: number
}

const countOf = <Value>(values: readonly Value[], is: (value: Value) => boolean): number => values.filter(is).length

const inOrder = (steps: readonly Step[]): readonly Step[] => steps.toSorted((one, other) => one.seq - other.seq)

const isBroken = ({ version }: CountedTicket, steps: readonly Step[]): boolean =>
  steps.length !== version || inOrder(steps).some(({ seq }, place) => seq !== place + 1)

/** The greatest number of tickets that each agent held at one time. */
const peakLoads = (histories: readonly (readonly Step[])[]): ReadonlyMap<string, number> => {
  const moves: { readonly at: string; readonly agent: string; readonly by: 1 | -1 }[] = []
  for (const steps of histories) {
    let carrier: string | null = null
    for (const { at, queue_state, assignee_id } of steps) {
      const next = queue_state === 'assigned' ? assignee_id : null
      if (next === carrier) continue
      if (carrier !== null) moves.push({ at, agent: carrier, by: -1 })
      if (next !== null) moves.push({ at, agent: next, by: 1 })
      carrier = next
    }
  }
  const loads = new Map<string, number>()
  const peaks = new Map<string, number>()
  const inTime = moves.toSorted((one, other) => (one.at === other.at ? one.by - other.by : one.at < other.at ? -1 : 1))
  for (const { agent, by } of inTime) {
    const load = (loads.get(agent) ?? 0) + by
    loads.set(agent, load)
    peaks.set(agent, Math.max(load, peaks.get(agent) ?? 0))
  }
  return peaks
}

/** A ticket's time in a line; `until` is infinite if it still waits. */
interface Wait {
  readonly line: string
  readonly order: string
  readonly from: number
  readonly until: number
  readonly isServed: boolean
}

const waitsOf = ({ id, created_at }: CountedTicket, steps: readonly Step[]): readonly Wait[] => {
  const waits: Wait[] = []
  let open: Omit<Wait, 'until' | 'isServed'> | undefined
  for (const { at, queue_state, department_id, priority, outcome } of steps) {
    const time = Date.parse(at)
    const order = `${RANK[priority]}#${created_at}#${id}`
    const stands = queue_state === 'waiting'
    if (open && stands && open.line === department_id && open.order === order) continue
    if (open) waits.push({ ...open, until: time, isServed: queue_state === 'assigned' && outcome !== 'manual' })
    open = stands ? { line: department_id, order, from: time } : undefined
  }
  return open ? [...waits, { ...open, until: Number.POSITIVE_INFINITY, isServed: false }] : waits
}

/** An event in one department's line: a ticket leaves it, has been there for longer than a pass, or is served. */
interface Moment {
  readonly time: number
  readonly kind: 'leaves' | 'stands' | 'is served'
  readonly order: string
}

const MOMENTS: readonly Moment['kind'][] = ['leaves', 'stands', 'is served']

const momentsOf = ({ order, from, until, isServed }: Wait): readonly Moment[] => [
  ...(until > from + PASS_MS
    ? [{ time: from + PASS_MS, kind: 'stands', order } as const, { time: until, kind: 'leaves', order } as const]
    : []),
  ...(isServed ? [{ time: until, kind: 'is served', order } as const] : []),
]

/** Place of an order in a sorted line. */
const placeIn = (line: readonly string[], order: string): number => {
  let [low, high] = [0, line.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((line[middle] ?? '') < order) low = middle + 1
    else high = middle
  }
  return low
}

/** How often a ticket was served while another one had been ahead of it for longer than a pass. */
const servedBeforeTheirTurn = (waits: readonly Wait[]): number => {
  const line: string[] = []
  let count = 0
  const moments = waits
    .flatMap(momentsOf)
    .toSorted((one, other) => one.time - other.time || MOMENTS.indexOf(one.kind) - MOMENTS.indexOf(other.kind))
  for (const { kind, order } of moments) {
    if (kind === 'stands') line.splice(placeIn(line, order), 0, order)
    else if (kind === 'leaves') line.splice(placeIn(line, order), 1)
    else if (line[0] !== undefined && line[0] < order) count += 1
  }
  return count
}

/** How many tickets saw more others served before them than the passes already begun could serve. */
const leftBehind = (waits: readonly Wait[], mostByPasses: number): number => {
  const served = waits.filter(({ isServed }) => isServed).toSorted((one, other) => one.until - other.until)
  const times = served.map(({ until }) => until)
  return waits.filter(({ order, from, until }) => {
    let overtakers = 0
    for (let place = firstAfter(times, from); overtakers <= mostByPasses; place += 1) {
      const other = served[place]
      if (!other || other.until >= until) return false
      if (other.order > order) overtakers += 1
    }
    return true
  }).length
}

/** Index of the first time after an instant, in sorted times. */
const firstAfter = (times: readonly number[], instant: number): number => {
  let [low, high] = [0, times.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((times[middle] ?? 0) <= instant) low = middle + 1
    else high = middle
  }
  return low
}

const driftOf = (agents: readonly CountedAgent[], tickets: readonly CountedTicket[]): number => {
  const carried = Map.groupBy(
    tickets.filter(({ queue_state }) => queue_state === 'assigned'),
    ({ assignee }) => assignee?.id ?? '',
  )
  return agents.reduce((sum, { id, active }) => sum + Math.abs(active - (carried.get(id)?.length ?? 0)), 0)
}

/**
 * Checks the tables against the invariants, while the system is idle.
 *
 * @param accepted ids that were answered with 201, or taken from the bus
 */
export const judge = ({ tickets, steps, agents }: Census, accepted: ReadonlySet<string>): Verdict => {
  const known = new Set(tickets.map(({ id }) => id))
  const histories = tickets.map(({ id }) => inOrder(steps.get(id) ?? []))
  const peaks = peakLoads(histories)
  const lines = Map.groupBy(
    tickets.flatMap((ticket, place) => waitsOf(ticket, histories[place] ?? [])),
    ({ line }) => line,
  )
  const hasRoom = new Set(
    agents
      .filter(({ presence, active, capacity }) => presence === 'online' && active < capacity)
      .map(({ department_id }) => department_id),
  )
  return {
    accepted: accepted.size,
    open: countOf(tickets, ({ queue_state }) => queue_state === 'assigned'),
    waiting: countOf(tickets, ({ queue_state }) => queue_state === 'waiting'),
    done: countOf(tickets, ({ queue_state }) => queue_state === 'done'),
    lost: countOf([...accepted], (id) => !known.has(id)),
    doubled:
      tickets.length - new Set(tickets.map(({ title }) => title)).size + countOf([...known], (id) => !accepted.has(id)),
    over_capacity: countOf(agents, ({ id, active, capacity }) => Math.max(active, peaks.get(id) ?? 0) > capacity),
    overtaken: [...lines].reduce((sum, [line, waits]) => {
      const inReach = countOf(agents, ({ department_id }) => department_id === line)
      return sum + servedBeforeTheirTurn(waits) + leftBehind(waits, PASSES_AT_ONCE * inReach)
    }, 0),
    drift: driftOf(agents, tickets),
    broken_histories: countOf(tickets, (ticket) => isBroken(ticket, steps.get(ticket.id) ?? [])),
    forgotten: countOf(
      tickets,
      ({ queue_state, department_id }) => queue_state === 'waiting' && hasRoom.has(department_id),
    ),
  }
}

/** Fails unless every invariant held and every accepted ticket is open, waiting or done. */
export const expectSound = (verdict: Verdict): void => {
  const { accepted, open, waiting, done } = verdict
  expect(verdict).toMatchObject({
    lost: 0,
    doubled: 0,
    over_capacity: 0,
    overtaken: 0,
    drift: 0,
    broken_histories: 0,
    forgotten: 0,
  })
  expect(open + waiting + done).toBe(accepted)
}

/** The verdict as one line. */
export const lineOf = (verdict: Verdict): string => {
  const { accepted, open, waiting, done, lost, doubled, over_capacity, overtaken, drift } = verdict
  return (
    `${accepted} accepted = ${open} open + ${waiting} waiting + ${done} done; lost ${lost}; doubled ${doubled}; ` +
    `over capacity ${over_capacity}; overtaken ${overtaken}; drift ${drift}`
  )
}
