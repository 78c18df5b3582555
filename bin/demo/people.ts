import type { AgentState, UserState } from '../../functions/contracts/people-state.ts'
import type { Category } from '../../functions/contracts/triage.ts'
import { DEFAULT_CAPACITY, newDepartment, type StoredDepartment } from '../../functions/domain/department.ts'
import { advanceUser, signUp, type UserChange } from '../../functions/domain/people.ts'
import { SYSTEM } from '../../functions/domain/ticket/change.ts'
import { derivedId } from '../../functions/platform/ids.ts'
import type { SeedUser } from '../../lib/local/identity.ts'
import { DEMO_PASSWORD } from './password.ts'

export const ADMIN_EMAIL = 'admin@demo.example'
const AGENTS_PER_DEPARTMENT = 3
const CUSTOMERS = 20

const DEPARTMENTS: readonly {
  readonly category: Category
  readonly name: string
  readonly skills: readonly string[]
}[] = [
  { category: 'billing', name: 'Billing', skills: ['refunds', 'invoices', 'payments'] },
  { category: 'technical', name: 'Technical', skills: ['api', 'mobile', 'infrastructure'] },
  { category: 'account', name: 'Account', skills: ['login', 'profile', 'security'] },
  { category: 'general', name: 'General', skills: ['shipping', 'hours', 'feedback'] },
]

const AGENT_NAMES = [
  'Ines Moreau',
  'Tom Becker',
  'Aisha Khan',
  'Jonas Lindqvist',
  'Mei Tanaka',
  'Luca Ferri',
  'Noor Haddad',
  'Sofia Almeida',
  'Peter Novak',
  'Grace Okafor',
  'Emil Hansen',
  'Rosa Delgado',
]

const CUSTOMER_NAMES = [
  'Lena Krause',
  'Marc Dubois',
  'Olivia Price',
  'Yusuf Demir',
  'Hanna Virtanen',
  'Paolo Greco',
  'Anna Kowalska',
  'David Stein',
  'Chloe Martin',
  'Ravi Patel',
  'Elena Popescu',
  'Hugo Santos',
  'Maja Nilsson',
  'Kofi Mensah',
  'Laura Schmidt',
  'Ivan Petrov',
  'Nora Byrne',
  'Sam Cohen',
  'Julie Lambert',
  'Diego Ruiz',
]

const two = (number: number): string => String(number).padStart(2, '0')

interface Person {
  readonly email: string
  readonly name: string
  readonly role: UserState['role']
  /** Index of the agent's department; undefined for everybody else. */
  readonly department?: number
}

const people = (withDemo: boolean): readonly Person[] => {
  const admin: Person = { email: ADMIN_EMAIL, name: 'Ada Admin', role: 'admin' }
  if (!withDemo) return [admin]
  return [
    admin,
    ...AGENT_NAMES.map(
      (name, place): Person => ({
        email: `agent${two(place + 1)}@demo.example`,
        name,
        role: 'agent',
        department: Math.floor(place / AGENTS_PER_DEPARTMENT),
      }),
    ),
    ...CUSTOMER_NAMES.slice(0, CUSTOMERS).map(
      (name, place): Person => ({
        email: `customer${two(place + 1)}@demo.example`,
        name,
        role: 'customer',
      }),
    ),
  ]
}

/** The accounts for the identity service; they exist on this machine only. */
export const demoUsers = (withDemo: boolean): readonly SeedUser[] =>
  people(withDemo).map(({ email, name, role }) => ({
    email,
    password: DEMO_PASSWORD,
    attributes: { name },
    groups: [`${role}s`],
  }))

export const demoDepartments = (founded: Date): readonly StoredDepartment[] =>
  DEPARTMENTS.map(({ category, name }) => ({
    ...newDepartment({ name, categories: [category] }, derivedId(founded, 'department', name)),
    version: 1,
  }))

export interface DemoPeople {
  readonly users: readonly UserState[]
  readonly agents: readonly AgentState[]
  readonly changes: readonly UserChange[]
}

/** Everybody with their history: the sign-up and, for staff, the appointment. */
export const demoPeople = (withDemo: boolean, departments: readonly StoredDepartment[], joined: Date): DemoPeople => {
  const agents: AgentState[] = []
  const changes: UserChange[] = []
  const users = people(withDemo).map(({ email, name, role, department: place }, number) => {
    const id = derivedId(joined, 'user', email)
    const first = signUp({ id, email, name }, { event_id: derivedId(joined, email, 'signed up'), now: joined })
    changes.push(first)
    if (role === 'customer') return first.user
    const department = place === undefined ? undefined : departments[place]
    const appointed = advanceUser(
      first.user,
      { ...first.user, role, presence: 'online', department_id: department?.id ?? null },
      'agent_approved',
      { event_id: derivedId(joined, email, 'approved'), actor: SYSTEM, now: joined },
    )
    changes.push(appointed)
    if (department) agents.push(agentOf(appointed.user, department.id, number, place ?? 0))
    return appointed.user
  })
  return { users, agents, changes }
}

/** Each agent knows the department's field and two of its skills, so that together they cover all. */
const agentOf = (
  { id, name, presence }: UserState,
  department_id: string,
  number: number,
  place: number,
): AgentState => {
  const { category, skills } = DEPARTMENTS[place] ?? { category: 'general', skills: [] }
  const own = skills.filter((_skill, index) => index !== number % skills.length)
  return {
    id,
    name,
    department_id,
    skills: [category, ...own],
    capacity: DEFAULT_CAPACITY,
    active: 0,
    presence,
    resolved_total: 0,
    resolution_hours: 0,
    last_assigned_at: null,
    role: 'agent',
    left_at: null,
  }
}
