import { GetCommand, PutCommand, QueryCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { handler } from '../../functions/api/insight.ts'
import { MergePlan } from '../../functions/contracts/insight.ts'
import type { StoredPlan } from '../../functions/domain/merge/changes.ts'
import { AGENT_PREFIX, insightKeys, peopleKeys } from '../../functions/stores/tables.ts'
import { queueOrder } from '../../functions/stores/ticket-rows.ts'
import { callApi } from '../support/call-api.ts'
import { accepts, cancelled, dynamo, putsInto, resetDynamo, transactions } from '../support/dynamo.ts'
import { aStoredPlan } from '../support/merge-records.ts'
import { aStoredAgent } from '../support/routing-records.ts'
import { aSignedInUser, aStoredTicket, BILLING, namedId, TECHNICAL } from '../support/tickets.ts'

const admin = aSignedInUser({ id: namedId('ADMIN'), role: 'admin', name: 'Ada', department_id: null })
const ends = { source_department_id: BILLING.id, target_department_id: TECHNICAL.id }
const plan = aStoredPlan(new Date(), ends)
const params = { id: plan.id }
const shown = ({ version: _version, returning_ticket_ids: _returning, ...rest }: StoredPlan) => rest

const agentsOf = (departmentId: string) => ({
  TableName: 'AgentLoad',
  ExpressionAttributeValues: { ':pk': peopleKeys.department(departmentId).pk, ':prefix': AGENT_PREFIX },
})
const queueOf = (departmentId: string) => ({
  TableName: 'Tickets',
  IndexName: 'queue',
  ExpressionAttributeValues: { ':department': departmentId },
})

const keeps = (kept: StoredPlan): void => {
  dynamo.on(GetCommand, { TableName: 'Insight', Key: insightKeys.merge(kept.id) }).resolves({ Item: kept })
}
const move = (route: 'approveMerge' | 'rejectMerge' | 'undoMerge', headers: Readonly<Record<string, string>> = {}) =>
  callApi(handler, { route, as: admin, params, headers })

beforeEach(() => {
  resetDynamo()
  dynamo.on(GetCommand).resolves({})
  dynamo.on(QueryCommand, { TableName: 'Tickets', IndexName: 'by_status_department' }).resolves({ Items: [], Count: 0 })
  dynamo.on(QueryCommand, { TableName: 'Insight' }).resolves({ Items: [] })
  for (const { id, name } of [BILLING, TECHNICAL]) {
    const agent = aStoredAgent(`${name}A`, id)
    dynamo.on(QueryCommand, agentsOf(id)).resolves({ Items: [{ ...agent, ...peopleKeys.agent(id, agent.id) }] })
  }
  keeps(plan)
})

describe('who may merge departments', () => {
  it.each([
    ['a guest', undefined, 401],
    ['a customer', aSignedInUser({ role: 'customer', department_id: null }), 403],
    ['an agent', aSignedInUser(), 403],
  ])('not %s, and nothing is read or written', async (_who, as, expected) => {
    for (const route of ['listMerges', 'checkMerges', 'approveMerge', 'rejectMerge', 'undoMerge'] as const) {
      expect((await callApi(handler, { route, params, ...(as && { as }) })).status).toBe(expected)
    }
    expect(dynamo.calls()).toHaveLength(0)
  })
})

describe('deciding on a plan', () => {
  it('is known to every other instance once the approval is answered', async () => {
    accepts()
    const inForce = (Items: StoredPlan[]) =>
      dynamo.on(QueryCommand, { TableName: 'Insight', IndexName: 'by_kind' }).resolves({ Items })
    vi.resetModules()
    const elsewhere = await import('../../functions/stores/merge-plans.ts')
    inForce([])
    expect(await elsewhere.appliedMerges()).toEqual([])
    inForce([plan])
    await move('approveMerge')

    expect(await elsewhere.appliedMerges()).toHaveLength(1)
  })

  it('approves in one transaction: plan, event that rings the source’s bell, both departments still held', async () => {
    accepts()
    const { status, body } = await move('approveMerge')

    expect(status).toBe(200)
    expect(MergePlan.parse(body)).toMatchObject({ state: 'applied', decided_by: admin.id })
    const [writes = []] = transactions()
    expect(writes[0]?.Put).toMatchObject({ ConditionExpression: 'version = :seen' })
    expect(putsInto(writes, 'Tickets')).toMatchObject([
      {
        pk: `MERGE#${plan.id}`,
        sk: 'EVENT#00000002',
        type: 'merge_applied',
        actor: { id: admin.id },
        data: { department_id: plan.source_department_id, target_department_id: plan.target_department_id },
      },
    ])
    const held = writes.flatMap(({ ConditionCheck }) => ConditionCheck ?? [])
    expect(held.map(({ Key }) => Key)).toEqual([
      insightKeys.merged(plan.source_department_id),
      insightKeys.merged(plan.target_department_id),
    ])
    expect(held.every(({ ConditionExpression }) => ConditionExpression === 'plan_id = :plan')).toBe(true)
  })

  it('records what it was applied to: the line and the waits of that moment, not those of the proposal', async () => {
    accepts()
    const tickets = ['TICKET1', 'TICKET2'].map((name) => aStoredTicket({ id: namedId(name) }))
    const places = tickets.map((ticket) => ({ queue_key: BILLING.id, queue_order: queueOrder(ticket) }))
    dynamo.on(QueryCommand, queueOf(BILLING.id)).resolves({ Items: places })
    keeps({ ...plan, ticket_ids: [namedId('GONE')] })

    const { body } = await move('approveMerge')

    const ticket_ids = tickets.map(({ id }) => id)
    const waits = { source_wait_seconds: 0, target_wait_seconds: 0 }
    expect(body).toMatchObject({ ticket_ids, predicted: { before: waits, after: waits } })
    const [writes = []] = transactions()
    expect(putsInto(writes, 'Insight')).toMatchObject([{ ticket_ids }])
    expect(putsInto(writes, 'Tickets')).toMatchObject([{ data: { tickets: 2, predicted: { after: waits } } }])
  })

  it('rejects, and releases both departments', async () => {
    accepts()
    expect((await move('rejectMerge')).body).toMatchObject({ state: 'rejected', decided_by: admin.id })

    const [writes = []] = transactions()
    expect(writes.flatMap(({ Update }) => Update?.UpdateExpression ?? [])).toEqual(['REMOVE plan_id', 'REMOVE plan_id'])
  })

  it.each([
    ['approveMerge', 'applied', 'already_decided'],
    ['approveMerge', 'rejected', 'already_decided'],
    ['approveMerge', 'expired', 'already_decided'],
    ['rejectMerge', 'applied', 'already_decided'],
    ['undoMerge', 'proposed', 'not_applied'],
    ['undoMerge', 'rejected', 'not_applied'],
    ['undoMerge', 'undone', 'already_decided'],
    ['undoMerge', 'ended', 'already_decided'],
  ] as const)('%s of a plan that is %s is 409 %s and changes nothing', async (route, state, code) => {
    keeps(aStoredPlan(new Date(), { ...ends, state, version: 2, applied_at: new Date().toISOString() }))

    const { status, body } = await move(route)

    expect([status, body.code]).toEqual([409, code])
    expect(transactions()).toEqual([])
  })

  it('is too late after the hour, even if the plan is still in state proposed', async () => {
    keeps(aStoredPlan(new Date(Date.now() - 3_600_000), ends))

    expect((await move('approveMerge')).body.code).toBe('already_decided')
  })

  it('is refused if somebody else was faster, with what they decided', async () => {
    dynamo.on(TransactWriteCommand).callsFake(() => {
      keeps({ ...plan, state: 'rejected', version: 2 })
      throw cancelled(4, 0, 1)
    })

    const { status, body } = await move('approveMerge')

    expect([status, body.code, body.detail]).toEqual([409, 'already_decided', expect.stringContaining('is rejected')])
  })

  it('is refused if a department now takes part in another plan', async () => {
    dynamo.on(TransactWriteCommand).rejects(cancelled(4, 3))

    const { status, body } = await move('approveMerge')

    expect([status, body.code]).toEqual([409, 'department_merged'])
  })

  it('answers 404 to a plan that is not there', async () => {
    expect(
      (await callApi(handler, { route: 'approveMerge', as: admin, params: { id: namedId('NONE') } })).body,
    ).toMatchObject({
      status: 404,
      code: 'plan_unknown',
    })
  })

  it('stores its answer with the change, and repeats it for the same key', async () => {
    accepts()
    const headers = { 'idempotency-key': 'once' }
    const first = await move('approveMerge', headers)
    const [writes = []] = transactions()
    const [record] = putsInto(writes, 'Connections')

    keeps({ ...plan, state: 'applied', version: 2 })
    dynamo.on(GetCommand, { TableName: 'Connections' }).resolves({ Item: record ?? {} })
    const again = await move('approveMerge', headers)

    expect(again.headers['idempotent-replayed']).toBe('true')
    expect(again.body).toEqual(first.body)
    expect(transactions()).toHaveLength(1)
  })
})

describe('the list of plans', () => {
  it('shows plans of every state, newest first, without internal fields', async () => {
    const other = aStoredPlan(new Date(), { id: namedId('PLAN2'), state: 'ended' })
    dynamo.on(QueryCommand, { TableName: 'Insight', IndexName: 'by_kind' }).callsFake((query) => ({
      Items: [plan, other].filter(({ state }) => query.ExpressionAttributeValues[':kind'] === `MERGE#${state}`),
    }))

    expect((await callApi(handler, { route: 'listMerges', as: admin })).body).toEqual({
      items: [shown(other), shown(plan)],
      next_cursor: null,
    })
  })
})

describe('the policy lab', () => {
  const body = {
    department_id: BILLING.id,
    strategy: 'round_robin',
    from: '2026-03-01T00:00:00.000Z',
    to: '2026-03-02T00:00:00.000Z',
  }
  const ask = (given: object) => callApi(handler, { route: 'comparePolicies', as: admin, body: { ...body, ...given } })

  it.each([
    ['a period that ends before it begins', { to: '2026-02-01T00:00:00.000Z' }, 'period_invalid'],
    ['a period of more than a quarter', { to: '2026-06-15T00:00:00.000Z' }, 'period_invalid'],
    ['a department that is not there', { department_id: namedId('NONE') }, 'department_unknown'],
  ])('refuses %s with 422', async (_case, given, code) => {
    const { status, body: problem } = await ask(given)
    expect([status, problem.code]).toEqual([422, code])
  })

  it('refuses more tickets than it can replay in time, before it reads them', async () => {
    dynamo.on(QueryCommand, { TableName: 'AgentLoad' }).resolves({ Items: [] })
    dynamo
      .on(QueryCommand, { TableName: 'AgentLoad', IndexName: 'by_kind' })
      .resolves({ Items: [{ ...BILLING, version: 1 }] })
    dynamo.on(QueryCommand, { TableName: 'Tickets', IndexName: 'by_status_department' }).resolves({ Count: 7_000 })

    const { status, body: problem } = await ask({})

    expect([status, problem.code]).toEqual([422, 'period_too_large'])
    const reads = dynamo.commandCalls(QueryCommand, { IndexName: 'by_status_department' })
    expect(reads.every(({ args: [{ input }] }) => input.Select === 'COUNT')).toBe(true)
  })

  it('answers for a period in which nothing happened, and writes nothing', async () => {
    dynamo.on(QueryCommand, { TableName: 'AgentLoad' }).resolves({ Items: [] })
    dynamo
      .on(QueryCommand, { TableName: 'AgentLoad', IndexName: 'by_kind' })
      .resolves({ Items: [{ ...BILLING, version: 1 }] })
    dynamo.on(QueryCommand, { TableName: 'Insight' }).resolves({ Items: [] })

    const { status, body: answer } = await ask({})

    expect(status).toBe(200)
    expect(answer.today).toEqual(answer.proposed)
    expect([...transactions(), ...dynamo.commandCalls(PutCommand)]).toEqual([])
  })
})
