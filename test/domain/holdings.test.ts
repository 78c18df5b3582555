import { describe, expect, it } from 'vitest'
import type { EventRecord } from '../../functions/contracts/events.ts'
import { holdingsOf } from '../../functions/domain/fairness/holdings.ts'
import { namedId } from '../support/tickets.ts'

const FROM = '2026-03-02T08:00:00.000Z'
const at = (minute: number): string => new Date(Date.parse(FROM) + minute * 60_000).toISOString()
const happened = (
  minute: number,
  type: EventRecord['type'],
  { ticket = 'T1', changes = {}, data = {} }: { ticket?: string; changes?: EventRecord['changes']; data?: object },
) => ({ ticket_id: namedId(ticket), type, at: at(minute), changes, data: { ...data } })

const taken = (minute: number, agent: string, waited_seconds: number) =>
  happened(minute, 'ticket_assigned', {
    changes: { assignee: [null, agent], queue_state: ['waiting', 'assigned'] },
    data: { assignee_id: agent, waited_seconds },
  })
const resolved = (minute: number, agent: string) =>
  happened(minute, 'status_changed', {
    changes: { status: ['open', 'resolved'], queue_state: ['assigned', 'done'] },
    data: { assignee_id: agent },
  })

describe('who held what when', () => {
  it('is from the assignment to the resolution', () => {
    expect(holdingsOf([taken(1, 'ana', 60), resolved(5, 'ana')], [], FROM)).toEqual([
      { agent_id: 'ana', assigned_at: at(1), released_at: at(5), resolved: true, waited_seconds: 60 },
    ])
  })

  it('changes hands when one agent follows another', () => {
    const passed = happened(3, 'ticket_assigned', {
      changes: { assignee: ['ana', 'bob'] },
      data: { assignee_id: 'bob', waited_seconds: 180 },
    })
    expect(holdingsOf([taken(1, 'ana', 60), passed], [], FROM)).toMatchObject([
      { agent_id: 'ana', released_at: at(3), resolved: false },
      { agent_id: 'bob', assigned_at: at(3), released_at: null },
    ])
  })

  it('ends where a ticket leaves its department', () => {
    const moved = happened(4, 'ticket_updated', {
      changes: { assignee: ['ana', null], queue_state: ['assigned', 'waiting'], department_id: ['a', 'b'] },
    })
    expect(holdingsOf([taken(1, 'ana', 0), moved], [], FROM)).toMatchObject([{ released_at: at(4), resolved: false }])
  })

  it('does not end twice when a resolved ticket is opened again', () => {
    const reopened = happened(9, 'comment_added', {
      changes: { assignee: ['ana', null], queue_state: ['done', 'waiting'], status: ['resolved', 'open'] },
    })
    expect(holdingsOf([taken(1, 'ana', 0), resolved(5, 'ana'), reopened], [], FROM)).toHaveLength(1)
  })

  it('began before the window where only its end lies within', () => {
    const [holding] = holdingsOf([resolved(5, 'ana')], [], FROM)
    expect(holding?.agent_id).toBe('ana')
    expect(holding && holding.assigned_at < FROM).toBe(true)
  })

  it('includes what was held all along, and nothing twice', () => {
    const held = (assigned_at: string) => [{ ticket_id: namedId('T1'), agent_id: 'ana', assigned_at }]

    expect(holdingsOf([], held('2026-03-01T00:00:00.000Z'), FROM)).toMatchObject([{ released_at: null }])
    expect(holdingsOf([taken(1, 'ana', 0)], held(at(1)), FROM)).toHaveLength(1)
  })

  it('does not care for other events', () => {
    expect(holdingsOf([happened(1, 'comment_added', { data: { assignee_id: 'ana' } })], [], FROM)).toEqual([])
  })
})
