import type { Department } from '../contracts/department.ts'
import { type Candidate, isFree } from './assignment/suitability.ts'
import { chooseAgent, type RoutingPolicy } from './assignment.ts'
import { candidatesFor, departmentLoad, NO_OVERFLOW, notYetServed } from './capacity.ts'
import {
  beginWork,
  changePresence,
  finishWork,
  hasSkillsFor,
  openDesk,
  putOnDesk,
  type SimulatedDesk,
} from './simulation/desk.ts'
import { type MergePractice, newMergePractice, SAMPLE_MINUTES } from './simulation/merges.ts'
import { newTimeline, type Timeline } from './simulation/timeline.ts'
import {
  joinQueue,
  type PresenceChange,
  type SimulatedDepartment,
  type SimulatedTicket,
  type World,
} from './simulation/world.ts'
import { MINUTE_MS, MINUTES_PER_HOUR } from './time.ts'

export interface SimulatedPolicy {
  readonly routing: RoutingPolicy
  /** Whether merges are suggested hourly and applied without asking. */
  readonly merging: boolean
}

/** A ticket on which work began. */
export interface ServedTicket {
  readonly ticket: SimulatedTicket
  readonly agent_id: string
  /** From arrival to the beginning of work. */
  readonly wait_minutes: number
  readonly handle_minutes: number
  /** Whether the agent had all required skills. */
  readonly has_skills: boolean
}

export interface SimulationResult {
  /** In the order in which work began; tickets that nobody began are missing. */
  readonly served: readonly ServedTicket[]
  /** Assignments that put an agent over the load line. */
  readonly over_capacity: number
  /** How often a merge began or ended. */
  readonly merge_switches: number
}

type SimulatedEvent =
  | { readonly kind: 'arrival'; readonly ticket: SimulatedTicket }
  /** A ticket has waited long enough to overflow. */
  | { readonly kind: 'overdue' }
  | { readonly kind: 'finish'; readonly desk: SimulatedDesk; readonly ticket: SimulatedTicket }
  | { readonly kind: 'presence'; readonly change: PresenceChange }
  | { readonly kind: 'sample' }

/** One department with the tickets that wait in it, in serving order. */
type Room = { readonly department: SimulatedDepartment; readonly queue: SimulatedTicket[] }

interface Floor {
  readonly policy: SimulatedPolicy
  readonly mismatch_factor: number
  readonly desks: ReadonlyMap<string, SimulatedDesk>
  readonly rooms: ReadonlyMap<string, Room>
  readonly merges: MergePractice
  readonly timeline: Timeline<SimulatedEvent>
  readonly served: ServedTicket[]
  over_capacity: number
  /** After this minute no ticket arrives and no presence changes, and merges are no longer checked. */
  readonly lastNews: number
  readonly clock: (at: number) => string
}

const openFloor = (world: World, policy: SimulatedPolicy): Floor => {
  const epoch = Date.parse(world.starts_at)
  const news = [...world.tickets.map(({ arrives_at }) => arrives_at), ...world.presence_changes.map(({ at }) => at)]
  return {
    policy,
    mismatch_factor: world.mismatch_factor,
    desks: new Map(world.agents.map((agent) => [agent.agent_id, openDesk(agent)])),
    rooms: new Map(world.departments.map((department) => [department.department_id, { department, queue: [] }])),
    merges: newMergePractice(world.departments),
    timeline: newTimeline(),
    served: [],
    over_capacity: 0,
    lastNews: news.reduce((latest, at) => Math.max(latest, at), 0),
    clock: (at) => new Date(epoch + at * MINUTE_MS).toISOString(),
  }
}

const roomOf = ({ rooms }: Floor, department_id: string): Room => {
  const room = rooms.get(department_id)
  if (!room) throw new RangeError(`the world has no department ${department_id}`)
  return room
}

const workOn = (floor: Floor, desk: SimulatedDesk, at: number): void => {
  const ticket = beginWork(desk)
  if (!ticket) return
  const has_skills = hasSkillsFor(desk, ticket, floor.policy.routing.skill_aliases ?? {})
  const handle_minutes = (ticket.work_minutes * (has_skills ? 1 : floor.mismatch_factor)) / desk.agent.speed
  const wait_minutes = at - ticket.arrives_at
  floor.served.push({ ticket, agent_id: desk.agent.agent_id, wait_minutes, handle_minutes, has_skills })
  floor.timeline.plan(at + handle_minutes, { kind: 'finish', desk, ticket })
}

const assign = (floor: Floor, desk: SimulatedDesk, ticket: SimulatedTicket, at: number): void => {
  putOnDesk(desk, ticket, floor.clock(at))
  if (desk.candidate.active > desk.candidate.capacity) floor.over_capacity += 1
  workOn(floor, desk, at)
}

