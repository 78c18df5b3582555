import { describe, expect, it } from 'vitest'
import {
  type CountedEvent,
  firstDayShown,
  localHour,
  movementOf,
  resolutionBefore,
  statisticsFrom,
  sumOf,
} from '../../functions/domain/statistics.ts'

const event = (more: Partial<CountedEvent>): CountedEvent => ({
  type: 'ticket_updated',
  seq: 2,
  at: '2026-03-01T23:30:00.000Z',
  changes: {},
  ...more,
})
const NOW = new Date('2026-03-10T12:00:00.000Z')

describe('what an event moves', () => {
  it('counts a new ticket in the total, under each of its values, and on its day', () => {
    const created = event({
      type: 'ticket_created',
      changes: {
        status: [null, 'open'],
        category: [null, 'billing'],
        priority: [null, 'low'],
        queue_state: [null, 'triaging'],
        tags: [null, ['vip']],
      },
    })

    expect(movementOf(created, undefined)).toEqual({
      counters: { total: 1, status_open: 1, category_billing: 1, priority_low: 1, queue_state_triaging: 1 },
      days: { '2026-03-01': { created: 1, resolved: 0 } },
    })
  })

  it('moves a changed value from the old one to the new one, and nothing else', () => {
    expect(movementOf(event({ changes: { priority: ['low', 'high'], title: ['a', 'b'] } }), undefined)).toEqual({
      counters: { priority_low: -1, priority_high: 1 },
      days: {},
    })
  })

  it.each([
    ['open', 'resolved', 1],
    ['in_progress', 'closed', 1],
    ['resolved', 'closed', undefined],
    ['open', 'in_progress', undefined],
  ])('from %s to %s counts %s resolution on that day', (old, next, resolved) => {
    const { days } = movementOf(event({ type: 'status_changed', changes: { status: [old, next] } }), undefined)

    expect(days['2026-03-01']?.resolved).toBe(resolved)
  })

  it('takes a reopened ticket off the day on which it had been resolved', () => {
    const reopened = event({ type: 'comment_added', changes: { status: ['resolved', 'open'] } })

    expect(movementOf(reopened, '2026-02-20T09:00:00.000Z').days).toEqual({
      '2026-02-20': { created: 0, resolved: -1 },
    })
  })

  it('finds the last resolution before an event in the history', () => {
    const history = [
      event({ seq: 2, at: '2026-02-01T00:00:00.000Z', changes: { status: ['open', 'resolved'] } }),
      event({ seq: 3, changes: { status: ['resolved', 'open'] } }),
      event({ seq: 4, at: '2026-02-03T00:00:00.000Z', changes: { status: ['open', 'resolved'] } }),
      event({ seq: 5, changes: { status: ['resolved', 'open'] } }),
      event({ seq: 6, at: '2026-02-05T00:00:00.000Z', changes: { status: ['open', 'resolved'] } }),
    ]

    expect(resolutionBefore(history, 5)).toBe('2026-02-03T00:00:00.000Z')
    expect(resolutionBefore(history, 2)).toBeUndefined()
  })

  it('puts an hour where the wall clock of the time zone shows it, over midnight too', () => {
    expect(localHour('2026-03-01T23:30:00.000Z', 'Europe/Berlin')).toEqual({ date: '2026-03-02', hour: 0 })
    expect(localHour('2026-03-01T23:30:00.000Z', 'UTC')).toEqual({ date: '2026-03-01', hour: 23 })
  })
})

describe('the statistics', () => {
  it('show 30 UTC days up to today, empty ones as zero', () => {
    const { daily } = statisticsFrom({ counters: {}, days: {}, firstDay: undefined, oldestWaiting: undefined }, NOW)

    expect(daily).toHaveLength(30)
    expect([daily[0], daily.at(-1)?.date]).toEqual([{ date: '2026-02-09', created: 0, resolved: 0 }, '2026-03-10'])
    expect(firstDayShown(NOW)).toBe('2026-02-09')
  })

  it('average over the days with tickets, and over all days since the first', () => {
    const shards = sumOf([
      { counters: { total: 7, days: 2, status_open: 3, status_in_progress: 1 }, days: {} },
      { counters: { total: 3, status_resolved: 6 }, days: { '2026-03-09': { created: 2, resolved: 1 } } },
    ])
    const statistics = statisticsFrom(
      { ...shards, firstDay: '2026-03-06', oldestWaiting: '2026-03-10T11:58:30.500Z' },
      NOW,
    )

    expect(statistics).toMatchObject({
      total_tickets: 10,
      open_tickets: 4,
      avg_tickets_per_day: 5,
      avg_per_calendar_day: 2,
      status_breakdown: { open: 3, in_progress: 1, resolved: 6, closed: 0 },
      queue: { oldest_waiting_seconds: 89 },
    })
    expect(statistics.daily.at(-2)).toEqual({ date: '2026-03-09', created: 2, resolved: 1 })
  })

  it('are zeros, not missing, before the first ticket', () => {
    const statistics = statisticsFrom({ counters: {}, days: {}, firstDay: undefined, oldestWaiting: undefined }, NOW)

    expect(statistics).toMatchObject({ total_tickets: 0, avg_tickets_per_day: 0, avg_per_calendar_day: 0 })
    expect(statistics.priority_breakdown).toEqual({ low: 0, medium: 0, high: 0, critical: 0 })
    expect(statistics.queue).toEqual({ waiting: 0, oldest_waiting_seconds: 0 })
  })
})
