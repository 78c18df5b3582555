import { expect, it } from 'vitest'
import { figuresSince, weeklyFigures } from '../../functions/domain/own-figures.ts'
import { aHolder, aStoredTicket, namedId } from '../support/tickets.ts'

const NOW = new Date('2026-03-29T12:00:00.000Z')
const AGENT = namedId('AGENT1')

const resolved = (resolved_at: string, hours: number, given: Parameters<typeof aStoredTicket>[0] = {}) =>
  aStoredTicket({
    status: 'resolved',
    queue_state: 'done',
    created_at: new Date(Date.parse(resolved_at) - hours * 3_600_000).toISOString(),
    resolved_at,
    resolution_due_at: '2026-04-01T00:00:00.000Z',
    resolution: { agent: aHolder(), hours },
    ...given,
  })

it('counts four weeks of seven days up to now, oldest first', () => {
  const tickets = [resolved('2026-03-29T11:00:00.000Z', 2), resolved('2026-03-02T10:00:00.000Z', 2)]
  const weeks = weeklyFigures(AGENT, tickets, NOW)

  expect(figuresSince(NOW).toISOString()).toBe('2026-03-01T12:00:00.000Z')
  expect(weeks.map(({ from, resolved }) => [from, resolved])).toEqual([
    ['2026-03-01', 1],
    ['2026-03-08', 0],
    ['2026-03-15', 0],
    ['2026-03-22', 1],
  ])
})

it('takes the middle of the times, and the share that was in time', () => {
  const late = { resolution_due_at: '2026-03-28T00:00:00.000Z' }
  const first_response_at = '2026-03-28T11:00:00.000Z'
  const weeks = weeklyFigures(
    AGENT,
    [
      resolved('2026-03-28T12:00:00.000Z', 2, { first_response_at }),
      resolved('2026-03-28T12:00:00.000Z', 4, late),
      resolved('2026-03-28T12:00:00.000Z', 30),
      resolved('2026-03-28T12:00:00.000Z', 10),
    ],
    NOW,
  )

  expect(weeks.at(-1)).toEqual({
    from: '2026-03-22',
    resolved: 4,
    median_first_response_hours: 1,
    median_resolution_hours: 7,
    within_sla: 0.75,
  })
})

it('says nothing of a week without a resolution', () => {
  expect(weeklyFigures(AGENT, [], NOW)[0]).toEqual({
    from: '2026-03-01',
    resolved: 0,
    median_first_response_hours: null,
    median_resolution_hours: null,
    within_sla: null,
  })
})

it('leaves out what a colleague resolved, what was reopened, and what is too long ago', () => {
  const colleague = { resolution: { agent: aHolder({ id: namedId('AGENT2') }), hours: 1 } }
  const tickets = [
    resolved('2026-03-28T12:00:00.000Z', 1, colleague),
    resolved('2026-03-28T12:00:00.000Z', 1, { resolution: null, resolved_at: null }),
    resolved('2026-02-20T12:00:00.000Z', 1),
  ]

  expect(weeklyFigures(AGENT, tickets, NOW).map(({ resolved: count }) => count)).toEqual([0, 0, 0, 0])
})
