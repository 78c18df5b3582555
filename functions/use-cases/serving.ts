import { mayOverflow } from '../domain/capacity.ts'
import type { StoredDepartment } from '../domain/department.ts'
import { someoneFree } from '../domain/serving.ts'
import { SYSTEM } from '../domain/ticket-change.ts'
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
} from './desk.ts'

/** Tickets given out before the bell is rung again: a message's work stays far below its consumer's time-out. */
const TICKETS_PER_ROUND = 100
/** Places looked at in one pass for tickets that may overflow: who is behind them gets ahead in time. */
const PLACES_PER_PASS = 1_000
/** Lost races about one ticket, after which the next bell tries again. */
const RACES_PER_TICKET = 20

/** What a round has come to so far. */
interface Progress {
  assigned: number
  /** Of the tickets that found their first agent: how long they had waited, in seconds. */
  readonly firstWaits: number[]
  /** Tickets that were given out, or whose reason to wait was kept. */
  readonly settled: Set<string>
}

/** What came of a waiting ticket's turn. */
type TurnOutcome = 'assigned' | 'nobody-free' | 'gone' | 'gone-back'

/** Whether the turn took the ticket out of the line, or found that somebody else had. */
const isOut = (outcome: TurnOutcome | undefined): boolean => outcome === 'assigned' || outcome === 'gone'

/**
 * Gives one waiting ticket to whom it is for now. A lost race about the agent asks the next candidate; one about the
 * ticket looks at it again, since a mere comment must not cost it its turn. A lower priority does: others are ahead then.
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

/** Keeps why a ticket waits: for the one at the head of the line, and the one that the bell was about. */
const explain = async (desk: Desk, waiting: WaitingTicket, { settled }: Progress): Promise<void> => {
  const { decision } = await decide(desk, waiting, new Date())
  if (decision.chosen !== null) return
  await recordQueued(waiting, decision, newId())
  settled.add(waiting.ticket.id)
}

/** How a pass left the line. */
interface Pass {
  /** Whether somebody still waits whom this pass had met. */
  readonly leavesSomeone: boolean
  /** Whether a ticket lost its turn, since it had gone back in line: it is to be met again at its new place. */
  readonly hasPostponed: boolean
}

/**
 * Whether to look behind a place that nobody takes: later ones came in later or matter less, but may be older, and so
 * overflow where this one may not. Others are asked about once such a one is met, or much of the line was looked at. While
 * somebody near has room, the next pass is for those behind.
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
  /** True when it stopped before it was done: the bell must be rung again. */
  readonly isUnfinished: boolean
  /** Asks whether an agent of the department itself has nothing to do, and may help where tickets have waited long. */
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
 * @param ticketIds tickets whose reason to wait is kept if they still wait in the end
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

/** The ticket that a bell was about, if it still waits: back to its former agent of another department, or explained. */
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
