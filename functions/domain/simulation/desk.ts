import { type SkillAliases, skillShareFor } from '../assignment/skills.ts'
import type { Candidate } from '../assignment/suitability.ts'
import { joinQueue, type PresenceChange, type SimulatedAgent, type SimulatedTicket } from './world.ts'

/** A simulated agent at work: on one ticket at a time, in serving order, with the others on a pile. */
export interface SimulatedDesk {
  readonly agent: SimulatedAgent
  /** The agent as routing sees them. */
  candidate: Candidate
  /** Assigned and not begun. */
  readonly pile: SimulatedTicket[]
  isWorking: boolean
}

export const openDesk = (agent: SimulatedAgent): SimulatedDesk => ({
  agent,
  candidate: {
    agent_id: agent.agent_id,
    name: agent.agent_id,
    department_id: agent.department_id,
    skills: agent.skills,
    presence: 'online',
    active: 0,
    capacity: agent.capacity,
    resolved_total: 0,
    avg_resolution_hours: null,
    last_assigned_at: null,
  },
  pile: [],
  isWorking: false,
})

/** Whether the agent has every skill that the ticket asks for. */
export const hasSkillsFor = (
  { agent }: SimulatedDesk,
  { required_skills }: SimulatedTicket,
  aliases: SkillAliases,
): boolean => required_skills.length === 0 || skillShareFor(required_skills, aliases)(agent.skills) === 1

export const putOnDesk = (desk: SimulatedDesk, ticket: SimulatedTicket, assigned_at: string): void => {
  desk.candidate = { ...desk.candidate, active: desk.candidate.active + 1, last_assigned_at: assigned_at }
  joinQueue(desk.pile, ticket)
}

/** Begins work on the next ticket, if any; undefined while the agent works on another one. */
export const beginWork = (desk: SimulatedDesk): SimulatedTicket | undefined => {
  if (desk.isWorking) return undefined
  const ticket = desk.pile.shift()
  desk.isWorking = ticket !== undefined
  return ticket
}

/** Resolves the ticket in hand. */
export const finishWork = (desk: SimulatedDesk, resolution_hours: number): void => {
  const { active, resolved_total, avg_resolution_hours } = desk.candidate
  desk.candidate = {
    ...desk.candidate,
    active: active - 1,
    resolved_total: resolved_total + 1,
    avg_resolution_hours: ((avg_resolution_hours ?? 0) * resolved_total + resolution_hours) / (resolved_total + 1),
  }
  desk.isWorking = false
}

/** Somebody who goes offline finishes the ticket in hand and gives the pile back. @returns the tickets given back */
export const changePresence = (
  desk: SimulatedDesk,
  presence: PresenceChange['presence'],
): readonly SimulatedTicket[] => {
  const returned = presence === 'offline' ? desk.pile.splice(0) : []
  desk.candidate = { ...desk.candidate, presence, active: desk.candidate.active - returned.length }
  return returned
}
