import { someoneFree } from '../domain/assignment/serving.ts'
import { mayOverflow } from '../domain/capacity.ts'
import type { StoredDepartment } from '../domain/department.ts'
import { SYSTEM } from '../domain/ticket/change.ts'
import { waitedMinutes, waitedSeconds } from '../domain/time.ts'
import { newId } from '../platform/ids.ts'
import { claim, findWaiting, recordQueued, type WaitingTicket } from '../stores/assignments.ts'
import { whileApplied } from '../stores/merge-plans.ts'
import { LINE_PAGE, type PlaceInLine, placesInLine } from '../stores/queue-line.ts'
import { queueOrder } from '../stores/ticket-rows.ts'
import {
  correct,
  type Desk,
  type DeskOpener,
  decide,
  deskOpener,
  hasIdleFar,
  hasIdleOwn,
  hasRoomNear,
  hasTaker,
  noteServed,
  partFrom,
  returningAgent,
} from './serving/desk.ts'

/** After this many tickets a round ends and the bell rings again, so that a message stays far below its time-out. */
const TICKETS_PER_ROUND = 100
/** Places examined in one pass for tickets that may overflow; tickets behind them move up in time. */
const PLACES_PER_PASS = 1_000
/** After this many lost races for one ticket, it is left to the next bell. */
const RACES_PER_TICKET = 20

/** What a round has done so far. */
interface Progress {
  assigned: number
  /** The wait of each ticket that got its first agent, in seconds. */
  readonly firstWaits: number[]
  /** Ids of tickets that were given out, or whose reason to wait was stored. */
  readonly settled: Set<string>
}

/** The outcome of a waiting ticket's turn. */
type TurnOutcome = 'assigned' | 'nobody-free' | 'gone' | 'gone-back'

/** Whether the turn took the ticket out of the line, or found it gone from there. */
const isOut = (outcome: TurnOutcome | undefined): boolean => outcome === 'assigned' || outcome === 'gone'

/**
 * Gives one waiting ticket to the agent chosen for it now. After a lost race for the agent, the next candidate is
 * asked; after one for the ticket, it is read again, since a mere comment must not cost it its turn. A lowered priority
 * does: others are ahead then.
 *
 * @param order the place in line whose turn it is
 */
const serve = async (desk: Desk, first: WaitingTicket, order: string, progress: Progress): Promise<TurnOutcome> => {
  let waiting: WaitingTicket | undefined = first
  for (let race = 0; race < RACES_PER_TICKET; race += 1) {
    if (queueOrder(waiting.ticket) > order) return 'gone-back'
    const now = new Date()
    const { decision, hadAgent, agent, merge } = await decide(desk, waiting, now)
    if (!agent) return 'nobody-free'
    const holder = { id: agent.agent_id, name: agent.name, department_id: agent.department_id }
    const happening = { event_id: newId(), actor: SYSTEM, now }
    const outcome = await claim(waiting.ticket, holder, decision, happening, merge && whileApplied(merge))
    if (outcome === 'assigned') {
      noteServed(desk, agent.agent_id)
      progress.assigned += 1
      progress.settled.add(waiting.ticket.id)
      if (!hadAgent) progress.firstWaits.push(waitedSeconds(waiting.ticket.created_at, now))
      return 'assigned'
    }
    if (outcome === 'barred' && merge) {
      partFrom(desk, merge)
    } else if (outcome === 'full') {
      await correct(desk, agent)
    } else {
      waiting = await findWaiting(first.ticket.id, desk.department.id)
      if (!waiting) return 'gone'
    }
  }
  return 'nobody-free'
}

/** Stores why a ticket waits: for the one at the head of the line, and for those that bells were about. */
const explain = async (desk: Desk, waiting: WaitingTicket, { settled }: Progress): Promise<void> => {
  const { decision } = await decide(desk, waiting, new Date())
  if (decision.chosen !== null) return
  await recordQueued(waiting, decision, newId())
  settled.add(waiting.ticket.id)
}

/** How a pass left the line. */
interface Pass {
  /** Whether a ticket that this pass met still waits. */
  readonly leavesSomeone: boolean
  /** Whether a ticket had moved back in line and so lost its turn: the next round meets it at its new place. */
  readonly hasPostponed: boolean
}

