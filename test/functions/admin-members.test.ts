import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { FairnessReport } from '../../functions/contracts/routing.ts'
import type { TicketState } from '../../functions/contracts/ticket-state.ts'
import { newDepartment } from '../../functions/domain/department.ts'
import { appointAdmin, setPresence } from '../../functions/domain/people.ts'
import type { SignedIn } from '../../functions/domain/permissions.ts'
import { type ApiCall, callApi } from '../support/call-api.ts'
import { openPeopleDesk } from '../support/people-desk.ts'
import { BILLING, TECHNICAL } from '../support/tickets.ts'

const { close, happening, admin, asAdmin, aCustomer, storeWaitingTicket } = await openPeopleDesk()
afterAll(close)
const { commitUser, getUser, updateUser } = await import('../../functions/stores/people.ts')
const { findAgent } = await import('../../functions/stores/agents.ts')
const { createDepartment, departmentById, updateDepartment } = await import('../../functions/stores/departments.ts')
const { endGrace } = await import('../../functions/use-cases/grace.ts')
const { decideByHand } = await import('../../functions/use-cases/manual-decisions.ts')
const { departmentState } = await import('../../functions/use-cases/department-states.ts')
const { serveDepartment } = await import('../../functions/use-cases/serving.ts')
const { getTicket } = await import('../../functions/stores/tickets.ts')
const { listEvents } = await import('../../functions/stores/events.ts')
const { newId } = await import('../../functions/platform/ids.ts')

/** An admin who is online and works in no department. */
const anAdmin = async (): Promise<SignedIn> => {
  const customer = await aCustomer()
  const appointed = appointAdmin(await getUser(customer.id), happening())
  if (appointed) await commitUser(appointed)
  await becomes(customer.id, 'online')
  return { ...customer, role: 'admin' }
}
const becomes = (id: string, presence: 'online' | 'offline') =>
  updateUser(id, (user) => {
    const change = setPresence(user, presence, happening())
    return change && { change }
  })

let founded = 0
const aDepartment = async (admins_take_tickets: boolean) => {
  founded += 1
  const overflow = { enabled: false, after_minutes: 0 }
  const settings = newDepartment({ name: `Own ${founded}`, admins_take_tickets, overflow }, newId())
  await createDepartment(settings, happening(), [])
  return departmentById(settings.id)
}
type Department = Awaited<ReturnType<typeof aDepartment>>

const joins = ({ id }: SignedIn, department_id: string, traits: object = {}) =>
  asAdmin('patchAgent', { params: { id }, body: { department_id, ...traits } })
const leaves = ({ id }: SignedIn) => asAdmin('removeAgent', { params: { id } })

/** A department with an admin in it, and nobody else. */
const aDesk = async (admins_take_tickets: boolean) => {
  const department = await aDepartment(admins_take_tickets)
  const member = await anAdmin()
  expect((await joins(member, department.id)).status).toBe(200)
  return { department, member }
}
const served = async (department: Department, given: Partial<TicketState> = {}) => {
  const { id } = await storeWaitingTicket({ department_id: department.id, ...given })
  await serveDepartment(await departmentById(department.id), new Set([id]))
  return getTicket(id)
}
const lets = ({ id }: Department, admins_take_tickets: boolean) =>
  updateDepartment(id, { admins_take_tickets }, happening())

describe('an admin in a department', () => {
  it('joins one by patchAgent, though they are no agent, and stays an admin', async () => {
    const member = await anAdmin()

    expect(await joins(member, BILLING.id, { skills: ['tax'], capacity: 4 })).toMatchObject({
      status: 200,
      body: { id: member.id, department_id: BILLING.id, skills: ['tax'], capacity: 4, active: 0, presence: 'online' },
    })
    expect(await getUser(member.id)).toMatchObject({ role: 'admin', department_id: BILLING.id })
    expect((await asAdmin('listAgents')).body.items).toContainEqual(expect.objectContaining({ id: member.id }))
    expect((await listEvents(`USER#${member.id}`)).at(-1)).toMatchObject({
      type: 'agent_updated',
      actor: { id: admin.id },
      changes: { department_id: [null, BILLING.id], skills: [null, ['tax']], capacity: [null, 4] },
      data: { role: 'admin', department_id: BILLING.id },
    })
  })

  it('has a new agent’s skills and capacity unless the request names others', async () => {
    expect((await joins(await anAdmin(), BILLING.id)).body).toMatchObject({ skills: [], capacity: 10 })
  })

  it('joins once, however many requests for it come at the same time, and each of them succeeds', async () => {
    const member = await anAdmin()
    const answers = await Promise.all([1, 2, 3].map(() => joins(member, BILLING.id, { capacity: 7 })))

    for (const { status, body } of answers) expect({ status, ...body }).toMatchObject({ status: 200, capacity: 7 })
    const joined = (await listEvents(`USER#${member.id}`)).filter(({ changes }) => 'department_id' in changes)
    expect(joined).toHaveLength(1)
  })

  it.each([
    ['no department', { capacity: 3 }, 404],
    ['one that is not there', { department_id: newId() }, 422],
  ])('does not join %s', async (_case, body, status) => {
    const { id } = await anAdmin()

    expect((await asAdmin('patchAgent', { params: { id }, body })).status).toBe(status)
    expect(await getUser(id)).toMatchObject({ role: 'admin', department_id: null })
  })

  it('moves to another department and stays an admin', async () => {
    const { member } = await aDesk(true)

    expect((await joins(member, TECHNICAL.id, { capacity: 2 })).status).toBe(200)
    expect(await findAgent(TECHNICAL.id, member.id)).toMatchObject({ role: 'admin', capacity: 2, presence: 'online' })
    expect(await getUser(member.id)).toMatchObject({ role: 'admin', department_id: TECHNICAL.id })
  })

  it('leaves it as an admin, with their tickets back in line, and may join again', async () => {
    const { department, member } = await aDesk(true)
    const { id } = await served(department)

    expect((await leaves(member)).status).toBe(204)

    expect(await getTicket(id)).toMatchObject({ queue_state: 'waiting', assignee: null })
    expect(await getUser(member.id)).toMatchObject({ role: 'admin', presence: 'online', department_id: null })
    expect(await findAgent(department.id, member.id)).toBeUndefined()
    expect((await listEvents(`USER#${member.id}`)).at(-1)).toMatchObject({
      type: 'agent_removed',
      changes: { department_id: [department.id, null] },
      data: { role: 'admin', department_id: department.id },
    })
    expect(await leaves(member)).toMatchObject({ status: 409, body: { code: 'admin_stays' } })
    expect((await joins(member, department.id)).status).toBe(200)
    expect(await served(department)).toMatchObject({ assignee: { id: member.id } })
  })

  it('is not erased', async () => {
    const { department, member } = await aDesk(true)

    expect(await asAdmin('eraseUser', { params: { id: member.id } })).toMatchObject({
      status: 409,
      body: { code: 'admin_stays' },
    })
    expect(await findAgent(department.id, member.id)).toBeDefined()
  })

  it('has a presence there, and the grace time of agents', async () => {
    const { department, member } = await aDesk(true)
    const { id } = await served(department)

    await becomes(member.id, 'offline')
    expect(await findAgent(department.id, member.id)).toMatchObject({ presence: 'offline', active: 1 })
    await endGrace(member.id, new Date())

    expect(await getTicket(id)).toMatchObject({ queue_state: 'waiting', assignee: null })
  })
})

