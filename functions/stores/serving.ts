import type { RoutingDecision } from '../contracts/routing.ts'
import type { RoutingPolicy } from '../domain/assignment.ts'
import { candidatesFor, mayOverflow, notYetServed, takesTickets } from '../domain/capacity.ts'
import type { StoredDepartment } from '../domain/department.ts'
import { helpersOf } from '../domain/merge.ts'
import type { StoredPlan } from '../domain/merge-changes.ts'
import { candidateOf } from '../domain/roster.ts'
import { decideTurn, someoneFree, waitedMinutes, waitedSeconds } from '../domain/serving.ts'
import type { Candidate } from '../domain/suitability.ts'
import { SYSTEM } from '../domain/ticket-change.ts'
import { newId } from '../platform/ids.ts'
import { findAgent, listAgents } from './agents.ts'
import { claim, findWaiting, recordQueued, type WaitingTicket } from './assignments.ts'
import { listDepartments } from './departments.ts'
import { appliedMerges, forgetMerges, whileApplied } from './merge-plans.ts'
import { LINE_PAGE, type PlaceInLine, placesInLine } from './queue-line.ts'
import { routingPolicy } from './routing-policy.ts'
import { queueOrder } from './ticket-rows.ts'

/** Tickets given out before the bell is rung again: a message's work stays far below its consumer's time-out. */
const TICKETS_PER_ROUND = 100
/** Places looked at in one pass for tickets that may overflow: who is behind them gets ahead in time. */
const PLACES_PER_PASS = 1_000
/** Lost races about one ticket, after which the next bell tries again. */
const RACES_PER_TICKET = 20

/** The agents whom a department's tickets may go to, as read when a pass begins, and corrected by lost claims. */
interface Desk {
  readonly department: StoredDepartment
  readonly policy: RoutingPolicy
  /** The merges in which others help this department. */
  merges: readonly StoredPlan[]
  /** Those of the department itself and of the ones that help it. */
  near: readonly Candidate[]
  /** Those of all other departments, once a ticket may overflow to them. */
  far: readonly Candidate[] | undefined
  readonly served: Set<string>
}

/** Opens the desk of a pass when it is first needed: many a bell rings for a line that is empty. */
type DeskOpener = () => Promise<Desk>

/** What a round has come to so far. */
interface Progress {
  assigned: number
  /** Of the tickets that found their first agent: how long they had waited, in seconds. */
  readonly firstWaits: number[]
  /** Tickets that were given out, or whose reason to wait was kept. */
  readonly settled: Set<string>
}

/** The agents of a department who take automatic work. */
const staffOf = async (department: StoredDepartment): Promise<readonly Candidate[]> =>
  (await listAgents(department.id)).filter(({ role }) => takesTickets(role, department)).map(candidateOf)

const staffOfAll = async (departments: readonly StoredDepartment[]): Promise<readonly Candidate[]> =>
  (await Promise.all(departments.map(staffOf))).flat()

const openDesk = async (department: StoredDepartment): Promise<Desk> => {
  const [policy, plans, departments] = await Promise.all([
    routingPolicy(department),
    appliedMerges(),
    listDepartments(),
  ])
  const merges = plans.filter(({ source_department_id }) => source_department_id === department.id)
  const helping = new Set(helpersOf(department.id, merges))
  const near = await staffOfAll([department, ...departments.filter(({ id }) => helping.has(id))])
  return { department, policy, merges, near, far: undefined, served: new Set() }
}

const deskOpener = (department: StoredDepartment): DeskOpener => {
  let desk: Promise<Desk> | undefined
  return () => {
    desk ??= openDesk(department)
    return desk
  }
}

const farAgents = async (desk: Desk): Promise<readonly Candidate[]> => {
  const own = new Set([desk.department.id, ...helpersOf(desk.department.id, desk.merges)])
  desk.far ??= await staffOfAll((await listDepartments()).filter(({ id }) => !own.has(id)))
  return desk.far
}

const isIdle = ({ active }: Candidate): boolean => active === 0

/** Whether an idle agent elsewhere was not served in this pass: only they help where tickets have waited long. */
const hasIdleFar = async (desk: Desk): Promise<boolean> =>
  desk.department.overflow.enabled && someoneFree(notYetServed(await farAgents(desk), desk.served).filter(isIdle))

