import type { AgentState, UserState } from '../../functions/contracts/people-state.ts'
import type { Category } from '../../functions/contracts/triage.ts'
import { newDepartment, type StoredDepartment } from '../../functions/domain/department.ts'
import { advanceUser, signUp, type UserChange } from '../../functions/domain/people.ts'
import type { SignedIn } from '../../functions/domain/permissions.ts'
import { SYSTEM } from '../../functions/domain/ticket/change.ts'
import { derivedId } from '../../functions/platform/ids.ts'
import { peopleKeys, sharded, shardOf, ticketKeys } from '../../functions/stores/tables.ts'
import type { DatabaseModel } from './database-model.ts'
import type { Random } from './random.ts'

/** The people at the start of a run. */
export interface Company {
  readonly departments: readonly StoredDepartment[]
  readonly admin: SignedIn
  readonly agents: readonly SignedIn[]
  readonly customers: readonly SignedIn[]
}

const CATEGORIES: readonly Category[] = ['billing', 'technical', 'account', 'general']
const SKILLS = ['refunds', 'api', 'login', 'shipping']
const CUSTOMERS = 4
const MOST_AGENTS = 3
const MOST_CAPACITY = 3

interface Person {
  readonly email: string
  readonly role: UserState['role']
  readonly department?: StoredDepartment
}

const signedInAs = ({ id, role, name, email, department_id }: UserState): SignedIn => ({
  kind: 'user',
  id,
  role,
  name,
  email,
  department_id,
})

/** The changes that led to a person's present state. */
const historyOf = ({ email, role, department }: Person, at: Date): readonly UserChange[] => {
  const [name = email] = email.split('@')
  const id = derivedId(at, email)
  const first = signUp({ id, email, name }, { event_id: derivedId(at, email, 'signed up'), now: at })
  if (role === 'customer') return [first]
  const appointed: UserState = { ...first.user, role, presence: 'online', department_id: department?.id ?? null }
  const happening = { event_id: derivedId(at, email, 'approved'), actor: SYSTEM, now: at }
  return [first, advanceUser(first.user, appointed, 'agent_approved', happening)]
}

const agentRow = (user: UserState, department_id: string, random: Random): AgentState => ({
  id: user.id,
  name: user.name,
  department_id,
  skills: SKILLS.filter(() => random.happens(0.5)),
  capacity: 1 + random.below(MOST_CAPACITY),
  active: 0,
  presence: user.presence,
  resolved_total: 0,
  resolution_hours: 0,
  last_assigned_at: null,
  role: 'agent',
  left_at: null,
})

/** Writes four departments with a few agents each, an admin and customers into an empty database. */
export const foundCompany = (database: DatabaseModel, random: Random, at: Date, shards: number): Company => {
  const put = (TableName: string, Item: object): void => {
    database.execute('Put', { TableName, Item })
  }
  const departments = CATEGORIES.map((category): StoredDepartment => {
    const settings = newDepartment({ name: category, categories: [category] }, derivedId(at, 'department', category))
    return { ...settings, version: 1 }
  })
  for (const department of departments) {
    const subject = `DEPARTMENT#${department.id}`
    const founded = { event_id: derivedId(at, subject), type: 'department_created', subject, seq: 1, actor: SYSTEM }
    put('Tickets', { ...ticketKeys.event(subject, 1), ...founded, at: at.toISOString(), changes: {}, data: {} })
    put('AgentLoad', {
      ...peopleKeys.department(department.id),
      ...department,
      by_kind_key: 'DEPARTMENT',
      by_kind_order: department.id,
    })
    for (const category of department.categories) {
      put('AgentLoad', { ...peopleKeys.category(category), department_id: department.id })
    }
  }

  const settle = (person: Person): SignedIn => {
    const changes = historyOf(person, at)
    for (const { event } of changes) put('Tickets', { ...ticketKeys.event(event.subject, event.seq), ...event })
    const user = changes.at(-1)?.user
    if (!user) throw new Error(`${person.email} has no history`)
    put('AgentLoad', {
      ...peopleKeys.user(user.id),
      ...user,
      by_kind_key: sharded('USER', shardOf(user.id, shards)),
      by_kind_order: `${user.created_at}#${user.id}`,
    })
    put('AgentLoad', { ...peopleKeys.email(user.email), user_id: user.id })
    if (person.department) {
      const agent = agentRow(user, person.department.id, random)
      put('AgentLoad', { ...peopleKeys.agent(person.department.id, user.id), ...agent })
    }
    return signedInAs(user)
  }

  return {
    departments,
    admin: settle({ email: 'admin@example.org', role: 'admin' }),
    agents: departments.flatMap((department, place) =>
      Array.from({ length: 1 + random.below(MOST_AGENTS) }, (_none, number) =>
        settle({ email: `agent-${place}-${number}@example.org`, role: 'agent', department }),
      ),
    ),
    customers: Array.from({ length: CUSTOMERS }, (_none, number) =>
      settle({ email: `customer-${number}@example.org`, role: 'customer' }),
    ),
  }
}
