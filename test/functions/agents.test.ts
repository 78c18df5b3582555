import { UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { afterAll, describe, expect, it } from 'vitest'
import type { Agent } from '../../functions/contracts/people.ts'
import { patchTicket } from '../../functions/domain/ticket.ts'
import { peopleKeys } from '../../functions/stores/tables.ts'
import { openPeopleDesk } from '../support/people-desk.ts'
import { BILLING, departmentOf, TECHNICAL } from '../support/tickets.ts'

const { close, happening, call, asAdmin, applied, written, anAgent, givenTo } = await openPeopleDesk()
afterAll(close)
const { getUser } = await import('../../functions/stores/people.ts')
const { documents } = await import('../../functions/stores/documents.ts')
const { findAgent, listAgents } = await import('../../functions/stores/agents.ts')
const { getTicket } = await import('../../functions/stores/tickets.ts')
const { listEvents } = await import('../../functions/stores/events.ts')
const { newId } = await import('../../functions/platform/ids.ts')

describe('agents', () => {
  it('changes skills and capacity with an event that rings the department’s bell', async () => {
    const agent = await anAgent(5)
    const body = { capacity: 20, skills: ['invoices'] }

    expect(await asAdmin('patchAgent', { params: { id: agent.id }, body })).toMatchObject({
      status: 200,
      body: { capacity: 20, skills: ['invoices'], presence: 'online' },
    })
    expect((await listEvents(`USER#${agent.id}`)).at(-1)).toMatchObject({
      type: 'agent_updated',
      changes: { capacity: [5, 20], skills: [['refunds'], ['invoices']] },
      data: { department_id: BILLING.id },
    })
  })

  it('moves to another department without their tickets, and with their record', async () => {
    const agent = await anAgent()
    const solved = await givenTo(agent)
    await written(patchTicket(solved, { status: 'resolved' }, happening(), departmentOf))
    const open = await givenTo(agent)

    const { status, body } = await asAdmin('patchAgent', {
      params: { id: agent.id },
      body: { department_id: TECHNICAL.id },
    })

    expect(status).toBe(200)
    expect(body).toMatchObject({ department_id: TECHNICAL.id, active: 0, resolved_total: 1, presence: 'online' })
    expect(await getTicket(open.id)).toMatchObject({
      queue_state: 'waiting',
      assignee: null,
      department_id: BILLING.id,
    })
    expect(await findAgent(BILLING.id, agent.id)).toBeUndefined()
    expect(await getUser(agent.id)).toMatchObject({ department_id: TECHNICAL.id })
  })

  it('moves once, however many requests for it come at the same time, and each of them succeeds', async () => {
    const agent = await anAgent()
    const requests = [{ capacity: 7 }, { capacity: 7 }, {}].map((more) =>
      asAdmin('patchAgent', { params: { id: agent.id }, body: { department_id: TECHNICAL.id, ...more } }),
    )

    for (const { status, body } of await Promise.all(requests)) {
      expect({ status, department_id: body.department_id }).toEqual({ status: 200, department_id: TECHNICAL.id })
    }
    expect(await findAgent(TECHNICAL.id, agent.id)).toMatchObject({ capacity: 7, presence: 'online', active: 0 })
    expect(await findAgent(BILLING.id, agent.id)).toBeUndefined()
    const moves = (await listEvents(`USER#${agent.id}`)).filter(({ changes }) => changes.department_id !== undefined)
    expect(moves).toHaveLength(2)
  })

  it('can take back a resolution of somebody who has left', async () => {
    const agent = await anAgent()
    const given = await givenTo(agent)
    const solved = await written(patchTicket(given, { status: 'resolved' }, happening(), departmentOf))
    await asAdmin('removeAgent', { params: { id: agent.id } })

    await written(patchTicket(solved, { status: 'open' }, happening(), departmentOf))
    expect(await getTicket(solved.id)).toMatchObject({ status: 'open', resolution: null })
  })

  it('goes back to being a customer, and no ticket is lost', async () => {
    const agent = await anAgent()
    const tickets = [await givenTo(agent), await givenTo(agent), await givenTo(agent)]

    expect((await asAdmin('removeAgent', { params: { id: agent.id } })).status).toBe(204)

    for (const { id } of tickets) expect(await getTicket(id)).toMatchObject({ queue_state: 'waiting', assignee: null })
    expect(await getUser(agent.id)).toMatchObject({ role: 'customer', presence: 'offline', department_id: null })
    expect((await listAgents(BILLING.id)).map(({ id }) => id)).not.toContain(agent.id)
    expect((await listEvents(`USER#${agent.id}`)).at(-1)).toMatchObject({
      type: 'agent_removed',
      data: { department_id: BILLING.id },
    })
    expect(await asAdmin('removeAgent', { params: { id: agent.id } })).toMatchObject({ status: 404 })
  })

  it('goes even if left_at in their row is null instead of absent', async () => {
    const agent = await anAgent()
    await documents.send(
      new UpdateCommand({
        TableName: 'AgentLoad',
        Key: peopleKeys.agent(BILLING.id, agent.id),
        UpdateExpression: 'SET left_at = :never',
        ExpressionAttributeValues: { ':never': null },
      }),
    )

    expect((await asAdmin('removeAgent', { params: { id: agent.id } })).status).toBe(204)
    expect(await findAgent(BILLING.id, agent.id)).toBeUndefined()
  })

  it('can come back to a department that they left', async () => {
    const agent = await anAgent()
    await asAdmin('removeAgent', { params: { id: agent.id } })
    const id = await applied({ ...agent, role: 'customer' })
    await asAdmin('decideApplication', { params: { id }, body: { state: 'approved', department_id: BILLING.id } })

    expect(await findAgent(BILLING.id, agent.id)).toMatchObject({ capacity: 10, active: 0, left_at: null })
  })

  it('lists agents with their load, and shows each their own figures', async () => {
    const agent = await anAgent()
    const given = await givenTo(agent)
    await written(patchTicket(given, { status: 'resolved' }, happening(), departmentOf))
    await givenTo(agent)

    const { body } = await asAdmin('listAgents')
    const listed = ((body.items ?? []) as unknown as Agent[]).find(({ id }) => id === agent.id)
    expect(listed).toMatchObject({ active: 1, resolved_total: 1 })
    const own = await call('getOwnAgent', { as: agent })
    expect(own.status).toBe(200)
    expect(own.body).toMatchObject({ ...listed })
    expect(own.body.weeks).toHaveLength(4)
  })

  it.each([
    ['nothing', {}],
    ['a capacity of 0', { capacity: 0 }],
    ['an unknown department', { department_id: newId() }],
  ])('refuses to change %s', async (_case, body) => {
    const agent = await anAgent()
    expect((await asAdmin('patchAgent', { params: { id: agent.id }, body })).status).toBe(422)
    expect(await findAgent(BILLING.id, agent.id)).toMatchObject({ capacity: 5 })
  })
})
