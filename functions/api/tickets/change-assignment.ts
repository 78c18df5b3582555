import type { Ticket } from '../../contracts/ticket.ts'
import type { TicketState } from '../../contracts/ticket-state.ts'
import { assertUnfinished, assignTicket, queueTicket, unassignTicket } from '../../domain/assignment/changes.ts'
import { RefusedError } from '../../domain/errors.ts'
import type { Happening, TicketChange } from '../../domain/ticket/change.ts'
import { actorOf } from '../../domain/ticket.ts'
import { newId } from '../../platform/ids.ts'
import { findAgent } from '../../stores/agents.ts'
import { recordDecision } from '../../stores/assignments.ts'
import { departmentById } from '../../stores/departments.ts'
import { findUser } from '../../stores/people.ts'
import { getTicket, updateTicket } from '../../stores/tickets.ts'
import { decideByHand } from '../../use-cases/manual-decisions.ts'
import { serveDepartment } from '../../use-cases/serving.ts'
import { showTicket } from '../../use-cases/ticket-view.ts'
import { type ApiRequest, route } from '../pipeline/http.ts'
import { signedIn } from '../pipeline/ticket-access.ts'

type Request = ApiRequest<'changeAssignment'>

/** The agent with this id. @throws RefusedError `agent_unknown` */
const agentById = async (agentId: string) => {
  const user = await findUser(agentId)
  const agent = user?.department_id ? await findAgent(user.department_id, agentId) : undefined
  if (agent) return agent
  throw new RefusedError('invalid', 'agent_unknown', `there is no agent ${agentId}`, {
    fields: [{ path: 'agent_id', message: 'is not an agent' }],
  })
}

const happeningOf = ({ caller }: Request): Happening => ({
  event_id: newId(),
  actor: actorOf(signedIn(caller)),
  now: new Date(),
})

/** Gives a ticket to an agent by hand; over their load line only if the admin says so, which is recorded. */
const giveTo = async (request: Request, agentId: string, override: boolean): Promise<TicketState> => {
  const { caller, params, once } = request
  const happening = happeningOf(request)
  const { ticket: given } = await updateTicket(params.id, async (ticket) => {
    assertUnfinished(ticket)
    const { id, name, department_id, active, capacity } = await agentById(agentId)
    if (ticket.queue_state === 'assigned' && ticket.assignee?.id === id) return undefined
    if (active >= capacity && !override) {
      throw new RefusedError('conflict', 'agent_at_capacity', `${name} carries ${active} of ${capacity} tickets`)
    }
    const decision = await decideByHand(ticket, { id, department_id }, happening, active >= capacity)
    const assigned = assignTicket(ticket, { id, name, department_id }, { decision, override }, happening)
    const kept = once(await showTicket(caller, assigned.ticket))
    return { change: assigned, extra: [recordDecision(ticket.id, happening.event_id, decision), ...kept] }
  })
  return given
}

/** Takes a ticket from its agent and puts it back into line, where it is served like any other. */
const takeBack = async (request: Request): Promise<TicketState> => {
  const happening = happeningOf(request)
  const { ticket } = await updateTicket(request.params.id, async (seen) => {
    assertUnfinished(seen)
    const change = unassignTicket(seen, `${happening.actor.name} took it back`, happening)
    return { change, extra: request.once(await showTicket(request.caller, change.ticket)) }
  })
  return ticket
}

/**
 * Puts a ticket into line from any state; undefined if it waits already.
 *
 * @throws RefusedError as `assertUnfinished`
 */
const intoLine = (ticket: TicketState, happening: Happening): TicketChange | undefined => {
  assertUnfinished(ticket)
  if (ticket.queue_state === 'waiting') return undefined
  const reason = `${happening.actor.name} asked for routing`
  return ticket.queue_state === 'triaging'
    ? queueTicket(ticket, reason, happening, { degraded: ticket.triage === null })
    : unassignTicket(ticket, reason, happening)
}

/**
 * Lets routing choose: the ticket goes into line with its age, and the line is served at once. A repetition that comes
 * in the meantime gets the ticket as it waits in line.
 */
const routeAgain = async (request: Request): Promise<Ticket> => {
  const { caller, params, once } = request
  const happening = happeningOf(request)
  const { ticket: inLine, event } = await updateTicket(params.id, async (ticket) => {
    const change = intoLine(ticket, happening)
    return change && { change, extra: once(await showTicket(caller, change.ticket)) }
  })
  if (!event) await once.beforehand(await showTicket(caller, inLine))
  await serveDepartment(await departmentById(inLine.department_id), new Set([params.id]))
  const routed = await showTicket(caller, await getTicket(params.id))
  await once.amend(routed)
  return routed
}

/** Sets, for an admin, who carries a ticket: a given agent, the one that routing chooses, or nobody for now. */
export const changeAssignment = route('changeAssignment', async (request) => {
  const { caller, body } = request
  if ('auto' in body) return routeAgain(request)
  const byHand = 'agent_id' in body ? giveTo(request, body.agent_id, body.override ?? false) : takeBack(request)
  return showTicket(caller, await byHand)
})
