import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb'
import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { EventRecord } from '../../functions/contracts/events.ts'
import type { TicketState } from '../../functions/contracts/ticket-state.ts'
import { queueTicket } from '../../functions/domain/assignment/changes.ts'
import { newDepartment } from '../../functions/domain/department.ts'
import { commentOn, openTicket, patchTicket } from '../../functions/domain/ticket.ts'
import { insightKeys, peopleKeys } from '../../functions/stores/tables.ts'
import { busBatch } from '../support/bus-messages.ts'
import { meterOf, startEmbeddedTables } from '../support/embedded-tables.ts'
import { CUSTOMER, numberedId } from '../support/ticket-series.ts'

const stopTables = await startEmbeddedTables()
const { handler } = await import('../../functions/events/count-volume.ts')
const { documents } = await import('../../functions/stores/documents.ts')
const { recordEvent } = await import('../../functions/stores/events.ts')
const { ticketRow } = await import('../../functions/stores/ticket-rows.ts')
const { readStatistics } = await import('../../functions/stores/statistics.ts')
afterAll(stopTables)

const department = { ...newDepartment({ name: 'Berlin' }, numberedId(1, 'D')), time_zone: 'Europe/Berlin' }
const actor = { kind: 'user', id: CUSTOMER, name: 'Cleo' } as const
const START = Date.now() - 5 * 86_400_000

let events = 0
/** The circumstances of the next event, seven hours after the previous one. */
const happening = () => {
  events += 1
  return { event_id: numberedId(events, 'E'), actor, now: new Date(START + events * 25_200) }
}

interface History {
  ticket: TicketState
  readonly events: EventRecord[]
}

const opened = (category: 'billing' | 'technical', priority: 'low' | 'critical'): History => {
  const { ticket, event } = openTicket(
    { title: 'Printer', description: 'On fire', category, priority },
    {
      id: numberedId(events, 'T'),
      number: `PL-${String(events).padStart(8, '0')}`,
      requester: { id: CUSTOMER, name: 'Cleo', email: 'cleo@example.org' },
      source: 'web',
      department,
    },
    happening(),
  )
  return { ticket, events: [event] }
}
/** A ticket's first two events: it came in at a time, and its triage was over at once. */
const cameIn = (at: string) => {
  const opening = opened('billing', 'low')
  const [created] = opening.events
  const now = new Date(at)
  const ticket = { ...opening.ticket, created_at: at }
  const { event: queued } = queueTicket(ticket, 'triage is over', { ...happening(), now }, { degraded: false })
  return { created: { ...(created as EventRecord), at }, queued }
}
const hours = async (scope: string, date: string) =>
  (await documents.send(new GetCommand({ TableName: 'Insight', Key: insightKeys.volume(scope, date) }))).Item

const advanceBy = (history: History, step: string): void => {
  const { ticket } = history
  const canMove = ticket.status !== 'closed'
  if (!canMove) return
  const reopens = ticket.status === 'resolved' && step === 'comment'
  const author = { id: CUSTOMER, name: 'Cleo', role: 'customer' } as const
  const patch = { resolve: { status: 'resolved' }, close: { status: 'closed' }, raise: { priority: 'high' } } as const
  const draft = { body: 'Still burning', visibility: 'public', author, by_requester: true } as const
  const change =
    step === 'comment'
      ? commentOn(ticket, draft, numberedId(events, 'K'), happening())
      : patchTicket(ticket, patch[step as keyof typeof patch], happening(), () => department)
  if (reopens) expect(change.ticket.status).toBe('open')
  history.ticket = change.ticket
  history.events.push(change.event)
}

const store = async ({ ticket, events: told }: History): Promise<void> => {
  await documents.send(new PutCommand({ TableName: 'Tickets', Item: ticketRow(ticket) }))
  for (const event of told)
    await documents.send(new PutCommand({ TableName: 'Tickets', Item: recordEvent(event).Put?.Item }))
}

/** The statistics, counted from every ticket. */
const recount = (tickets: readonly TicketState[]) => {
  const by = (field: 'status' | 'category' | 'priority', value: string) =>
    tickets.filter((ticket) => ticket[field] === value).length
  const on = (field: 'created_at' | 'resolved_at', date: string) =>
    tickets.filter((ticket) => ticket[field]?.startsWith(date)).length
  return {
    total: tickets.length,
    status: ['open', 'in_progress', 'resolved', 'closed'].map((value) => by('status', value)),
    category: ['billing', 'technical', 'account', 'general'].map((value) => by('category', value)),
    priority: ['low', 'medium', 'high', 'critical'].map((value) => by('priority', value)),
    waiting: tickets.filter(({ queue_state }) => queue_state === 'waiting').length,
    day: (date: string) => ({ date, created: on('created_at', date), resolved: on('resolved_at', date) }),
  }
}

const all: History[] = []