/**
 * Whether to go on behind a place that nobody takes. Tickets further back may be older, if their priority is lower, and
 * so overflow where this one may not. Other departments' agents are read only once a place that may overflow is met, or
 * a page of the line was examined. While a near agent has room, the next pass serves those behind.
 */
const goesOn = async (desk: Desk, { created_at }: PlaceInLine, looked: number, now: Date): Promise<boolean> => {
  const { overflow } = desk.department
  if (!overflow.enabled || looked >= PLACES_PER_PASS || hasRoomNear(desk)) return false
  const isYoung = !mayOverflow(waitedMinutes(created_at, now), overflow)
  return (isYoung && looked < LINE_PAGE) || hasIdleFar(desk)
}

/** One pass over the line, in order: each agent gets at most one ticket. */
const onePass = async (departmentId: string, openDesk: DeskOpener, progress: Progress): Promise<Pass> => {
  let leavesSomeone = false
  let hasPostponed = false
  let looked = 0
  for await (const place of placesInLine(departmentId)) {
    const desk = await openDesk()
    looked += 1
    const now = new Date()
    const isTakeable = await hasTaker(desk, place, now)
    if (isTakeable || looked === 1) {
      const waiting = await findWaiting(place.ticket_id, departmentId)
      const outcome = waiting && isTakeable ? await serve(desk, waiting, place.order, progress) : undefined
      if (outcome === 'gone-back') hasPostponed = true
      else if (waiting && looked === 1 && !isOut(outcome)) await explain(desk, waiting, progress)
      leavesSomeone ||= waiting !== undefined && !isOut(outcome)
    } else leavesSomeone = true
    if (!isTakeable && !(await goesOn(desk, place, looked, now))) break
  }
  return { leavesSomeone, hasPostponed }
}

/** What a round over a department's line did. */
export interface Round extends Readonly<Pick<Progress, 'assigned' | 'firstWaits'>> {
  /** True if the round stopped early: the bell must be rung again. */
  readonly isUnfinished: boolean
  /** Whether an agent of the department itself is idle, and so may take overflowing tickets of others. */
  readonly hasIdle: () => Promise<boolean>
}

const roundOf = ({ assigned, firstWaits }: Progress, isUnfinished: boolean, hasIdle: Round['hasIdle']): Round => ({
  assigned,
  firstWaits,
  isUnfinished,
  hasIdle,
})

/**
 * Serves a department's waiting tickets, first in line first, until nobody is free or nothing waits.
 *
 * It goes over the line in passes, each of which reads the agents anew and gives each of them at most one ticket: an
 * agent who comes online is not buried in one go. Two rounds at once are harmless: every claim is conditional.
 *
 * @param ticketIds tickets whose reason to wait is stored if they still wait at the end
 */
export const serveDepartment = async (department: StoredDepartment, ticketIds: ReadonlySet<string>): Promise<Round> => {
  const progress: Progress = { assigned: 0, firstWaits: [], settled: new Set() }
  for (;;) {
    const before = progress.assigned
    const openDesk = deskOpener(department)
    const pass = await onePass(department.id, openDesk, progress)
    if (progress.assigned === before || !pass.leavesSomeone) {
      const open = [...ticketIds].filter((id) => !progress.settled.has(id))
      for (const ticketId of open) await lookAfter(department, openDesk, ticketId, progress)
      return roundOf(progress, pass.hasPostponed, async () => hasIdleOwn(await openDesk()))
    }
    if (progress.assigned >= TICKETS_PER_ROUND) return roundOf(progress, true, async () => false)
  }
}

/**
 * Gives the ticket that a bell was about, if it still waits, back to its former agent in another department, or stores
 * why it waits.
 */
const lookAfter = async (
  { id }: StoredDepartment,
  openDesk: DeskOpener,
  ticketId: string,
  progress: Progress,
): Promise<void> => {
  const waiting = await findWaiting(ticketId, id)
  if (!waiting) return
  const desk = await openDesk()
  const returning = await returningAgent(desk, waiting)
  if (returning && !desk.near.includes(returning) && someoneFree([returning]))
    await serve(desk, waiting, queueOrder(waiting.ticket), progress)
  else await explain(desk, waiting, progress)
}
