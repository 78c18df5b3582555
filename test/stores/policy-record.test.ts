import { PutCommand, paginateScan } from '@aws-sdk/lib-dynamodb'
import { afterAll, describe, expect, it } from 'vitest'
import type { EventRecord } from '../../functions/contracts/events.ts'
import { PolicyComparison } from '../../functions/contracts/insight.ts'
import type { TicketState } from '../../functions/contracts/ticket-state.ts'
import type { StoredDepartment } from '../../functions/domain/department.ts'
import { SYSTEM } from '../../functions/domain/ticket/change.ts'
import { insightKeys, tables } from '../../functions/stores/tables.ts'
import { todayAt } from '../support/clock.ts'
import { startEmbeddedTables } from '../support/embedded-tables.ts'
import { aStoredAgent, aStoredDepartment, aWaitingTicket, storeDesk } from '../support/routing-records.ts'

const stopTables = await startEmbeddedTables()
process.env.RATE_LIMIT = '0'
const { documents, writeTogether } = await import('../../functions/stores/documents.ts')
const { recordEvent } = await import('../../functions/stores/events.ts')
const { comparePolicies } = await import('../../functions/api/insight/compare-policies.ts')
const { listDepartments } = await import('../../functions/stores/departments.ts')
const { readPolicyRecord } = await import('../../functions/use-cases/policy-record.ts')
const { newId } = await import('../../functions/platform/ids.ts')
afterAll(stopTables)

const DAY_MS = 24 * 3_600_000
/** Monday; the tickets of `aWaitingTicket` come in from ten o'clock on. */
const from = new Date('2026-03-02T00:00:00.000Z')
const to = new Date(from.getTime() + 2 * DAY_MS)

let names = 0
const aDesk = async (presence: 'online' | 'offline', tickets: readonly Partial<TicketState>[]) => {
  names += 1
  const own = aStoredDepartment(`P${names}`)
  const agent = aStoredAgent(`${own.name}A`, own.id, { presence, skills: ['tax'] })
  const line = tickets.map((given, n) =>
    aWaitingTicket(names * 100 + n, own.id, { created_at: todayAt('10:00'), ...given }),
  )
  await storeDesk(documents, { departments: [own], agents: [agent], tickets: line })
  return { own, agent, line }
}
const resolvedBy = ({ own, agent }: Awaited<ReturnType<typeof aDesk>>, from: string, to: string) => {
  const holder = { id: agent.id, name: agent.name, department_id: own.id }
  return {
    status: 'resolved' as const,
    queue_state: 'done' as const,
    assignee: holder,
    assigned_at: todayAt(from),
    resolved_at: todayAt(to),
    resolution: { agent: holder, hours: 1 },
  }
}
const presenceChanged = (userId: string, seq: number, clock: string, presence: [string, string]): EventRecord => ({
  event_id: newId(),
  type: 'presence_changed',
  subject: `USER#${userId}`,
  seq,
  at: todayAt(clock),
  actor: SYSTEM,
  changes: { presence },
  data: {},
})
const counted = ({ id }: StoredDepartment, date: string, hours: Readonly<Record<string, number>>) =>
  documents.send(new PutCommand({ TableName: 'Insight', Item: { ...insightKeys.volume(id, date), ...hours } }))

