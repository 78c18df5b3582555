import { expect, it } from 'vitest'
import { arrivedSince, asFound, goneSince, standsBefore } from '../../frontend/src/console/inbox/standing.ts'
import type { Ticket } from '../../functions/contracts/ticket.ts'
import { anId, aTicket, at } from '../support/desk-records.ts'

/** A ticket created this many minutes ago. */
const aged = (minutes: number, part: Partial<Ticket> = {}) =>
  aTicket({ id: anId(minutes), created_at: at(minutes), ...part })
const agedBetween = (oldest: number, newest: number) =>
  Array.from({ length: oldest - newest + 1 }, (_ticket, index) => aged(oldest - index))
const ids = (tickets: readonly Ticket[]) => tickets.map(({ id }) => id)

it.each([
  ['newest first', '-created_at', aged(1), aged(2)],
  ['oldest first', 'created_at', aged(2), aged(1)],
  ['by priority', 'priority', aged(9, { priority: 'critical' }), aged(1, { priority: 'low' })],
  ['by priority, the newest of one first', 'priority', aged(1), aged(9)],
] as const)('knows who comes first, %s', (_order, sort, one, other) => {
  expect(standsBefore(one, other, sort)).toBe(true)
  expect(standsBefore(other, one, sort)).toBe(false)
})

it('notices tickets that arrive at the end of a long list that starts with the oldest', () => {
  const all = agedBetween(250, 101)
  const list = { loaded: all, shown: all, hasMore: false, sort: 'created_at' } as const
  const look = { first: all.slice(0, 100), isWhole: false, newest: [aged(3), ...all.slice(100).toReversed()] }

  expect(ids(arrivedSince(look, list))).toEqual([anId(3)])
})

it('counts no ticket as an arrival that waits after the loaded ones', () => {
  const all = agedBetween(250, 101)
  const loaded = all.slice(0, 100)
  const list = { loaded, shown: loaded, hasMore: true, sort: 'created_at' } as const
  const look = { first: all.slice(5, 105), isWhole: false, newest: all.toReversed().slice(0, 100) }

  expect(arrivedSince(look, list)).toEqual([])
  expect(goneSince(look, list)).toEqual(new Set(ids(all.slice(0, 5))))
})

it('counts a ticket that was read before it belonged into what is shown', () => {
  const [shown, other] = [aged(1), aged(2)]
  const list = { loaded: [shown, other], shown: [shown], hasMore: false, sort: '-created_at' } as const

  expect(ids(arrivedSince({ first: [shown, other], isWhole: true, newest: [] }, list))).toEqual([other.id])
})

it('counts as gone only tickets that a look would have found', () => {
  const shown = agedBetween(2, 1).toReversed()
  const list = { loaded: shown, shown, hasMore: false, sort: '-created_at' } as const

  expect(goneSince({ first: [aged(1)], isWhole: true, newest: [] }, list)).toEqual(new Set([anId(2)]))
  expect(goneSince({ first: [aged(1)], isWhole: false, newest: [] }, list)).toEqual(new Set())
})

it('shows each ticket as the look found it, in its old place, and never an older version of it', () => {
  const [one, two] = [aged(1, { version: 4 }), aged(2, { version: 9 })]
  const first = [aged(2, { version: 8 }), aged(1, { version: 5, status: 'resolved' })]

  expect(asFound([one, two], { first, isWhole: true, newest: [] })).toEqual([first[1], two])
})