describe('admins_take_tickets', () => {
  it('lets routing give an admin tickets; switched off, they get no more, and keep those that they have', async () => {
    const { department, member } = await aDesk(false)
    expect(await served(department)).toMatchObject({ queue_state: 'waiting' })

    await lets(department, true)
    const given = await served(department)
    expect(given).toMatchObject({ queue_state: 'assigned', assignee: { id: member.id } })

    await lets(department, false)
    expect(await served(department)).toMatchObject({ queue_state: 'waiting' })
    expect(await getTicket(given.id)).toMatchObject({ assignee: { id: member.id } })
  })

  it('decides whether a reopened ticket goes back to an admin, wherever they work', async () => {
    const { department, member } = await aDesk(false)
    const elsewhere = await aDepartment(false)
    const returns_to = { id: member.id, name: member.name, department_id: department.id }
    const comesBack = (to: Department) => served(to, { returns_to })

    expect([(await comesBack(department)).assignee, (await comesBack(elsewhere)).assignee]).toEqual([null, null])
    await lets(department, true)
    for (const to of [department, elsewhere]) expect(await comesBack(to)).toMatchObject({ assignee: { id: member.id } })
  })

  it('does not bind people: an assignment by hand is recorded beside the candidates of routing', async () => {
    const { department, member } = await aDesk(false)
    const { id, name } = member
    const ticket = await storeWaitingTicket({ department_id: department.id })
    const candidatesFor = async (agentId: string) =>
      (await decideByHand(ticket, { id: agentId, department_id: department.id }, happening(), false)).candidates.map(
        ({ agent_id }) => agent_id,
      )

    expect(await candidatesFor(id)).toEqual([id])
    expect(await candidatesFor(newId())).toEqual([])
    const { handler } = await import('../../functions/api/tickets.ts')
    const given = { params: { id: ticket.id }, body: { agent_id: id }, as: admin }
    expect(await callApi(handler, { route: 'changeAssignment', ...given })).toMatchObject({
      status: 200,
      body: { assignee: { id, name } },
    })
  })

  describe.each([
    ['where admins take tickets', true, 1],
    ['where they take none', false, 0],
  ])('%s, an admin who is online counts in', (_case, takes, count) => {
    let desk: Awaited<ReturnType<typeof aDesk>>
    beforeAll(async () => {
      desk = await aDesk(takes)
    })
    const shown = async (entry: 'departments' | 'insight', call: Omit<ApiCall, 'as'>) => {
      const { handler } =
        entry === 'departments'
          ? await import('../../functions/api/departments.ts')
          : await import('../../functions/api/insight.ts')
      return (await callApi(handler, { as: admin, ...call })).body
    }

    it('the load line', async () => {
      const { items = [] } = await shown('departments', { route: 'listDepartments' })
      expect(items.find(({ id }) => id === desk.department.id)).toMatchObject({
        load: { agents_online: count, capacity: count * 10 },
      })
    })

    it('merges', async () => {
      expect((await departmentState(desk.department, new Date())).load).toMatchObject({ agents_online: count })
    })

    it('fairness', async () => {
      const { agents } = (await shown('insight', { route: 'getFairness' })) as unknown as FairnessReport
      expect(agents.filter(({ agent_id }) => agent_id === desk.member.id)).toHaveLength(count)
    })

    it('the roster of a forecast', async () => {
      const query = { department_id: desk.department.id }
      const { staffing } = await shown('insight', { route: 'getForecast', query })
      expect(staffing).toContainEqual(expect.objectContaining({ agents_rostered: count }))
    })
  })
})
