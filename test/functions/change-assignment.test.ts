import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import type { TicketState } from '../../functions/contracts/ticket-state.ts'
import { callApi } from '../support/call-api.ts'
import { startEmbeddedTables } from '../support/embedded-tables.ts'
import { aStoredAgent, aStoredDepartment, aWaitingTicket, storeDesk } from '../support/routing-records.ts'
import { aSignedInUser, namedId } from '../support/tickets.ts'

const stopTables = await startEmbeddedTables()
const { documents } = await import('../../functions/stores/documents.ts')
const { handler } = await import('../../functions/api/tickets.ts')
const { handler: departmentsHandler } = await import('../../functions/api/departments.ts')
const { findAgent } = await import('../../functions/stores/agents.ts')
const { listDecisions } = await import('../../functions/stores/assignments.ts')
const { listDepartments } = await import('../../functions/stores/departments.ts')
const { listEvents } = await import('../../functions/stores/events.ts')
const { getTicket } = await import('../../functions/stores/tickets.ts')
afterAll(stopTables)

const admin = aSignedInUser({ id: namedId('ADMIN'), role: 'admin', name: 'Mia', department_id: null })

let desks = 0
let own = aStoredDepartment('C0')
let room = aStoredAgent('NINA', own.id)
let full = aStoredAgent('OTTO', own.id)
beforeEach(async () => {
  desks += 1
  own = aStoredDepartment(`C${desks}`, { overflow: { enabled: false, after_minutes: 10 } })
  room = aStoredAgent(`NINA${desks}`, own.id)
  full = aStoredAgent(`OTTO${desks}`, own.id, { capacity: 1, active: 1 })
  await storeDesk(documents, { departments: [own], agents: [room, full] })
  await listDepartments({ fresh: true })
})
let numbers = 0
const stored = async (given: Partial<TicketState> = {}): Promise<TicketState> => {
  numbers += 1
  const ticket = aWaitingTicket(numbers, own.id, given)
  await storeDesk(documents, { tickets: [ticket] })
  return ticket
}
const heldBy = ({ id, name, department_id }: typeof room): Partial<TicketState> => ({
  queue_state: 'assigned',
  assignee: { id, name, department_id },
})
const change = (id: string, body: object, headers = {}, as = admin) =>
  callApi(handler, { route: 'changeAssignment', as, params: { id }, body, headers })
const activeOf = async ({ department_id, id }: typeof room) => (await findAgent(department_id, id))?.active

