import { describe, expect, it } from 'vitest'
import { decideTurn } from '../../functions/domain/assignment/serving.ts'
import { type Candidate, WEIGHTS } from '../../functions/domain/assignment/suitability.ts'
import { waitedSeconds } from '../../functions/domain/time.ts'
import { NOW } from '../support/clock.ts'
import { candidate } from '../support/routing-requests.ts'
import { aStoredTicket, BILLING } from '../support/tickets.ts'

const ofBilling = (agent_id: string, given: Partial<Candidate> = {}): Candidate =>
  candidate({ agent_id, department_id: BILLING.id, capacity: 3, ...given })
const turn = (given: Partial<Parameters<typeof decideTurn>[0]>) =>
  decideTurn({
    ticket: aStoredTicket(),
    candidates: [ofBilling('ana')],
    returning: undefined,
    hadAgent: false,
    policy: { strategy: 'balanced', weights: WEIGHTS, version: 1 },
    now: NOW,
    ...given,
  })

describe('whose turn it is', () => {
  it('is the strategy’s to say', () => {
    expect(turn({})).toMatchObject({ outcome: 'assigned', chosen: 'ana' })
  })

  it('is called a move for a ticket that somebody had before', () => {
    expect(turn({ hadAgent: true })).toMatchObject({ outcome: 'moved', chosen: 'ana' })
  })

  it('is nobody’s when nobody is free, whoever had it before', () => {
    expect(turn({ candidates: [ofBilling('ana', { active: 3 })], hadAgent: true })).toMatchObject({
      outcome: 'queued',
      chosen: null,
    })
  })

  it.each([
    ['who works in another department', { department_id: 'other', active: 2 }],
    ['who is busier than others', { active: 2 }],
  ])('is its former agent’s, %s', (_case, given) => {
    expect(turn({ returning: ofBilling('zoe', given), hadAgent: true })).toMatchObject({
      outcome: 'assigned',
      chosen: 'zoe',
      reason: 'zoe had it before it came back, and has room',
    })
  })

  it.each([{ presence: 'offline' as const }, { presence: 'dnd' as const }, { active: 3 }])(
    'is somebody else’s while its former agent is %j',
    (given) => {
      expect(turn({ returning: ofBilling('zoe', given) })).toMatchObject({ chosen: 'ana' })
    },
  )
})

describe('the age of a ticket', () => {
  it('is never negative, even if the clock was set back', () => {
    expect(waitedSeconds(NOW.toISOString(), new Date(NOW.getTime() + 61_500))).toBe(61)
    expect(waitedSeconds(NOW.toISOString(), new Date(NOW.getTime() - 1))).toBe(0)
  })
})