/** Whether anybody who was not served in this pass could take a ticket of this age. */
const hasTaker = async (desk: Desk, { created_at }: PlaceInLine, now: Date): Promise<boolean> => {
  if (someoneFree(notYetServed(desk.near, desk.served))) return true
  return mayOverflow(waitedMinutes(created_at, now), desk.department.overflow) && (await hasIdleFar(desk))
}

const returningAgent = async (desk: Desk, { ticket }: WaitingTicket): Promise<Candidate | undefined> => {
  const { returns_to } = ticket
  if (!returns_to) return undefined
  const near = desk.near.find(({ agent_id }) => agent_id === returns_to.id)
  if (near) return near
  const agent = await findAgent(returns_to.department_id, returns_to.id)
  return agent && candidateOf(agent)
}

interface Turned {
  readonly decision: RoutingDecision
  /** Whom the decision chose. */
  readonly agent: Candidate | undefined
  /** The merge by which that agent may be asked; missing for one who may take the ticket without any. */
  readonly merge?: StoredPlan
}

const decide = async (desk: Desk, waiting: WaitingTicket, now: Date): Promise<Turned> => {
  const { ticket, decisions } = waiting
  const reach = {
    department_id: desk.department.id,
    merged_department_ids: helpersOf(desk.department.id, desk.merges),
    waiting_minutes: waitedMinutes(ticket.created_at, now),
    overflow: desk.department.overflow,
  }
  const overflows = mayOverflow(reach.waiting_minutes, reach.overflow)
  const everybody = [...desk.near, ...(overflows ? await farAgents(desk) : [])]
  const candidates = notYetServed(candidatesFor(reach, everybody), desk.served)
  const returning = await returningAgent(desk, waiting)
  const hadAgent = decisions.some(({ chosen }) => chosen !== null)
  const decision = decideTurn({ ticket, candidates, returning, hadAgent, policy: desk.policy, now })
  const known = returning ? [returning, ...candidates] : candidates
  const agent = known.find(({ agent_id }) => agent_id === decision.chosen)
  const merge = desk.merges.find(({ target_department_id }) => target_department_id === agent?.department_id)
  return { decision, agent, ...(agent && merge && agent !== returning && { merge }) }
}

/** What a lost claim taught: the agent as they are now, or that they have left. */
const correct = async (desk: Desk, { agent_id, department_id }: Candidate): Promise<void> => {
  const agent = await findAgent(department_id, agent_id)
  const corrected = (candidates: readonly Candidate[]): readonly Candidate[] =>
    candidates.flatMap((one) => (one.agent_id !== agent_id ? [one] : agent ? [candidateOf(agent)] : []))
  desk.near = corrected(desk.near)
  desk.far &&= corrected(desk.far)
}

/** A merge was over before a claim by it was written: its helpers are asked no more, but by overflow. */
const partFrom = (desk: Desk, { id, target_department_id }: StoredPlan): void => {
  forgetMerges()
  desk.merges = desk.merges.filter((merge) => merge.id !== id)
  desk.near = desk.near.filter(({ department_id }) => department_id !== target_department_id)
  desk.far = undefined
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
    const { decision, agent, merge } = await decide(desk, waiting, now)
    if (!agent) return 'nobody-free'
    const holder = { id: agent.agent_id, name: agent.name, department_id: agent.department_id }
    const happening = { event_id: newId(), actor: SYSTEM, now }
    const outcome = await claim(waiting.ticket, holder, decision, happening, merge && whileApplied(merge))
    if (outcome === 'assigned') {
      desk.served.add(agent.agent_id)
      progress.assigned += 1
      progress.settled.add(waiting.ticket.id)
      if (decision.outcome === 'assigned') progress.firstWaits.push(waitedSeconds(waiting.ticket.created_at, now))
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
 * overflow where this one may not. Others are asked about once such a one is met, or much of the line was looked at.
 */
const goesOn = async (desk: Desk, { created_at }: PlaceInLine, looked: number, now: Date): Promise<boolean> => {
  const { overflow } = desk.department
  if (!overflow.enabled || looked >= PLACES_PER_PASS) return false
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

const hasIdleOwn = async (openDesk: DeskOpener): Promise<boolean> => {
  const { department, near, served } = await openDesk()
  const own = near.filter((agent) => agent.department_id === department.id && isIdle(agent))
  return someoneFree(notYetServed(own, served))
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
      return roundOf(progress, pass.hasPostponed, () => hasIdleOwn(openDesk))
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