describe('assigning by hand', () => {
  it('gives the ticket to the agent, counts it in their load, and records who chose', async () => {
    const { id } = await stored()

    const { status, body } = await change(id, { agent_id: room.id })

    expect(status).toBe(200)
    expect(body).toMatchObject({ queue_state: 'assigned', assignee: { id: room.id }, version: 2 })
    expect(await activeOf(room)).toBe(1)
    expect(await listDecisions(id)).toMatchObject([{ outcome: 'manual', chosen: room.id, reason: 'Mia chose by hand' }])
  })

  it('takes it from its previous agent', async () => {
    const { id } = await stored(heldBy(full))

    await change(id, { agent_id: room.id })

    expect([await activeOf(full), await activeOf(room)]).toEqual([0, 1])
  })

  it('also accepts an agent who is not online', async () => {
    const away = aStoredAgent(`AWAY${desks}`, own.id, { presence: 'offline' })
    await storeDesk(documents, { agents: [away] })
    const { id } = await stored()

    expect((await change(id, { agent_id: away.id })).status).toBe(200)
  })

  it('refuses a full agent and changes nothing', async () => {
    const { id } = await stored()

    const { status, body } = await change(id, { agent_id: full.id })

    expect([status, body.code]).toEqual([409, 'agent_at_capacity'])
    expect(await listEvents(`TICKET#${id}`)).toEqual([])
    expect(await activeOf(full)).toBe(1)
  })

  it.each(['resolved', 'closed'] as const)(
    'refuses a %s ticket with that reason, and offers no override',
    async (status) => {
      const { id } = await stored({ ...heldBy(room), status, queue_state: 'done' })

      for (const override of [false, true]) {
        const { body } = await change(id, { agent_id: full.id, override })
        expect(body).toMatchObject({ status: 409, code: `ticket_${status}` })
      }
    },
  )

  it('exceeds an agent’s capacity only with an explicit override, which is recorded', async () => {
    const { id } = await stored()

    expect((await change(id, { agent_id: full.id, override: true })).status).toBe(200)

    expect(await activeOf(full)).toBe(2)
    expect(await listEvents(`TICKET#${id}`)).toMatchObject([{ data: { override: true }, actor: { name: 'Mia' } }])
    expect(await listDecisions(id)).toMatchObject([{ reason: 'Mia chose by hand, over the load line' }])
  })

  it('never fills the last place twice', async () => {
    const last = aStoredAgent(`LAST${desks}`, own.id, { capacity: 1 })
    await storeDesk(documents, { agents: [last] })
    const tickets = [await stored(), await stored(), await stored()]

    const answers = await Promise.all(tickets.map(({ id }) => change(id, { agent_id: last.id })))

    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409, 409])
    expect(await activeOf(last)).toBe(1)
  })

  it('repeats the first answer for a repeated request', async () => {
    const { id } = await stored()
    const headers = { 'idempotency-key': `once-${id}` }

    const first = await change(id, { agent_id: full.id, override: true }, headers)
    await change(id, { agent_id: room.id })
    const second = await change(id, { agent_id: full.id, override: true }, headers)

    expect(second.body).toEqual(first.body)
    expect(second.headers['idempotent-replayed']).toBe('true')
    expect((await getTicket(id)).assignee?.id).toBe(room.id)
  })

  it.each([
    ['an unknown agent', { agent_id: namedId('NOBODY') }, 422],
    ['two wishes at once', { auto: true, unassign: true }, 422],
  ])('refuses %s', async (_case, body, status) => {
    const { id } = await stored()
    expect((await change(id, body)).status).toBe(status)
  })

  it.each([
    ['an agent’s id that is none', { agent_id: 5 }, ['agent_id']],
    ['no wish', {}, ['agent_id']],
    ['a wish that is none', { auto: false }, ['auto']],
    ['two wishes at once', { auto: true, unassign: true }, ['unassign']],
    ['an agent’s id beside a wish', { agent_id: namedId('NOBODY'), auto: true }, ['auto']],
    ['no object', [], ['']],
  ])('names the field that is wrong in %s', async (_case, body, paths) => {
    const { errors } = (await change(namedId('TICKET'), body)).body
    expect(errors?.map(({ path }) => path)).toEqual(paths)
  })

  it('is for admins', async () => {
    const { id } = await stored()
    const { status } = await change(id, { agent_id: room.id }, {}, aSignedInUser({ id: room.id }))
    expect(status).toBe(403)
  })
})

describe('letting the machine choose', () => {
  it('assigns at once if somebody is free, in the order of the line', async () => {
    const one = aStoredAgent(`ONE${desks}`, own.id, { capacity: 1 })
    await storeDesk(documents, { agents: [one, { ...room, presence: 'offline' }] })
    const [first, second] = [await stored(), await stored()]

    const { body } = await change(second.id, { auto: true })

    expect(body).toMatchObject({ queue_state: 'waiting' })
    expect((await getTicket(first.id)).assignee?.id).toBe(one.id)
  })

  it('routes a ticket again that somebody has', async () => {
    await storeDesk(documents, { agents: [{ ...full, presence: 'dnd' }] })
    const { id } = await stored(heldBy(full))

    expect((await change(id, { auto: true })).body).toMatchObject({ assignee: { id: room.id } })
    expect(await activeOf(full)).toBe(0)
  })
})

