import { QueryCommand } from '@aws-sdk/lib-dynamodb'
import { beforeEach, describe, expect, it } from 'vitest'
import { handler } from '../../functions/api/insight.ts'
import type { EventRecord } from '../../functions/contracts/events.ts'
import { insightKeys, listOrder, ticketKeys } from '../../functions/stores/tables.ts'
import { callApi } from '../support/call-api.ts'
import { dynamo, resetDynamo } from '../support/dynamo.ts'
import { aSignedInUser, namedId } from '../support/tickets.ts'

const admin = aSignedInUser({ role: 'admin', id: namedId('ADMIN') })

const anEvent = (seq: number, more: Partial<EventRecord> = {}): EventRecord => ({
  event_id: namedId(`EVENT${seq}`),
  type: 'ticket_updated',
  subject: `TICKET#${namedId('TICKET1')}`,
  ticket_id: namedId('TICKET1'),
  seq,
  at: `2026-03-02T10:00:0${seq}.000Z`,
  actor: { kind: 'user', id: namedId('AGENT1'), name: 'Ines' },
  changes: { priority: ['low', 'high'] },
  data: { department_id: namedId('BILLING'), secret_of_the_house: true },
  ...more,
})
const auditRow = (event: EventRecord) => ({
  ...ticketKeys.event(event.subject, event.seq),
  ...event,
  audit_key: 'EVENTS#0',
  audit_order: `${event.at}#${event.event_id}`,
})
/** The audit log as DynamoDB gives it: newest first. */
const holdsEvents = (...events: readonly EventRecord[]): void => {
  dynamo
    .on(QueryCommand, { TableName: 'Tickets', IndexName: 'audit' })
    .resolves({ Items: events.toSorted((one, other) => (one.at < other.at ? 1 : -1)).map(auditRow) })
}
const seqsOf = (items: readonly Record<string, unknown>[] | undefined) => items?.map(({ seq }) => seq)

beforeEach(resetDynamo)

describe('insight', () => {
  it.each(['getStatistics', 'listAudit', 'exportAudit'] as const)('keeps %s for admins', async (route) => {
    expect((await callApi(handler, { route, as: aSignedInUser() })).status).toBe(403)
    expect((await callApi(handler, { route })).status).toBe(401)
    expect(dynamo.commandCalls(QueryCommand)).toHaveLength(0)
  })
})

describe('the statistics', () => {
  it('are read from the counters, a few days and one waiting ticket, never from all tickets', async () => {
    const today = new Date().toISOString().slice(0, 10)
    const day = { ...insightKeys.daily(0, today), created: 3, resolved: 1 }
    const counters = { ...insightKeys.counters(0), total: 3, days: 1, status_open: 2, queue_state_waiting: 1 }
    dynamo.on(QueryCommand, { TableName: 'Insight' }).resolves({ Items: [day, counters] })
    dynamo
      .on(QueryCommand, { TableName: 'Tickets', IndexName: 'by_queue_state', Limit: 1 })
      .resolves({ Items: [{ o: listOrder(new Date(Date.now() - 60_000).toISOString(), namedId('TICKET1')) }] })

    const { status, body } = await callApi(handler, { route: 'getStatistics', as: admin })

    expect(status).toBe(200)
    expect(body).toMatchObject({ total_tickets: 3, open_tickets: 2, avg_tickets_per_day: 3, queue: { waiting: 1 } })
    expect(body.daily).toHaveLength(30)
    expect(dynamo.calls()).toHaveLength(3)

    await callApi(handler, { route: 'getStatistics', as: admin })
    // The day of the first ticket never changes, so it is not read again.
    expect(dynamo.calls()).toHaveLength(5)
  })
})

