import { describe, expect, test } from 'vitest'
import { STALE_CHANGES, type Told } from './services.ts'
import { findDisordered } from './socket-checks.ts'

const [SOCKET, TICKET, ADMIN, AGENT] = ['socket', 'ticket', 'admin', 'agent']
/** So long after the socket was admitted that every index shows it. */
const SETTLED = 100 + STALE_CHANGES

const live = (seq: number): Told => ({
  connection: SOCKET,
  moment: 1_000,
  message: { event: 'ticket_updated', ticket_id: TICKET, seq, data: {} },
})

const joined = (moment: number, seqs: readonly number[]): Told => ({
  connection: SOCKET,
  moment,
  message: { event: 'joined', ticket_id: TICKET, data: { version: 9, events: seqs.map((seq) => ({ seq })) } },
})

/** Violations for a socket admitted at moment 100, given its messages and the moments at which events were written. */
const wrongWith = (
  told: readonly Told[],
  writtenAt: (seq: number) => number = () => SETTLED,
  userId = AGENT,
  joinedAt: readonly number[] = [],
) =>
  findDisordered({
    outside: { told, admissions: new Map([[SOCKET, { userId, moment: 100 }]]) },
    watch: { writtenAt: (_ticketId, seq) => writtenAt(seq), joinedAt: () => joinedAt },
    company: { admin: { id: ADMIN } },
  })

describe('a listening socket', () => {
  test('hears a ticket in its order, and some of it again after a retry', () => {
    expect(wrongWith([1, 2, 3, 2, 3, 4].map(live))).toEqual([])
  })

  test('hears nothing new behind what is newer', () => {
    expect(wrongWith([1, 3, 2].map(live))).toEqual(['socket heard event 2 of ticket ticket too late'])
  })

  test('misses what is none of its business, unless an admin has joined', () => {
    expect(wrongWith([1, 3].map(live), () => SETTLED, AGENT, [100])).toEqual([])
    expect(wrongWith([1, 3].map(live), () => SETTLED, ADMIN)).toEqual([])
    expect(wrongWith([1, 3].map(live), () => SETTLED, ADMIN, [100])).toEqual([
      'socket heard event 3 of ticket ticket without 2',
    ])
  })
})

describe('what happened before a socket listened', () => {
  test('may come late, once the batch that failed is told again', () => {
    expect(wrongWith([3, 2].map(live), (seq) => (seq === 2 ? 99 : SETTLED))).toEqual([])
  })

  test('is in the replay of its join, and may come once more', () => {
    expect(wrongWith([joined(SETTLED, [1, 2]), live(3), live(2), live(3)])).toEqual([])
  })

  test('ends where a join began that broke off before its replay', () => {
    const at = (seq: number): number => (seq === 2 ? 500 : 500 + seq * STALE_CHANGES)
    expect(wrongWith([1, 3].map(live), at, ADMIN, [500])).toEqual([])
    expect(wrongWith([1, 5].map(live), at, ADMIN, [500])).toEqual([
      'socket heard event 5 of ticket ticket without 3',
      'socket heard event 5 of ticket ticket without 4',
    ])
    expect(wrongWith([1, 3].map(live), at, ADMIN, [100, 2_000])).toEqual([
      'socket heard event 3 of ticket ticket without 2',
    ])
  })

  test('ends with the join: what was written long after it comes in order', () => {
    const after = 500 + STALE_CHANGES
    expect(wrongWith([joined(500, [1]), live(3), live(2)], (seq) => (seq === 2 ? after - 1 : after))).toEqual([])
    expect(wrongWith([joined(500, [1]), live(3), live(2)], () => after)).toEqual([
      'socket heard event 2 of ticket ticket too late',
    ])
  })
})
