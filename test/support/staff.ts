import type { Department, DepartmentPatch } from '../../functions/contracts/department.ts'
import type { HostProcess } from './host-process.ts'
import { type ApiUser, logIn } from './test-system.ts'

const PASSWORD = 'correct horse battery'

/** An agent who has signed up, applied and been approved, as anybody would, and is online. */
export interface HiredAgent extends ApiUser {
  readonly id: string
  readonly department_id: string
}

const expectStatus = (status: number, wanted: number, what: string, body: unknown): void => {
  if (status !== wanted) throw new Error(`${what} answered ${status}: ${JSON.stringify(body)}`)
}

const hire = async (
  { url, guest }: Pick<HostProcess, 'url' | 'guest'>,
  admin: ApiUser,
  department: Department,
  place: number,
  capacity: number,
): Promise<HiredAgent> => {
  const email = `${department.name.toLowerCase()}${place}@staff.example`
  const name = `${department.name} ${place}`
  const joined = await guest.call('signup', { body: { email, password: PASSWORD, name } })
  expectStatus(joined.status, 201, 'signing up', joined.body)
  const customer = await logIn(() => url, email, PASSWORD)
  const applied = await customer.call('applyAsAgent', { body: { motivation: 'I like to help.', skills: [] } })
  expectStatus(applied.status, 201, 'applying', applied.body)
  const approved = await admin.call('decideApplication', {
    params: { id: applied.body.id },
    body: { state: 'approved', department_id: department.id, capacity },
  })
  expectStatus(approved.status, 200, 'approving', approved.body)
  const agent = await logIn(() => url, email, PASSWORD)
  const online = await agent.call('changePresence', { body: { presence: 'online' } })
  expectStatus(online.status, 200, 'coming online', online.body)
  return { ...agent, id: online.body.user.id, department_id: department.id }
}

/**
 * Switches overflow to other departments off: then the same agents may take every ticket of a line, and its order is
 * exact.
 */
export const keepToDepartments = async (admin: ApiUser, more: DepartmentPatch = {}): Promise<void> => {
  const { body: departments } = await admin.call('listDepartments')
  for (const { id } of departments.items) {
    const body = { ...more, overflow: { enabled: false, after_minutes: 10 } }
    const patched = await admin.call('patchDepartment', { params: { id }, body })
    expectStatus(patched.status, 200, 'patching a department', patched.body)
  }
}

/** Gives every department of an empty system this many agents of this capacity, all online. */
export const hireAgents = async (
  host: Pick<HostProcess, 'url' | 'guest'>,
  admin: ApiUser,
  { perDepartment, capacity }: { readonly perDepartment: number; readonly capacity: number },
): Promise<readonly HiredAgent[]> => {
  const { body: departments } = await admin.call('listDepartments')
  const agents: HiredAgent[] = []
  for (const department of departments.items) {
    for (let place = 1; place <= perDepartment; place += 1) {
      agents.push(await hire(host, admin, department, place, capacity))
    }
  }
  return agents
}
