import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ApiUser, eventually, startTestSystem, type TestSystem } from '../support/test-system.ts'

let system: TestSystem
let admin: ApiUser
beforeAll(async () => {
  system = await startTestSystem()
  admin = await system.signIn('admin')
})
afterAll(() => system?.stop())

const ticketNow = async (id: string) => (await admin.call('getTicket', { params: { id } })).body
const billing = async () => {
  const { body } = await admin.call('listDepartments')
  const found = body.items.find(({ categories }) => categories.includes('billing'))
  if (!found) throw new Error('no department serves billing')
  return found
}
const agentsOf = async (departmentId: string) =>
  (await admin.call('listAgents')).body.items.filter(({ department_id }) => department_id === departmentId)
/** Lowers each agent's capacity in the department to what they carry, so that nobody has room. */
const fillUp = async (departmentId: string): Promise<void> => {
  for (const { id, active } of await agentsOf(departmentId)) {
    const answer = await admin.call('patchAgent', { params: { id }, body: { capacity: Math.max(1, active) } })
    expect(answer.status).toBe(200)
  }
}
const open = async (n: number): Promise<string> => {
  const { body } = await admin.call('createTicket', {
    body: {
      title: `Invoice ${n}`,
      description: 'The amount on my invoice is wrong.',
      category: 'billing',
      priority: 'critical',
      requester: { name: 'Kim', email: 'kim@example.org' },
    },
  })
  return body.id
}

describe('a freed slot', () => {
  it('is filled at once by the next in line, and no other ticket moves', async () => {
    const { id: departmentId } = await billing()
    await fillUp(departmentId)
    const tickets: string[] = []
    for (let n = 0; n < 12; n += 1) tickets.push(await open(n))
    await system.quiet()
    const { body: queue } = await admin.call('listQueue')
    const waiting = queue.items.filter(({ department_id }) => department_id === departmentId)
    const next = waiting[0]
    if (!next) throw new Error('nothing waits')
    expect(waiting.map(({ position }) => position)).toEqual(waiting.map((_place, index) => index + 1))
    const carried = (await admin.call('listTickets', { query: { queue_state: 'assigned', limit: '100' } })).body.items
    const held = carried.find(({ department_id }) => department_id === departmentId)
    if (!held) throw new Error('nobody carries a ticket of billing')

    const resolved = await admin.call('patchTicketStatus', { params: { id: held.id }, body: { status: 'resolved' } })
    expect(resolved.status).toBe(200)
    const freedAt = Date.now()
    const filled = await eventually(
      () => ticketNow(next.ticket_id),
      ({ queue_state }) => queue_state === 'assigned',
    )
    if (process.env.SHOW_TIMES) console.log(`filled after ${Date.now() - freedAt} ms`)

    expect(filled.assignee?.id).toBe(held.assignee?.id)
    await system.quiet()
    expect((await ticketNow(waiting[1]?.ticket_id ?? '')).queue_state).toBe('waiting')
    for (const { active, capacity } of await agentsOf(departmentId)) expect(active).toBeLessThanOrEqual(capacity)
    expect(await system.local('denials')).toEqual([])
  })
})
