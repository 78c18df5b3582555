import { afterAll, expect, it } from 'vitest'
import { openTicket } from '../../functions/domain/ticket.ts'
import { startEmbeddedTables } from '../support/embedded-tables.ts'
import { aHappening, BILLING } from '../support/tickets.ts'

const stopTables = await startEmbeddedTables()
const { newId } = await import('../../functions/platform/ids.ts')
const { countEvents, MOST_EVENTS_AT_ONCE } = await import('../../functions/stores/counted-events.ts')
const { readStatistics } = await import('../../functions/stores/statistics.ts')
afterAll(stopTables)

const FIRST_DAY = Date.parse('2026-01-01T12:00:00.000Z')
const DAY_MS = 24 * 3_600_000

it('counts as many events at once as its limit allows, even if each is from a different day', async () => {
  const events = Array.from({ length: MOST_EVENTS_AT_ONCE }, (_, day) => {
    const request = { title: 'Charged twice', description: 'My card was charged twice.' }
    const opening = {
      id: newId(),
      number: `PL-${String(day).padStart(8, '0')}`,
      requester: { id: null, name: 'Lena', email: 'lena@example.org' },
      source: 'web',
      department: BILLING,
    } as const
    const happening = aHappening({ event_id: newId(), now: new Date(FIRST_DAY + day * DAY_MS) })
    return openTicket(request, opening, happening).event
  })
  await countEvents(events, new Date())

  expect((await readStatistics(new Date())).total_tickets).toBe(MOST_EVENTS_AT_ONCE)
})
