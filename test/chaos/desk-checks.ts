import type { AgentState } from '../../functions/contracts/people-state.ts'
import type { TicketState } from '../../functions/contracts/ticket-state.ts'
import { takesTickets } from '../../functions/domain/capacity.ts'
import type { StoredDepartment } from '../../functions/domain/department.ts'
import type { World } from './world.ts'

/** Minutes since the last sweep, at most: a ticket may have become eligible to overflow since. */
const SWEPT_MINUTES = 2

const agentsOf = ({ database }: World): readonly AgentState[] =>
  [...database.rows('AgentLoad')]
    .filter(({ sk }) => String(sk).startsWith('AGENT#'))
    .map((row) => ({ left_at: null, ...row }) as unknown as AgentState)

const departmentsOf = ({ database }: World): readonly StoredDepartment[] =>
  [...database.rows('AgentLoad')]
    .filter(({ sk }) => sk === 'DEPARTMENT')
    .map((row) => row as unknown as StoredDepartment)

interface Plan {
  readonly id: string
  readonly state: string
  readonly source_department_id: string
  readonly target_department_id: string
}

const plansOf = ({ database }: World, ...states: readonly string[]): readonly Plan[] =>
  [...database.rows('Insight')]
    .filter(({ sk, state }) => sk === 'MERGE' && states.includes(String(state)))
    .map((row) => row as unknown as Plan)

const carriedBy = ({ watch }: World, { id, department_id }: AgentState): number =>
  watch
    .tickets()
    .filter(
      ({ queue_state, assignee }) =>
        queue_state === 'assigned' && assignee?.id === id && assignee.department_id === department_id,
    ).length

/** Agents whose load is wrong, and corrections that the reconciliation made. */
export const findDrift = (world: World): readonly string[] => {
  const agents = agentsOf(world)
  const repaired = world.fleet.measured('LoadDrift').filter((drift) => drift !== 0)
  const known = new Set(
    agents.filter(({ left_at }) => left_at === null).map(({ id, department_id }) => id + department_id),
  )
  return [
    ...agents.flatMap((agent) => {
      const carried = carriedBy(world, agent)
      return carried === agent.active ? [] : [`${agent.name} carries ${carried}, the load says ${agent.active}`]
    }),
    ...repaired.map((drift) => `reconcile-load believed in a drift of ${drift}`),
    ...world.watch
      .tickets()
      .filter(({ queue_state, assignee }) => queue_state === 'assigned' && assignee !== null)
      .filter(({ assignee }) => !known.has(`${assignee?.id}${assignee?.department_id}`))
      .map(({ id, assignee }) => `ticket ${id} is with ${assignee?.name}, who has left`),
  ]
}

/** Agents are credited, over all their departments, with exactly the tickets that they resolved and that stayed so. */
export const findMiscredited = (world: World): readonly string[] => {
  const resolvers = world.watch.tickets().flatMap(({ resolution }) => (resolution ? [resolution.agent.id] : []))
  return [...Map.groupBy(agentsOf(world), ({ id }) => id)].flatMap(([id, rows]) => {
    const resolved = resolvers.filter((resolver) => resolver === id).length
    const credited = rows.reduce((sum, { resolved_total }) => sum + resolved_total, 0)
    return resolved === credited ? [] : [`${rows[0]?.name} resolved ${resolved}, the record says ${credited}`]
  })
}

/** The agents who could take a ticket now, by the written rules. */
const takersOf = (world: World, ticket: TicketState): readonly AgentState[] => {
  const departments = departmentsOf(world)
  const department = departments.find(({ id }) => id === ticket.department_id)
  const helpers = plansOf(world, 'applied')
    .filter(({ source_department_id }) => source_department_id === ticket.department_id)
    .map(({ target_department_id }) => target_department_id)
  const near = new Set([ticket.department_id, ...helpers])
  const waited = (world.timeline.now() - Date.parse(ticket.created_at)) / 60_000
  const overflows = department?.overflow.enabled === true && waited >= department.overflow.after_minutes + SWEPT_MINUTES
  return agentsOf(world).filter(({ presence, active, capacity, left_at, role, department_id }) => {
    const own = departments.find(({ id }) => id === department_id)
    const isAsked = own !== undefined && takesTickets(role, own)
    const hasRoom = presence === 'online' && left_at === null && isAsked && active < capacity
    return hasRoom && (near.has(department_id) || (overflows && active === 0))
  })
}

/** No ticket waits while an agent who may take it has room. */
export const findIdle = (world: World): readonly string[] =>
  world.watch
    .tickets()
    .filter(({ queue_state }) => queue_state === 'waiting')
    .flatMap((ticket) => {
      const [taker] = takersOf(world, ticket)
      return taker ? [`ticket ${ticket.id} waits, though ${taker.name} has room`] : []
    })

/** A department has a part in one merge at most, and each merge holds both of its departments. */
export const findTangled = (world: World): readonly string[] => {
  const standing = plansOf(world, 'proposed', 'applied')
  const parts = standing.flatMap(({ source_department_id, target_department_id }) => [
    source_department_id,
    target_department_id,
  ])
  const twice = parts.filter((id, place) => parts.indexOf(id) !== place)
  const holds = [...world.database.rows('Insight')].filter(
    ({ sk, plan_id }) => sk === 'MERGED' && plan_id !== undefined,
  )
  const loose = holds.filter(({ plan_id }) => !standing.some(({ id }) => id === plan_id))
  return [
    ...twice.map((id) => `department ${id} has a part in two merges`),
    ...loose.map(({ pk, plan_id }) => `${pk} is held by plan ${plan_id}, which is over`),
    ...(holds.length === parts.length ? [] : [`${standing.length} merges stand and hold ${holds.length} departments`]),
  ]
}