describe('taking a ticket back', () => {
  it('puts it in line and frees the agent', async () => {
    const { id } = await stored(heldBy(full))

    expect((await change(id, { unassign: true })).body).toMatchObject({ queue_state: 'waiting', assignee: null })
    expect(await activeOf(full)).toBe(0)
  })

  it('refuses one that waits already', async () => {
    const { id } = await stored()
    expect((await change(id, { unassign: true })).body.code).toBe('not_assigned')
  })
})

describe('a ticket that nobody works on any more', () => {
  const ends: readonly [string, Partial<TicketState>][] = [
    ['ticket_merged', { merged_into: namedId('TICKET2'), queue_state: 'done' }],
    ['ticket_closed', { status: 'closed', queue_state: 'done' }],
    ['ticket_resolved', { status: 'resolved', queue_state: 'done' }],
  ]
  it.each(ends)('is refused as %s for every kind of assignment, and stays as it is', async (code, given) => {
    const { id } = await stored(given)
    for (const wish of [{ agent_id: room.id }, { auto: true }, { unassign: true }]) {
      expect((await change(id, wish)).body).toMatchObject({ status: 409, code })
    }
    expect(await listEvents(`TICKET#${id}`)).toEqual([])
  })
})

describe('merging tickets', () => {
  const merge = (id: string, into: string, as = admin) =>
    callApi(handler, { route: 'mergeTicket', as, params: { id }, body: { into } })

  it('releases the agent’s load, and gives it back to the line when it is undone', async () => {
    const [ticket, survivor] = [await stored(heldBy(full)), await stored()]

    expect((await merge(ticket.id, survivor.id)).body).toMatchObject({ queue_state: 'done', merged_into: survivor.id })
    expect(await activeOf(full)).toBe(0)

    const undone = await callApi(handler, { route: 'unmergeTicket', as: admin, params: { id: ticket.id } })
    expect(undone.body).toMatchObject({ queue_state: 'waiting', merged_into: null })
  })

  it('lets only one of two merges in opposite directions through', async () => {
    const [a, b] = [await stored(), await stored()]

    const answers = await Promise.all([merge(a.id, b.id), merge(b.id, a.id)])

    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409])
    const survivors = [await getTicket(a.id), await getTicket(b.id)].filter(({ merged_into }) => merged_into === null)
    expect(survivors).toHaveLength(1)
  })

  it('is allowed to an agent who carries both', async () => {
    const agent = aSignedInUser({ id: room.id })
    const [mine, mineToo, other] = [await stored(heldBy(room)), await stored(heldBy(room)), await stored(heldBy(full))]
    await storeDesk(documents, { agents: [{ ...room, active: 2 }] })

    expect((await merge(mine.id, other.id, agent)).status).toBe(404)
    expect((await merge(mine.id, mineToo.id, agent)).status).toBe(200)
  })
})

describe('the queue', () => {
  it('lists waiting tickets in serving order, with positions and ages', async () => {
    const [late, early] = [await stored(), await stored({ priority: 'critical' })]

    const { body } = await callApi(departmentsHandler, { route: 'listQueue', as: admin })

    const items = (body.items ?? []).filter(({ department_id }) => department_id === own.id)
    expect(items).toMatchObject([
      { ticket_id: early.id, number: early.number, position: 1, priority: 'critical' },
      { ticket_id: late.id, position: 2 },
    ])
    expect(items[0]?.waiting_seconds).toBeGreaterThanOrEqual(0)
  })

  it('tells an admin why a ticket waits', async () => {
    await storeDesk(documents, { agents: [{ ...room, presence: 'dnd' }] })
    const { id } = await stored()
    await change(id, { auto: true })

    const { body } = await callApi(handler, { route: 'listRoutingDecisions', as: admin, params: { id } })

    expect(body.items).toMatchObject([{ outcome: 'queued', chosen: null }])
    expect(body.items?.[0]?.reason).toContain('asked not to be disturbed')
  })
})
