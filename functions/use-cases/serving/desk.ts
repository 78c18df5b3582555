import type { RoutingDecision } from '../../contracts/routing.ts'
import { candidateOf } from '../../domain/assignment/agent-views.ts'
import { decideTurn, someoneFree } from '../../domain/assignment/serving.ts'
import { type Candidate, isIdle } from '../../domain/assignment/suitability.ts'
import type { RoutingPolicy } from '../../domain/assignment.ts'
import { candidatesFor, mayOverflow, notYetServed, takersAmong, takesTickets } from '../../domain/capacity.ts'
import type { StoredDepartment } from '../../domain/department.ts'
import type { StoredPlan } from '../../domain/merge/changes.ts'
import { helpersOf } from '../../domain/merge.ts'
import { waitedMinutes } from '../../domain/time.ts'
import { findAgent, listAgents } from '../../stores/agents.ts'
import type { WaitingTicket } from '../../stores/assignments.ts'
import { departmentById, listDepartments } from '../../stores/departments.ts'
import { appliedMerges, forgetMerges } from '../../stores/merge-plans.ts'
import type { PlaceInLine } from '../../stores/queue-line.ts'
import { routingPolicy } from '../routing-policy.ts'

/** The agents to whom a department's tickets may go: read when a pass begins, corrected after lost claims. */
export interface Desk {
  readonly department: StoredDepartment
  readonly policy: RoutingPolicy
  /** The merges in which others help this department. */
  merges: readonly StoredPlan[]
  /** The agents of the department itself and of those that help it. */
  near: readonly Candidate[]
  /** The agents of all other departments; undefined until a ticket may overflow to them. */
  far: readonly Candidate[] | undefined
  /** Ids of the agents who were given a ticket in this pass. */
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

/** Opens the desk of a pass when it is first needed, since many bells ring for an empty line. */
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

/** Whether an idle agent of another department was not served in this pass: only idle ones take overflowing tickets. */
export const hasIdleFar = async (desk: Desk): Promise<boolean> =>
  desk.department.overflow.enabled && someoneFree(notYetServed(await farAgents(desk), desk.served).filter(isIdle))

/** Whether an agent of the department itself has nothing to do and was not served in this pass. */
export const hasIdleOwn = ({ department, near, served }: Desk): boolean => {
  const own = near.filter((agent) => agent.department_id === department.id && isIdle(agent))
  return someoneFree(notYetServed(own, served))
}

/** Notes that an agent was given a ticket, and so gets no other one in this pass. */
export const noteServed = (desk: Desk, agentId: string): void => {
  desk.served.add(agentId)
  desk.near = desk.near.map((one) => (one.agent_id === agentId ? { ...one, active: one.active + 1 } : one))
}

/** Whether a near agent has room, even one served in this pass already: while that is so, no ticket overflows. */
export const hasRoomNear = ({ near }: Desk): boolean => someoneFree(near)

/** Whether anybody who was not served in this pass could take a ticket of this age. */
export const hasTaker = async (desk: Desk, { created_at }: PlaceInLine, now: Date): Promise<boolean> => {
  if (hasRoomNear(desk)) return someoneFree(notYetServed(desk.near, desk.served))
  return mayOverflow(waitedMinutes(created_at, now), desk.department.overflow) && (await hasIdleFar(desk))
}

/** The agent to whom a reopened ticket returns, in whatever department; an admin only if that department lets them. */
export const returningAgent = async (desk: Desk, { ticket }: WaitingTicket): Promise<Candidate | undefined> => {
  const { returns_to } = ticket
  if (!returns_to) return undefined
  const near = desk.near.find(({ agent_id }) => agent_id === returns_to.id)
  if (near) return near
  const agent = await findAgent(returns_to.department_id, returns_to.id)
  const takesIt = agent && takesTickets(agent.role, await departmentById(agent.department_id))
  return takesIt ? candidateOf(agent) : undefined
}

/** A decision about a waiting ticket, with what is needed to claim it. */
interface Turned {
  readonly decision: RoutingDecision
  /** Whether anybody had the ticket before. */
  readonly hadAgent: boolean
  /** The chosen agent; undefined if there is none. */
  readonly agent: Candidate | undefined
  /** The merge through which that agent may be asked; missing if the agent may take the ticket without one. */
  readonly merge?: StoredPlan
}

/**
 * Decides who gets a waiting ticket. Agents of other departments are considered only once no near agent has room and
 * the ticket has waited long enough.
 */
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

/** Corrects an agent after a lost claim: read again as they are now, or dropped if they have left. */
export const correct = async (desk: Desk, { agent_id, department_id }: Candidate): Promise<void> => {
  const agent = await findAgent(department_id, agent_id)
  const corrected = (candidates: readonly Candidate[]): readonly Candidate[] =>
    candidates.flatMap((one) => (one.agent_id !== agent_id ? [one] : agent ? [candidateOf(agent)] : []))
  desk.near = corrected(desk.near)
  desk.far &&= corrected(desk.far)
}

/** Drops a merge that ended before a claim through it was written: its helpers are now asked only by overflow. */
export const partFrom = (desk: Desk, { id, target_department_id }: StoredPlan): void => {
  forgetMerges()
  desk.merges = desk.merges.filter((merge) => merge.id !== id)
  desk.near = desk.near.filter(({ department_id }) => department_id !== target_department_id)
  desk.far = undefined
}