describe('the record of a period', () => {
  it('has each ticket that came to the department in it, with the time until it is late and its work', async () => {
    const desk = await aDesk('online', [{ priority: 'critical' }])
    const held = resolvedBy(desk, '10:05', '10:35')
    const [first] = desk.line
    const done = aWaitingTicket(names * 100 + 1, desk.own.id, {
      ...held,
      created_at: todayAt('10:01'),
      required_skills: ['tax'],
      first_response_at: todayAt('10:10'),
    })
    const older = aWaitingTicket(names * 100 + 2, desk.own.id, { created_at: '2026-03-01T23:59:59.999Z' })
    await storeDesk(documents, { tickets: [done, older] })

    const { tickets, agents, minutes, answered_after_minutes } = await readPolicyRecord(desk.own, from, to)

    expect(tickets.toSorted((a, b) => a.arrives_at - b.arrives_at)).toEqual([
      {
        id: first?.id,
        department_id: desk.own.id,
        priority: 'critical',
        required_skills: [],
        arrives_at: 600,
        work_minutes: null,
        due_in: 60,
      },
      {
        id: done.id,
        department_id: desk.own.id,
        priority: 'medium',
        required_skills: ['tax'],
        arrives_at: 601,
        work_minutes: 30,
        due_in: 480,
      },
    ])
    expect(agents).toEqual([
      { agent_id: desk.agent.id, department_id: desk.own.id, skills: ['tax'], capacity: 3, speed: 1 },
    ])
    expect(minutes).toBe(2 * 1_440)
    expect(answered_after_minutes).toBe(9)
  })

  it('has those who take the department’s tickets: admins too, where it lets them', async () => {
    const { own, agent } = await aDesk('online', [{}])
    const admin = aStoredAgent(`${own.name}ADM`, own.id, { role: 'admin' })
    await storeDesk(documents, { agents: [admin] })
    const agentsOf = async (admins_take_tickets: boolean) =>
      (await readPolicyRecord({ ...own, admins_take_tickets }, from, to)).agents.map(({ agent_id }) => agent_id)

    expect(await agentsOf(false)).toEqual([agent.id])
    expect(await agentsOf(true)).toEqual([agent.id, admin.id])
  })

  it('has the times at which agents were present, from their own histories', async () => {
    const { own, agent } = await aDesk('offline', [{}])
    await writeTogether([
      recordEvent(presenceChanged(agent.id, 1, '08:00', ['offline', 'online'])),
      recordEvent(presenceChanged(agent.id, 2, '16:00', ['online', 'offline'])),
    ])

    expect((await readPolicyRecord(own, from, to)).presence_changes).toEqual([
      { agent_id: agent.id, at: 0, presence: 'offline' },
      { agent_id: agent.id, at: 480, presence: 'online' },
      { agent_id: agent.id, at: 960, presence: 'offline' },
    ])
  })

  it('uses the counted volume for days whose tickets are not at hand, and counts nothing twice', async () => {
    const { own } = await aDesk('online', [{}])
    await counted(own, '2026-03-02', { h10: 7 })
    await counted(own, '2026-03-03', { h09: 4, h23: 1 })

    const { uncounted } = await readPolicyRecord(own, from, to)

    expect(uncounted).toHaveLength(48)
    expect(Object.fromEntries(uncounted.flatMap((count, hour) => (count > 0 ? [[hour, count]] : [])))).toEqual({
      33: 4,
      47: 1,
    })
  })

  it('refuses a period in which tickets came and nobody was there', async () => {
    const { own } = await aDesk('offline', [{}])
    await expect(readPolicyRecord(own, from, to)).rejects.toMatchObject({ code: 'nobody_present' })
  })

  it('refuses more tickets than can be replayed, also if they were only counted', async () => {
    const { own } = await aDesk('online', [])
    await counted(own, '2026-03-03', { h09: 7_501 })
    await expect(readPolicyRecord(own, from, to)).rejects.toMatchObject({ code: 'period_too_large' })
  })
})

/** Every row of every table. */
const dump = async (): Promise<readonly unknown[]> => {
  const rows: unknown[] = []
  for (const TableName of Object.keys(tables)) {
    for await (const { Items = [] } of paginateScan({ client: documents }, { TableName, ConsistentRead: true })) {
      rows.push(...Items.map((row) => [TableName, row.pk, row.sk, row]))
    }
  }
  return rows
}

describe('the policy lab', () => {
  it('compares two policies with their uncertainty, and leaves every row of every table as it was', async () => {
    const desk = await aDesk('online', [{}, { priority: 'critical' }, { required_skills: ['tax'] }])
    const done = aWaitingTicket(names * 100 + 9, desk.own.id, resolvedBy(desk, '10:05', '10:35'))
    await storeDesk(documents, { tickets: [done] })
    await counted(desk.own, '2026-03-03', { h10: 30, h11: 40 })
    await listDepartments({ fresh: true })
    const before = await dump()

    const body = { department_id: desk.own.id, strategy: 'round_robin', capacity: 1, from, to }
    const answer = await comparePolicies.handle({ body } as unknown as Parameters<typeof comparePolicies.handle>[0])

    const { today, proposed } = PolicyComparison.parse(answer)
    expect(today.uncertainty).toBeGreaterThan(0)
    expect(proposed.uncertainty).toBeGreaterThan(0)
    expect(await dump()).toEqual(before)
  })
})
