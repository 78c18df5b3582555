import { afterAll, describe, expect, it } from 'vitest'
import type { AgentState } from '../../functions/contracts/people-state.ts'
import type { TicketState } from '../../functions/contracts/ticket-state.ts'
import { assignTicket, mergeTicket, unassignTicket, unmergeTicket } from '../../functions/domain/assignment/changes.ts'
import { chooseAgent } from '../../functions/domain/assignment.ts'
import type { StoredDepartment } from '../../functions/domain/department.ts'
import { type Happening, SYSTEM, type TicketChange } from '../../functions/domain/ticket/change.ts'
import { patchTicket } from '../../functions/domain/ticket.ts'
import { NOW } from '../support/clock.ts'
import { startEmbeddedTables } from '../support/embedded-tables.ts'
import { inLine, onDuty, ownDepartment } from '../support/routing-lines.ts'
import { aStoredAgent, storeDesk } from '../support/routing-records.ts'

const stopTables = await startEmbeddedTables()
process.env.RATE_LIMIT = '0'
const { documents } = await import('../../functions/stores/documents.ts')
const { serveDepartment } = await import('../../functions/use-cases/serving.ts')
const { findAgent } = await import('../../functions/stores/agents.ts')
const { listEvents } = await import('../../functions/stores/events.ts')
const { countCarried } = await import('../../functions/stores/load-recount.ts')
const { commitTicket, getTicket, updateTicket } = await import('../../functions/stores/tickets.ts')
const { newId } = await import('../../functions/platform/ids.ts')
afterAll(stopTables)

const NOBODY: ReadonlySet<string> = new Set()
const happening = (): Happening => ({ event_id: newId(), actor: SYSTEM, now: new Date() })
const change = (id: string, decide: (ticket: TicketState) => TicketChange) =>
  updateTicket(id, async (ticket) => ({ change: decide(ticket) }))
const withStatus = (own: StoredDepartment, status: TicketState['status']) => (ticket: TicketState) =>
  patchTicket(ticket, { status }, happening(), () => own)
const loadOf = async ({ department_id, id }: AgentState) => {
  const agent = await findAgent(department_id, id)
  return { active: agent?.active, recount: await countCarried(id), resolved: agent?.resolved_total }
}

describe('an agent’s load', () => {
  it('counts every ticket that they are given, and every one that leaves them', async () => {
    const own = ownDepartment()
    const [agent] = onDuty(1, own)
    const [ticket, survivor] = inLine(2, own.id)
    if (!agent || !ticket || !survivor) throw new Error('the desk is empty')
    await storeDesk(documents, { departments: [own], agents: [agent], tickets: [ticket, survivor] })
    const { id } = ticket
    await serveDepartment(own, NOBODY)
    expect(await loadOf(agent)).toEqual({ active: 2, recount: 2, resolved: 0 })

    await change(id, withStatus(own, 'resolved'))
    expect(await loadOf(agent)).toEqual({ active: 1, recount: 1, resolved: 1 })
    await change(id, withStatus(own, 'open'))
    expect(await loadOf(agent)).toEqual({ active: 1, recount: 1, resolved: 0 })
    await serveDepartment(own, NOBODY)
    expect(await loadOf(agent)).toEqual({ active: 2, recount: 2, resolved: 0 })
    await change(id, (seen) => unassignTicket(seen, 'by hand', happening()))
    expect(await loadOf(agent)).toEqual({ active: 1, recount: 1, resolved: 0 })
    await serveDepartment(own, NOBODY)
    await change(id, (seen) => mergeTicket(seen, survivor, happening()))
    expect(await loadOf(agent)).toEqual({ active: 1, recount: 1, resolved: 0 })
    await change(id, (seen) => unmergeTicket(seen, happening()))
    await serveDepartment(own, NOBODY)
    expect(await loadOf(agent)).toEqual({ active: 2, recount: 2, resolved: 0 })
    await change(id, withStatus(own, 'closed'))
    expect(await loadOf(agent)).toEqual({ active: 1, recount: 1, resolved: 0 })

    const events = await listEvents(`TICKET#${id}`)
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_event, place) => place + 2))
  })

  it('releases a ticket once, even if two people take it back at the same time', async () => {
    const own = ownDepartment()
    const [agent] = onDuty(1, own)
    const [ticket] = inLine(1, own.id)
    if (!agent || !ticket) throw new Error('the desk is empty')
    await storeDesk(documents, { departments: [own], agents: [agent], tickets: [ticket] })
    await serveDepartment(own, NOBODY)
    const seen = await getTicket(ticket.id)

    const outcomes = await Promise.all([1, 2].map(() => commitTicket(unassignTicket(seen, 'twice', happening()))))

    expect(outcomes.toSorted()).toEqual(['stale', 'written'])
    expect(await loadOf(agent)).toMatchObject({ active: 0, recount: 0 })
  })

  it.each([false, true])('accepts no manual assignment once they have left (over capacity: %s)', async (override) => {
    const own = ownDepartment()
    const left = aStoredAgent('Gone', own.id, { presence: 'offline', left_at: NOW.toISOString() })
    const [ticket] = inLine(1, own.id)
    if (!ticket) throw new Error('nobody waits')
    await storeDesk(documents, { departments: [own], agents: [left], tickets: [ticket] })
    const policy = { strategy: own.strategy, weights: own.weights, version: 1 }
    const considered = chooseAgent({ ticket, candidates: [], policy, now: NOW.toISOString() })
    const decision = { ...considered, outcome: 'manual' as const, chosen: left.id }
    const given = assignTicket(ticket, left, { decision, override }, happening())

    expect(await commitTicket(given)).toBe('agent-refused')
  })
})