const candidatesOn = ({ desks }: Floor): readonly Candidate[] => [...desks.values()].map(({ candidate }) => candidate)

const choose = (
  floor: Floor,
  ticket: SimulatedTicket,
  candidates: readonly Candidate[],
  at: number,
): SimulatedDesk | undefined => {
  if (candidates.length === 0) return undefined
  const routable = { ...ticket, created_at: floor.clock(ticket.arrives_at) }
  const { chosen } = chooseAgent({ ticket: routable, candidates, policy: floor.policy.routing, now: floor.clock(at) })
  return chosen === null ? undefined : floor.desks.get(chosen)
}

/** Offers a department's tickets in serving order, at most one to each agent. @returns whether any was assigned */
const passOver = (floor: Floor, { department, queue }: Room, overflow: Department['overflow'], at: number): boolean => {
  const { department_id } = department
  const merged_department_ids = floor.merges.helpersOf(department_id)
  const reachAfter = (waiting_minutes: number) => ({ department_id, merged_department_ids, waiting_minutes, overflow })
  const withinReach = candidatesFor(reachAfter(Number.POSITIVE_INFINITY), candidatesOn(floor).filter(isFree))
  const servedAgentIds = new Set<string>()
  let place = 0
  for (let ticket = queue[0]; ticket && servedAgentIds.size < withinReach.length; ticket = queue[place]) {
    const near = candidatesFor(reachAfter(at - ticket.arrives_at), withinReach)
    const desk = choose(floor, ticket, notYetServed(near, servedAgentIds), at)
    if (desk) {
      queue.splice(place, 1)
      servedAgentIds.add(desk.agent.agent_id)
      assign(floor, desk, ticket, at)
    } else {
      place += 1
    }
  }
  return servedAgentIds.size > 0
}

/** Passes over every department's queue until nothing fits; an agent's own department comes before others. */
const drain = (floor: Floor, at: number): void => {
  for (const room of floor.rooms.values()) {
    while (passOver(floor, room, NO_OVERFLOW, at));
  }
  for (const room of floor.rooms.values()) {
    while (passOver(floor, room, room.department.overflow, at));
  }
}

const arrive = (floor: Floor, ticket: SimulatedTicket, at: number): void => {
  const { department, queue } = roomOf(floor, ticket.department_id)
  joinQueue(queue, ticket)
  if (department.overflow.enabled) floor.timeline.plan(at + department.overflow.after_minutes, { kind: 'overdue' })
}

const leaveOrReturn = (floor: Floor, { agent_id, presence }: PresenceChange): void => {
  const desk = floor.desks.get(agent_id)
  if (!desk) throw new RangeError(`the world has no agent ${agent_id}`)
  for (const ticket of changePresence(desk, presence)) joinQueue(roomOf(floor, ticket.department_id).queue, ticket)
}

const sample = (floor: Floor, at: number): void => {
  const loads = [...floor.rooms.values()].map(({ department, queue }) =>
    departmentLoad(
      candidatesOn(floor).filter(({ department_id }) => department_id === department.department_id),
      queue.length,
    ),
  )
  floor.merges.look(loads, floor.clock(at))
  if (at < floor.lastNews) floor.timeline.plan(at + SAMPLE_MINUTES, { kind: 'sample' })
}

const happen = (floor: Floor, event: SimulatedEvent, at: number): void => {
  switch (event.kind) {
    case 'arrival':
      arrive(floor, event.ticket, at)
      break
    case 'overdue':
      break
    case 'finish':
      finishWork(event.desk, (at - event.ticket.arrives_at) / MINUTES_PER_HOUR)
      workOn(floor, event.desk, at)
      break
    case 'presence':
      leaveOrReturn(floor, event.change)
      break
    case 'sample':
      sample(floor, at)
      break
  }
}

/**
 * Runs a world under a policy, by the rules that serve real tickets: `chooseAgent`, the drain in passes, overflow and
 * merges. Bells are immediate. An agent works on one ticket at a time and may hold more, up to the capacity; an agent
 * who goes offline finishes the ticket in hand, and the rest of their pile waits again, with its age.
 *
 * @throws RangeError if a ticket names a department, or a presence change an agent, that the world does not have
 */
export const simulate = (world: World, policy: SimulatedPolicy): SimulationResult => {
  const floor = openFloor(world, policy)
  for (const ticket of world.tickets) floor.timeline.plan(ticket.arrives_at, { kind: 'arrival', ticket })
  for (const change of world.presence_changes) floor.timeline.plan(change.at, { kind: 'presence', change })
  if (policy.merging) floor.timeline.plan(0, { kind: 'sample' })

  for (let next = floor.timeline.next(); next; next = floor.timeline.next()) {
    happen(floor, next.event, next.at)
    drain(floor, next.at)
  }
  return { served: floor.served, over_capacity: floor.over_capacity, merge_switches: floor.merges.switches() }
}
