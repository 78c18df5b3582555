import type { AgentState, UserState } from '../../functions/contracts/people-state.ts'
import type { World } from './world.ts'

const usersOf = ({ database }: World): readonly UserState[] =>
  [...database.rows('AgentLoad')].filter(({ sk }) => sk === 'USER').map((row) => row as unknown as UserState)

const agentRowsOf = ({ database }: World): readonly AgentState[] =>
  [...database.rows('AgentLoad')]
    .filter(({ sk }) => String(sk).startsWith('AGENT#'))
    .map((row) => ({ left_at: null, ...row }) as unknown as AgentState)

/** Each member of a department has exactly one row there, with their current presence. */
export const findMisplaced = (world: World): readonly string[] =>
  usersOf(world).flatMap(({ id, name, department_id, presence }) => {
    const rows = agentRowsOf(world).filter((row) => row.id === id && row.left_at === null)
    const [row] = rows
    const wanted = department_id === null ? 0 : 1
    if (rows.length !== wanted) return [`${name} of ${department_id} works in ${rows.length} departments`]
    if (!row) return []
    if (row.department_id !== department_id) return [`${name} of ${department_id} works in ${row.department_id}`]
    return row.presence === presence ? [] : [`${name} is ${presence}, the department believes ${row.presence}`]
  })

/** The accounts' groups follow the roles. */
export const findMisgrouped = (world: World): readonly string[] =>
  usersOf(world).flatMap(({ email, role }) => {
    const groups = [...(world.outside.groups.get(email) ?? [])]
    return groups.join() === `${role}s` ? [] : [`${email} is ${role} and in ${groups.join()}`]
  })

/** Each assignment has a decision that explains it. */
export const findUnexplained = ({ watch, database }: World): readonly string[] => {
  const decisions = [...database.rows('Tickets')].filter(({ sk }) => String(sk).startsWith('ROUTING#'))
  const chosen = Map.groupBy(
    decisions.filter((decision) => decision.chosen !== null),
    ({ pk }) => String(pk),
  )
  return watch.tickets().flatMap(({ id }) => {
    const subject = `TICKET#${id}`
    const assigned = (watch.histories().get(subject) ?? []).filter(({ type }) => type === 'ticket_assigned').length
    const explained = chosen.get(subject)?.length ?? 0
    return assigned === explained ? [] : [`ticket ${id} was assigned ${assigned} times, explained ${explained} times`]
  })
}
