import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { EventRecord } from '../../functions/contracts/events.ts'
import { openTicket } from '../../functions/domain/ticket.ts'
import { startEmbeddedTables } from '../support/embedded-tables.ts'
import { aHappening, BILLING } from '../support/tickets.ts'

const stopTables = await startEmbeddedTables()
const { newId } = await import('../../functions/platform/ids.ts')
const { failedAt, writeTogether } = await import('../../functions/stores/documents.ts')
const { listEvents, recordEvent } = await import('../../functions/stores/events.ts')
afterAll(stopTables)

const opened = (): EventRecord => {
  const opening = {
    id: newId(),
    number: 'PL-00000001',
    requester: { id: null, name: 'Lena', email: 'lena@example.org' },
    source: 'web',
    department: BILLING,
  } as const
  const request = { title: 'Charged twice', description: 'My card was charged twice.' }
  return openTicket(request, opening, aHappening({ event_id: newId() })).event
}

describe('an event that was written', () => {
  const first = opened()
  const other: EventRecord = { ...first, event_id: newId(), at: '2026-03-02T12:00:00.000Z', reason: 'another story' }
  let history: readonly EventRecord[]
  beforeAll(async () => {
    await writeTogether([recordEvent(first)])
    history = await listEvents(first.subject)
  })

  it('is not written again: another of its number is refused, and the first one stays as it was', async () => {
    const failures = await writeTogether([recordEvent(other)])

    expect(failedAt(failures, 0)).toBe(true)
    expect(history).toHaveLength(1)
    expect(await listEvents(first.subject)).toEqual(history)
  })

  it('rolls back the whole transaction if it is refused, so that no change is stored without its event', async () => {
    const beside = opened()
    const failures = await writeTogether([recordEvent(beside), recordEvent(other)])

    expect(failedAt(failures, 1)).toBe(true)
    expect(await listEvents(beside.subject)).toEqual([])
    expect(await listEvents(first.subject)).toEqual(history)
  })
})
