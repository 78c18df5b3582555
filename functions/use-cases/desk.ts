import type { RoutingDecision } from '../contracts/routing.ts'
import type { RoutingPolicy } from '../domain/assignment.ts'
import { candidatesFor, mayOverflow, notYetServed, takersAmong, takesTickets } from '../domain/capacity.ts'
import type { StoredDepartment } from '../domain/department.ts'
import { helpersOf } from '../domain/merge.ts'
import type { StoredPlan } from '../domain/merge-changes.ts'
import { candidateOf } from '../domain/roster.ts'
import { decideTurn, someoneFree } from '../domain/serving.ts'
import { type Candidate, isIdle } from '../domain/suitability.ts'
import { waitedMinutes } from '../domain/time.ts'
import { findAgent, listAgents } from '../stores/agents.ts'
import type { WaitingTicket } from '../stores/assignments.ts'
import { departmentById, listDepartments } from '../stores/departments.ts'
import { appliedMerges, forgetMerges } from '../stores/merge-plans.ts'
import type { PlaceInLine } from '../stores/queue-line.ts'
import { routingPolicy } from './routing-policy.ts'

/** The agents whom a department's tickets may go to, as read when a pass begins, and corrected by lost claims. */
export interface Desk {
  readonly department: StoredDepartment
  readonly policy: RoutingPolicy
  /** The merges in which others help this department. */
  merges: readonly StoredPlan[]
  /** Those of the department itself and of the ones that help it. */
  near: readonly Candidate[]
  /** Those of all other departments, once a ticket may overflow to them. */
  far: readonly Candidate[] | undefined
  /** Who was given a ticket in this pass. */
  readonly served: Set<string>
}

export type DeskOpener = () => Promise<Desk>

/** The agents of a department who take automatic work. */
const staffOf = async (department: StoredDepartment): Promise<readonly Candidate[]> =>
  takersAmong(await listAgents(department.id), department).map(candidateOf)

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

/** Opens the desk of a pass when it is first needed: many a bell rings for a line that is empty. */
export const deskOpener = (department: StoredDepartment): DeskOpener => {
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

/** Whether an idle agent elsewhere was not served in this pass: only they help where tickets have waited long. */
export const hasIdleFar = async (desk: Desk): Promise<boolean> =>
  desk.department.overflow.enabled && someoneFree(notYetServed(await farAgents(desk), desk.served).filter(isIdle))

/** Whether an agent of the department itself has nothing to do and was not served in this pass. */
export const hasIdleOwn = ({ department, near, served }: Desk): boolean => {
  const own = near.filter((agent) => agent.department_id === department.id && isIdle(agent))
  return someoneFree(notYetServed(own, served))
}

/** An agent was given a ticket, and gets no other one in this pass. */
export const noteServed = (desk: Desk, agentId: string): void => {
  desk.served.add(agentId)
  desk.near = desk.near.map((one) => (one.agent_id === agentId ? { ...one, active: one.active + 1 } : one))
}

/** Whether somebody near has room, in this pass or in the next: as long as that is so, no ticket overflows. */
export const hasRoomNear = ({ near }: Desk): boolean => someoneFree(near)

/** Whether anybody who was not served in this pass could take a ticket of this age. */
export const hasTaker = async (desk: Desk, { created_at }: PlaceInLine, now: Date): Promise<boolean> => {
  if (hasRoomNear(desk)) return someoneFree(notYetServed(desk.near, desk.served))
  return mayOverflow(waitedMinutes(created_at, now), desk.department.overflow) && (await hasIdleFar(desk))
}

/** The agent that a reopened ticket goes back to, wherever they work; an admin only if their department lets them. */
export const returningAgent = async (desk: Desk, { ticket }: WaitingTicket): Promise<Candidate | undefined> => {
  const { returns_to } = ticket
  if (!returns_to) return undefined
  const near = desk.near.find(({ agent_id }) => agent_id === returns_to.id)
  if (near) return near
  const agent = await findAgent(returns_to.department_id, returns_to.id)
  const takesIt = agent && takesTickets(agent.role, await departmentById(agent.department_id))
  return takesIt ? candidateOf(agent) : undefined
}

/** A decision about a waiting ticket, and what a claim by it takes. */
interface Turned {
  readonly decision: RoutingDecision
  /** Whether anybody had the ticket before. */
  readonly hadAgent: boolean
  /** Whom the decision chose. */
  readonly agent: Candidate | undefined
  /** The merge by which that agent may be asked; missing for one who may take the ticket without any. */
  readonly merge?: StoredPlan
}

/** Whose turn it is for a waiting ticket, as far as this desk knows; others are asked once nobody near has room. */
export const decide = async (desk: Desk, waiting: WaitingTicket, now: Date): Promise<Turned> => {
  const { ticket, decisions } = waiting
  const reach = {
    department_id: desk.department.id,
    merged_department_ids: helpersOf(desk.department.id, desk.merges),
    waiting_minutes: waitedMinutes(ticket.created_at, now),
    overflow: desk.department.overflow,
  }
  const overflows = !hasRoomNear(desk) && mayOverflow(reach.waiting_minutes, reach.overflow)
  const everybody = [...desk.near, ...(overflows ? await farAgents(desk) : [])]
  const candidates = notYetServed(candidatesFor(reach, everybody), desk.served)
  const returning = await returningAgent(desk, waiting)
  const hadAgent = ticket.returns_to !== null || decisions.some(({ chosen }) => chosen !== null)
  const decision = decideTurn({ ticket, candidates, returning, hadAgent, policy: desk.policy, now })
  const known = returning ? [returning, ...candidates] : candidates
  const agent = known.find(({ agent_id }) => agent_id === decision.chosen)
  const merge = desk.merges.find(({ target_department_id }) => target_department_id === agent?.department_id)
  return { decision, hadAgent, agent, ...(agent && merge && agent !== returning && { merge }) }
}

/** What a lost claim taught: the agent as they are now, or that they have left. */
export const correct = async (desk: Desk, { agent_id, department_id }: Candidate): Promise<void> => {
  const agent = await findAgent(department_id, agent_id)
  const corrected = (candidates: readonly Candidate[]): readonly Candidate[] =>
    candidates.flatMap((one) => (one.agent_id !== agent_id ? [one] : agent ? [candidateOf(agent)] : []))
  desk.near = corrected(desk.near)
  desk.far &&= corrected(desk.far)
}

/** A merge was over before a claim by it was written: its helpers are asked no more, but by overflow. */
export const partFrom = (desk: Desk, { id, target_department_id }: StoredPlan): void => {
  forgetMerges()
  desk.merges = desk.merges.filter((merge) => merge.id !== id)
  desk.near = desk.near.filter(({ department_id }) => department_id !== target_department_id)
  desk.far = undefined
}