beforeAll(async () => {
  const row = { ...peopleKeys.department(department.id), ...department, version: 1 }
  const kind = { by_kind_key: 'DEPARTMENT', by_kind_order: department.id }
  await documents.send(new PutCommand({ TableName: 'AgentLoad', Item: { ...row, ...kind } }))
})

describe('count-volume', () => {
  it('equals a recount of all tickets, however often and in whatever order events are delivered', async () => {
    const aHistory = fc.record({
      category: fc.constantFrom('billing' as const, 'technical' as const),
      priority: fc.constantFrom('low' as const, 'critical' as const),
      steps: fc.array(fc.constantFrom('resolve', 'close', 'comment', 'raise'), { maxLength: 5 }),
    })
    await fc.assert(
      fc.asyncProperty(
        fc.array(aHistory, { minLength: 1, maxLength: 4 }),
        fc.infiniteStream(fc.nat()),
        async (made, dice) => {
          for (const { category, priority, steps } of made) {
            const history = opened(category, priority)
            for (const step of steps) advanceBy(history, step)
            await store(history)
            all.push(history)
          }
          const told = all.slice(-made.length).flatMap(({ events: own }) => [...own, ...own])
          const shuffled = told
            .map((event) => ({ event, at: dice.next().value }))
            .toSorted((one, other) => one.at - other.at)
            .map(({ event }) => event)
          const half = Math.ceil(shuffled.length / 2)
          const outcomes = await Promise.all([
            handler(busBatch(...shuffled.slice(0, half))),
            handler(busBatch(...shuffled.slice(half))),
          ])
          expect(outcomes).toEqual([{ batchItemFailures: [] }, { batchItemFailures: [] }])

          const shown = await readStatistics(new Date())
          const expected = recount(all.map(({ ticket }) => ticket))
          expect(shown.total_tickets).toBe(expected.total)
          expect(Object.values(shown.status_breakdown)).toEqual(expected.status)
          expect(shown.category_breakdown).toMatchObject({
            billing: expected.category[0],
            technical: expected.category[1],
          })
          expect(shown.priority_breakdown).toMatchObject({ low: expected.priority[0], high: expected.priority[2] })
          expect(shown.queue.waiting).toBe(expected.waiting)
          expect(shown.daily).toEqual(shown.daily.map(({ date }) => expected.day(date)))
        },
      ),
      { numRuns: 25 },
    )
  })

  it('counts each ticket once in its hour, by the clock of its department and of all', async () => {
    const { created, queued } = cameIn('2026-07-01T22:15:00.000Z')
    await handler(busBatch(created))
    await handler(busBatch(created, queued, queued))
    await handler(busBatch(queued))

    expect(await hours(department.id, '2026-07-02')).toMatchObject({ h00: 1 })
    expect(await hours('all', '2026-07-01')).toMatchObject({ h22: 1 })
  })

  it('counts a ticket for the department that triage finds, in the hour in which it came', async () => {
    const elsewhere = newDepartment({ name: 'Elsewhere' }, numberedId(2, 'D'))
    const row = { ...peopleKeys.department(elsewhere.id), ...elsewhere, version: 1 }
    await documents.send(new PutCommand({ TableName: 'AgentLoad', Item: row }))
    const { created, queued } = cameIn('2026-08-01T09:59:59.000Z')
    const moved = { ...queued, at: '2026-08-01T10:00:09.000Z', data: { ...queued.data, department_id: elsewhere.id } }
    await handler(busBatch(moved, created))

    expect(await hours(elsewhere.id, '2026-08-01')).toMatchObject({ h09: 1 })
    expect(await hours('all', '2026-08-01')).toMatchObject({ h09: 1 })
    expect(await hours(department.id, '2026-08-01')).toBeUndefined()
  })

  it('remembers for 28 days, through a redrive, that an event was counted', async () => {
    const [event] = opened('billing', 'low').events
    await handler(busBatch(event as EventRecord))

    const Key = insightKeys.counted('statistics', event?.event_id ?? '')
    const { Item } = await documents.send(new GetCommand({ TableName: 'Insight', Key }))
    expect(Number(Item?.expires_at) - Date.now() / 1_000).toBeCloseTo(28 * 86_400, -2)
  })

  it('returns to the queue what it cannot read or count, and counts the rest', async () => {
    const before = (await readStatistics(new Date())).total_tickets
    const [good] = opened('billing', 'low').events
    const { queued } = cameIn(new Date(START).toISOString())
    const nowhere = { ...queued, data: { ...queued.data, department_id: numberedId(404, 'D') } }

    expect(await handler(busBatch('{"not":"an event"}', good as EventRecord, nowhere))).toEqual({
      batchItemFailures: [{ itemIdentifier: 'message-0' }, { itemIdentifier: 'message-2' }],
    })
    expect((await readStatistics(new Date())).total_tickets).toBe(before + 1)
  })

  it('shows the statistics for at most 5 read units', async () => {
    const meter = meterOf(documents)
    await readStatistics(new Date())

    expect(meter.units).toBeGreaterThan(0)
    expect(meter.units).toBeLessThanOrEqual(5)
  })
})
