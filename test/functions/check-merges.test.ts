import { GetCommand, QueryCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb'
import { beforeEach, describe, expect, it } from 'vitest'
import '../support/function-environment.ts'
import { handler } from '../../functions/schedules/check-merges.ts'
import { insightKeys, peopleKeys } from '../../functions/stores/tables.ts'
import { accepts, cancelled, dynamo, putsInto, resetDynamo, transactions } from '../support/dynamo.ts'
import { aStoredAgent } from '../support/routing-records.ts'
import { BILLING, TECHNICAL } from '../support/tickets.ts'

const minutesAgo = (minutes: number): string => new Date(Date.now() - minutes * 60_000).toISOString()
const run = handler as (event?: unknown) => Promise<void>

/** Two departments: the first carries two tickets per slot, the second none. */
const overloaded = (settings: object = {}): void => {
  dynamo.on(QueryCommand, { TableName: 'AgentLoad', IndexName: 'by_kind' }).resolves({
    Items: [
      { ...BILLING, version: 1, ...settings },
      { ...TECHNICAL, version: 1 },
    ],
  })
  for (const [{ id }, active] of [
    [BILLING, 6],
    [TECHNICAL, 0],
  ] as const) {
    dynamo
      .on(QueryCommand, {
        TableName: 'AgentLoad',
        ExpressionAttributeValues: { ':pk': peopleKeys.department(id).pk, ':prefix': 'AGENT#' },
      })
      .resolves({ Items: [aStoredAgent('ANA', id, { capacity: 3, active })] })
  }
}
const pressure = (at: string) => ({
  agents_online: 1,
  active: 6,
  capacity: 3,
  waiting: 0,
  utilisation: 2,
  pressure: 2,
  at,
  announcements: 1,
  overloaded_since: at,
  announced: 1,
})
const typesWritten = () => transactions().map((writes) => putsInto(writes, 'Tickets').map(({ type }) => type))

beforeEach(() => {
  resetDynamo()
  dynamo.on(GetCommand).resolves({})
  dynamo.on(QueryCommand, { TableName: 'Tickets', IndexName: 'by_status_department' }).resolves({ Items: [], Count: 0 })
  dynamo.on(QueryCommand, { TableName: 'Insight' }).resolves({ Items: [pressure(minutesAgo(6))] })
  dynamo.on(QueryCommand, { TableName: 'Insight', IndexName: 'by_kind' }).resolves({ Items: [] })
  overloaded()
})

describe('check-merges', () => {
  it('proposes what the present load calls for, whether a schedule or an overload invoked it', async () => {
    accepts()
    await run({})
    await run({ source: 'plimsoll', 'detail-type': 'DepartmentOverloaded', detail: { data: { department_id: 'x' } } })

    expect(typesWritten()).toEqual([['merge_proposed'], ['merge_proposed']])
  })

  it('holds both departments for the plan, and sets its deadline for the sweep', async () => {
    accepts()
    await run()

    const [writes = []] = transactions()
    const updates = writes.flatMap(({ Update }) => Update ?? [])
    expect(updates.map(({ Key }) => Key)).toEqual([
      insightKeys.merged(BILLING.id),
      insightKeys.merged(TECHNICAL.id),
      { pk: expect.stringMatching(/^TIMER#plan#/), sk: 'TIMER' },
    ])
    expect(updates[0]?.ConditionExpression).toBe('attribute_not_exists(plan_id)')
  })

  it('ignores an overload that began a moment ago', async () => {
    dynamo.on(QueryCommand, { TableName: 'Insight' }).resolves({ Items: [pressure(minutesAgo(3))] })
    dynamo.on(QueryCommand, { TableName: 'Insight', IndexName: 'by_kind' }).resolves({ Items: [] })

    await run()

    expect(transactions()).toEqual([])
  })

  it('accepts that another proposal came first', async () => {
    dynamo.on(TransactWriteCommand).rejects(cancelled(5, 2))

    await expect(run()).resolves.toBeUndefined()
    expect(transactions()).toHaveLength(1)
  })

  it('throws when the table fails, so that the call is repeated', async () => {
    dynamo.on(TransactWriteCommand).rejects(new Error('no connection'))

    await expect(run()).rejects.toThrow('no connection')
  })
})
