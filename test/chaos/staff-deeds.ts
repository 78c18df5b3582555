import type { TicketState } from '../../functions/contracts/ticket-state.ts'
import type { SignedIn } from '../../functions/domain/permissions.ts'
import type { Company } from './company.ts'
import { again, CATEGORIES, chosen, type Deed, PRIORITIES } from './customer-deeds.ts'
import type { World } from './world.ts'

/** Everybody who may work in a department, including the admin. */
const staffOf = ({ agents, admin }: Company): readonly SignedIn[] => [...agents, admin]

/** A ticket with its assignee. */
const carried = ({ watch, company }: World, which: number): { ticket: TicketState; agent: SignedIn } | undefined => {
  const ticket = chosen(
    watch.tickets().filter(({ queue_state }) => queue_state === 'assigned'),
    which,
  )
  const agent = [...staffOf(company), ...company.customers].find(({ id }) => id === ticket?.assignee?.id)
  if (!ticket || !agent) return undefined
  // An agent who joined by application has a token like any other.
  const role = agent.role === 'admin' ? 'admin' : 'agent'
  return { ticket, agent: { ...agent, role, department_id: ticket.assignee?.department_id ?? null } }
}

const anyTicket = ({ watch }: World, which: number): TicketState | undefined => chosen(watch.tickets(), which)

const reply: Deed = (world, { place, dice: [which, visibility, keyed] }) => {
  const found = carried(world, which)
  if (!found) return
  const marker = `comment-${place}-`
  world.api.send(
    {
      route: 'addComment',
      as: found.agent,
      params: { id: found.ticket.id },
      body: { body: marker, visibility: visibility < 0.7 ? 'public' : 'internal' },
      key: keyed < 0.7 ? marker : undefined,
    },
    ({ status }) => {
      if (status === 201) world.ledger.comments.set(marker, found.ticket.id)
    },
  )
}

/** Agents start, resolve and close tickets, and sometimes set one back to open. */
const workOn: Deed = (world, { dice: [which, what] }) => {
  const found = carried(world, which)
  if (!found) return
  const status = what < 0.2 ? 'in_progress' : what < 0.85 ? 'resolved' : what < 0.95 ? 'closed' : 'open'
  world.api.send({ route: 'patchTicketStatus', as: found.agent, params: { id: found.ticket.id }, body: { status } })
}

const relabel: Deed = (world, { dice: [which, who, what, value] }) => {
  const { api, company } = world
  const found = who < 0.5 ? carried(world, which) : undefined
  const ticket = found?.ticket ?? anyTicket(world, which)
  if (!ticket) return
  const body =
    what < 0.35
      ? { category: chosen(CATEGORIES, value) }
      : what < 0.7
        ? { priority: chosen(PRIORITIES, value) }
        : what < 0.85
          ? { department_id: chosen(company.departments, value)?.id }
          : { title: `renamed ${Math.floor(value * 9)}`, tags: ['renamed'] }
  api.send({ route: 'patchTicket', as: found?.agent ?? company.admin, params: { id: ticket.id }, body })
}

const changePresence: Deed = ({ api, company }, { dice: [who, what] }) => {
  const as = chosen(staffOf(company), who)
  const presence = what < 0.7 ? 'online' : what < 0.93 ? 'offline' : 'dnd'
  api.send({ route: 'changePresence', as, body: { presence } })
}

const changeAgent: Deed = ({ api, company }, { dice: [who, what, value] }) => {
  const agent = chosen(staffOf(company), who)
  if (!agent) return
  const body =
    what < 0.6
      ? { capacity: 1 + Math.floor(value * 4) }
      : what < 0.9
        ? { skills: ['api', 'login'] }
        : { department_id: chosen(company.departments, value)?.id }
  api.send({ route: 'patchAgent', as: company.admin, params: { id: agent.id }, body })
}

const removeAgent: Deed = ({ api, company }, { dice: [who] }) => {
  const agent = chosen(staffOf(company), who)
  if (agent) api.send({ route: 'removeAgent', as: company.admin, params: { id: agent.id } })
}

const decideApplication: Deed = ({ api, company, database }, { dice: [which, what, where] }) => {
  const open = [...database.rows('AgentLoad')].filter(({ sk, state }) => sk === 'APPLICATION' && state === 'open')
  const application = chosen(open, which)
  const department_id = chosen(company.departments, where)?.id
  if (!application) return
  const body = what < 0.8 ? { state: 'approved', department_id, capacity: 2 } : { state: 'rejected' }
  api.send({ route: 'decideApplication', as: company.admin, params: { id: String(application.id) }, body })
}

const assignByHand: Deed = (world, { place, dice: [which, what, who] }) => {
  const { api, company } = world
  const ticket = anyTicket(world, which)
  if (!ticket) return
  const agent_id = chosen(staffOf(company), who)?.id
  const body =
    what < 0.3
      ? { agent_id }
      : what < 0.45
        ? { agent_id, override: true }
        : what < 0.75
          ? { auto: true }
          : { unassign: true }
  api.send({
    route: 'changeAssignment',
    as: company.admin,
    params: { id: ticket.id },
    body,
    key: again(who) < 0.5 ? `assign-${place}` : undefined,
  })
}

const decideTriage: Deed = (world, { place, dice: [which, what, value, who] }) => {
  const { api, company, watch } = world
  const pending = watch.tickets().filter(({ triage }) => triage?.state === 'pending')
  const found = who < 0.5 ? carried(world, which) : undefined
  const ticket = found?.ticket ?? chosen(pending, which)
  if (!ticket) return
  const body =
    what < 0.4
      ? { decision: 'accept' }
      : what < 0.8
        ? { decision: 'modify', category: chosen(CATEGORIES, value), reply: `comment-${place}-` }
        : { decision: 'reject' }
  const key = `triage-${place}`
  api.send({ route: 'decideTriage', as: found?.agent ?? company.admin, params: { id: ticket.id }, body, key })
}

const mergeTicket: Deed = (world, { place, dice: [which, into] }) => {
  const [ticket, survivor] = [anyTicket(world, which), anyTicket(world, into)]
  if (!ticket || !survivor) return
  const { api, company } = world
  const body = { into: survivor.id }
  api.send({ route: 'mergeTicket', as: company.admin, params: { id: ticket.id }, body, key: `merge-${place}` })
  // Sometimes the opposite merge is requested at the same time.
  if (again(into) < 0.3) {
    api.send({ route: 'mergeTicket', as: company.admin, params: { id: survivor.id }, body: { into: ticket.id } })
  }
}

const unmergeTicket: Deed = ({ api, company, watch }, { place, dice: [which] }) => {
  const merged = watch.tickets().filter(({ merged_into }) => merged_into !== null)
  const ticket = chosen(merged, which)
  if (!ticket) return
  api.send({ route: 'unmergeTicket', as: company.admin, params: { id: ticket.id }, body: {}, key: `unmerge-${place}` })
}

export const staffDeeds = {
  reply,
  workOn,
  relabel,
  changePresence,
  changeAgent,
  removeAgent,
  decideApplication,
  assignByHand,
  decideTriage,
  mergeTicket,
  unmergeTicket,
} as const
