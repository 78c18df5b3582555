import { UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { afterAll, describe, expect, it } from 'vitest'
import type { TicketState } from '../../functions/contracts/ticket-state.ts'
import { startEmbeddedTables } from '../support/embedded-tables.ts'
import { inLine, onDuty, ownDepartment } from '../support/routing-lines.ts'
import { aStoredAgent, storeDesk } from '../support/routing-records.ts'

const stopTables = await startEmbeddedTables()
process.env.RATE_LIMIT = '0'
const { documents } = await import('../../functions/stores/documents.ts')
const { serveDepartment } = await import('../../functions/use-cases/serving.ts')
const { findAgent, listAgents } = await import('../../functions/stores/agents.ts')
const { listDecisions } = await import('../../functions/stores/assignments.ts')
const { listDepartments } = await import('../../functions/stores/departments.ts')
const { listEvents } = await import('../../functions/stores/events.ts')
const { countCarried } = await import('../../functions/stores/load-recount.ts')
const { readLine } = await import('../../functions/stores/queue-line.ts')
const { queueOrder } = await import('../../functions/stores/ticket-rows.ts')
const { getTicket } = await import('../../functions/stores/tickets.ts')
afterAll(stopTables)

const NOBODY: ReadonlySet<string> = new Set()
const idsOf = (records: readonly { readonly id: string }[]): string[] => records.map(({ id }) => id)

/** Makes the index show a ticket at the place that it would have if it were critical. */
const showAsCritical = (ticket: TicketState) =>
  documents.send(
    new UpdateCommand({
      TableName: process.env.TICKETS_TABLE,
      Key: { pk: `TICKET#${ticket.id}`, sk: 'TICKET' },
      UpdateExpression: 'SET queue_order = :before',
      ExpressionAttributeValues: { ':before': queueOrder({ ...ticket, priority: 'critical' }) },
    }),
  )

describe('serving a line', () => {
  it('fills every agent up and never beyond capacity, however many rounds run at once', async () => {
    const own = ownDepartment()
    const staff = onDuty(4, own)
    const line = inLine(20, own.id)
    await storeDesk(documents, { departments: [own], agents: staff, tickets: line })

    await Promise.all(Array.from({ length: 32 }, () => serveDepartment(own, NOBODY)))

    const after = await listAgents(own.id)
    expect(after.map(({ active }) => active)).toEqual([3, 3, 3, 3])
    expect(await Promise.all(staff.map(({ id }) => countCarried(id)))).toEqual([3, 3, 3, 3])
    expect((await readLine(own.id)).map(({ ticket_id }) => ticket_id)).toEqual(idsOf(line.slice(12)))
    for (const { id } of line.slice(0, 12)) {
      expect((await listEvents(`TICKET#${id}`)).map(({ type, seq }) => [type, seq])).toEqual([['ticket_assigned', 2]])
      expect((await listDecisions(id)).filter(({ outcome }) => outcome === 'assigned')).toHaveLength(1)
    }
  })

  it('takes critical tickets first, then the oldest', async () => {
    const own = ownDepartment()
    const [late, early] = [inLine(2, own.id), inLine(1, own.id, { priority: 'critical' })]
    await storeDesk(documents, {
      departments: [own],
      agents: onDuty(1, own, { capacity: 2 }),
      tickets: [...late, ...early],
    })

    await serveDepartment(own, NOBODY)

    expect((await readLine(own.id)).map(({ ticket_id }) => ticket_id)).toEqual(idsOf(late.slice(1)))
  })

  it('lets no ticket be overtaken by one that has lost its priority but is still shown at its old place', async () => {
    const own = ownDepartment()
    const [ahead, lowered] = inLine(2, own.id)
    if (!ahead || !lowered) throw new Error('there are two tickets')
    await storeDesk(documents, { departments: [own], agents: onDuty(1, own, { active: 2 }), tickets: [ahead, lowered] })
    await showAsCritical(lowered)

    await serveDepartment(own, NOBODY)

    expect((await getTicket(ahead.id)).queue_state).toBe('assigned')
    expect((await getTicket(lowered.id)).queue_state).toBe('waiting')
  })

  it('asks for another round when a ticket has gone back in line', async () => {
    const own = ownDepartment()
    const [lowered] = inLine(1, own.id)
    if (!lowered) throw new Error('there is a ticket')
    await storeDesk(documents, { departments: [own], agents: onDuty(1, own), tickets: [lowered] })
    await showAsCritical(lowered)

    expect(await serveDepartment(own, NOBODY)).toMatchObject({ assigned: 0, isUnfinished: true })
  })

  it('spreads the waiting tickets over those who have room: nobody gets a second one before all have one', async () => {
    const own = ownDepartment({ strategy: 'round_robin' })
    const staff = [...onDuty(1, own, { active: 2 }), aStoredAgent(`${own.name}B`, own.id)]
    await storeDesk(documents, { departments: [own], agents: staff, tickets: inLine(2, own.id) })

    await serveDepartment(own, NOBODY)

    expect((await listAgents(own.id)).map(({ active }) => active).toSorted()).toEqual([1, 3])
  })

  it('gives nothing to agents offline, dnd or full, or to an admin, and records once why the first waits', async () => {
    const own = ownDepartment()
    const [first, second] = inLine(2, own.id)
    const staff = [
      aStoredAgent(`${own.name}OFF`, own.id, { presence: 'offline' }),
      aStoredAgent(`${own.name}DND`, own.id, { presence: 'dnd' }),
      aStoredAgent(`${own.name}FAR`, own.id, { active: 3 }),
      aStoredAgent(`${own.name}ADM`, own.id, { role: 'admin' }),
    ]
    await storeDesk(documents, { departments: [own], agents: staff, tickets: [first, second].filter((one) => !!one) })

    const round = await serveDepartment(own, NOBODY)
    expect(round).toMatchObject({ assigned: 0, firstWaits: [], isUnfinished: false })
    expect(await round.hasIdle()).toBe(false)
    await serveDepartment(own, NOBODY)

    const decisions = await listDecisions(first?.id ?? '')
    expect(decisions).toMatchObject([{ outcome: 'queued', chosen: null }])
    expect(decisions[0]?.candidates.map(({ eligible }) => eligible)).toEqual([false, false, false])
    expect(await listDecisions(second?.id ?? '')).toEqual([])
  })

  it('also records why the ticket waits that the bell was about', async () => {
    const own = ownDepartment()
    const line = inLine(3, own.id)
    await storeDesk(documents, { departments: [own], tickets: line })

    await serveDepartment(own, new Set([line[2]?.id ?? '']))

    expect(await listDecisions(line[2]?.id ?? '')).toMatchObject([{ reason: 'nobody works in this department' }])
  })

  it('gives a reopened ticket back to its agent, even if another one is free', async () => {
    const own = ownDepartment()
    const [former, idle] = [aStoredAgent(`${own.name}P`, own.id, { active: 2 }), aStoredAgent(`${own.name}Q`, own.id)]
    const [ticket] = inLine(1, own.id, { returns_to: { id: former.id, name: former.name, department_id: own.id } })
    await storeDesk(documents, { departments: [own], agents: [former, idle], tickets: ticket ? [ticket] : [] })

    await serveDepartment(own, NOBODY)

    expect((await getTicket(ticket?.id ?? '')).assignee?.id).toBe(former.id)
  })

  it('counts how long tickets waited for their first agent, and no other waits', async () => {
    const own = ownDepartment()
    const [former] = onDuty(1, own)
    if (!former) throw new Error('nobody works here')
    const reopened = inLine(1, own.id, { returns_to: { id: former.id, name: former.name, department_id: own.id } })
    const fresh = inLine(1, own.id, { created_at: new Date(Date.now() - 90_000).toISOString() })
    await storeDesk(documents, { departments: [own], agents: [former], tickets: [...reopened, ...fresh] })

    const { assigned, firstWaits } = await serveDepartment(own, NOBODY)

    expect({ assigned, waits: firstWaits.length }).toEqual({ assigned: 2, waits: 1 })
    expect(firstWaits[0]).toBeGreaterThanOrEqual(90)
    expect(firstWaits[0]).toBeLessThan(120)
  })

  it('lets only a ticket that has waited long go to an idle agent of another department', async () => {
    const own = ownDepartment({ overflow: { enabled: true, after_minutes: 10 } })
    const other = ownDepartment()
    const [busy, idle] = [
      aStoredAgent(`${other.name}M`, other.id, { active: 1 }),
      aStoredAgent(`${other.name}N`, other.id),
    ]
    const [old] = inLine(1, own.id, { priority: 'low' })
    const [fresh] = inLine(1, own.id, { created_at: new Date().toISOString() })
    await storeDesk(documents, {
      departments: [own, other],
      agents: [busy, idle],
      tickets: [old, fresh].filter((one) => !!one),
    })
    await listDepartments({ fresh: true })

    await serveDepartment(own, NOBODY)

    const { assignee } = await getTicket(old?.id ?? '')
    expect(assignee).not.toBeNull()
    expect([busy.id, own.id]).not.toContain(assignee?.id)
    expect((await getTicket(fresh?.id ?? '')).queue_state).toBe('waiting')
    expect((await findAgent(other.id, busy.id))?.active).toBe(1)
  })

  it('uses every free place of its own department before an idle agent of another one gets a ticket', async () => {
    const own = ownDepartment({ overflow: { enabled: true, after_minutes: 10 } })
    const other = ownDepartment()
    const [busy] = onDuty(1, own, { active: 1 })
    const line = inLine(3, own.id, { created_at: '2026-03-02T10:00:00.000Z' })
    if (!busy) throw new Error('nobody works here')
    await storeDesk(documents, { departments: [own, other], agents: [busy, ...onDuty(1, other)], tickets: line })
    await listDepartments({ fresh: true })

    await serveDepartment(own, NOBODY)

    const holders = await Promise.all(line.map(async ({ id }) => (await getTicket(id)).assignee))
    expect(holders.slice(0, 2).map((holder) => holder?.id)).toEqual([busy.id, busy.id])
    expect(holders[2]).not.toBeNull()
    expect(holders[2]?.department_id).not.toBe(own.id)
  })

  it('stops after a hundred tickets and says that it is not done', async () => {
    const own = ownDepartment()
    await storeDesk(documents, {
      departments: [own],
      agents: onDuty(12, own, { capacity: 10 }),
      tickets: inLine(112, own.id),
    })

    expect(await serveDepartment(own, NOBODY)).toMatchObject({ isUnfinished: true })
    expect(await serveDepartment(own, NOBODY)).toMatchObject({ isUnfinished: false })
    expect(await readLine(own.id)).toHaveLength(0)
  })
})