describe('the audit log', () => {
  it('shows who did what, newest first, and hides what events carry for other functions', async () => {
    holdsEvents(anEvent(1), anEvent(2, { reason: 'because' }))

    const { body } = await callApi(handler, { route: 'listAudit', as: admin })

    expect(seqsOf(body.items)).toEqual([2, 1])
    expect(body.items?.[0]).toEqual({
      event_id: namedId('EVENT2'),
      subject: `TICKET#${namedId('TICKET1')}`,
      ticket_id: namedId('TICKET1'),
      seq: 2,
      type: 'ticket_updated',
      actor: { kind: 'user', id: namedId('AGENT1'), name: 'Ines' },
      at: '2026-03-02T10:00:02.000Z',
      changes: { priority: ['low', 'high'] },
      reason: 'because',
    })
    expect(body.next_cursor).toBeNull()
  })

  it.each([
    ['actor', namedId('OTHER'), [3]],
    ['type', 'status_changed', [2]],
    ['from', '2026-03-02T10:00:02Z', [3, 2]],
    ['to', '2026-03-02T11:00:02.000+01:00', [2, 1]],
  ])('is narrowed by %s', async (name, value, seqs) => {
    holdsEvents(
      anEvent(1),
      anEvent(2, { type: 'status_changed' }),
      anEvent(3, { actor: { kind: 'user', id: namedId('OTHER'), name: 'O' } }),
    )

    const { body } = await callApi(handler, { route: 'listAudit', as: admin, query: { [name]: value } })

    expect(seqsOf(body.items)).toEqual(seqs)
  })

  it('of one ticket is read from its own history', async () => {
    dynamo
      .on(QueryCommand, { TableName: 'Tickets', ScanIndexForward: false })
      .resolves({ Items: [anEvent(2), anEvent(1)].map(auditRow) })

    const { body } = await callApi(handler, { route: 'listAudit', as: admin, query: { ticket_id: namedId('TICKET1') } })

    expect(seqsOf(body.items)).toEqual([2, 1])
    expect(dynamo.commandCalls(QueryCommand)[0]?.args[0].input).not.toHaveProperty('IndexName', 'audit')
  })

  it.each([
    ['an unknown type', { type: 'ticket_eaten' }, 422],
    ['a broken time', { from: 'yesterday' }, 422],
    ['an unknown filter', { actr: 'x' }, 422],
    ['a broken cursor', { cursor: 'x' }, 400],
    ['an empty cursor', { cursor: '' }, 400],
    ['a cursor that is too long for one', { cursor: 'x'.repeat(3_000) }, 400],
  ])('refuses %s', async (_case, query, status) => {
    expect((await callApi(handler, { route: 'listAudit', as: admin, query: query as never })).status).toBe(status)
  })

  it('is exported as CSV in which nothing runs as a formula', async () => {
    holdsEvents(anEvent(1, { actor: { kind: 'user', id: namedId('AGENT1'), name: '=HYPERLINK("x")' }, reason: ' +1' }))

    const { headers, body } = await callApi(handler, { route: 'exportAudit', as: admin })
    const [heading, line] = body.text?.split('\r\n') ?? []

    expect(headers).toMatchObject({
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': 'attachment; filename="audit.csv"',
    })
    expect(heading).toContain('"at","type","subject"')
    expect(line).toContain(`"'=HYPERLINK(""x"")"`)
    expect(line).toContain(`"' +1"`)
  })
})

describe('how evenly work was shared', () => {
  const to = '2026-04-01T00:00:00.000Z'
  const daysBefore = (days: number) => new Date(Date.parse(to) - days * 86_400_000).toISOString()
  const ask = (query: Readonly<Record<string, string>>) => callApi(handler, { route: 'getFairness', as: admin, query })

  beforeEach(() => {
    holdsEvents()
    dynamo.on(QueryCommand, { TableName: 'Tickets', IndexName: 'by_queue_state' }).resolves({ Items: [] })
    dynamo
      .on(QueryCommand, { TableName: 'AgentLoad', KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)' })
      .resolves({ Items: [] })
  })

  it('is computed for up to a quarter, and reads the events of that time only', async () => {
    expect((await ask({ from: daysBefore(92), to })).status).toBe(200)
    const [asked] = dynamo.commandCalls(QueryCommand, { IndexName: 'audit' })
    expect(asked?.args[0].input.ExpressionAttributeValues).toMatchObject({ ':from': daysBefore(92), ':to': to })
  })

  it.each([
    ['is longer', daysBefore(92.01)],
    ['ends before it begins', daysBefore(-1)],
  ])('is refused for a window that %s', async (_case, from) => {
    const { status, body } = await ask({ from, to })

    expect([status, body.errors?.[0]?.path]).toEqual([422, 'from'])
    expect(dynamo.commandCalls(QueryCommand)).toHaveLength(0)
  })
})
