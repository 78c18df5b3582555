import { describe, expect, it } from 'vitest'
import { atRiskAt, dueAt, nextSlaNotice } from '../../functions/domain/sla.ts'
import { aStoredTicket, namedId } from '../support/tickets.ts'

const ANSWERED = '2026-03-02T12:00:00.000Z'

describe('the due time', () => {
  it('is the first response’s until somebody answers, then the resolution’s', () => {
    expect(dueAt(aStoredTicket())).toBe('2026-03-02T18:00:00.000Z')
    expect(dueAt(aStoredTicket({ first_response_at: ANSWERED }))).toBe('2026-03-05T10:00:00.000Z')
  })

  it.each([
    ['resolved', aStoredTicket({ status: 'resolved' })],
    ['closed', aStoredTicket({ status: 'closed' })],
    ['merged', aStoredTicket({ merged_into: namedId('TICKET2') })],
  ])('is none once the ticket is %s', (_case, ticket) => {
    expect(dueAt(ticket)).toBeNull()
  })
})

describe('the next notice', () => {
  it('comes when 30 % of the time is left', () => {
    expect(atRiskAt('2026-03-02T10:00:00.000Z', '2026-03-02T20:00:00.000Z')).toBe('2026-03-02T17:00:00.000Z')
    expect(nextSlaNotice(aStoredTicket())).toBe('2026-03-02T15:36:00.000Z')
  })

  it('is the breach once the risk was announced, and none after it', () => {
    expect(nextSlaNotice(aStoredTicket({ sla_notice: 'at_risk' }))).toBe('2026-03-02T18:00:00.000Z')
    expect(nextSlaNotice(aStoredTicket({ sla_notice: 'breached' }))).toBeNull()
  })
})
