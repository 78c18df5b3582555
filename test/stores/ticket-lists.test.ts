import { BatchWriteCommand } from '@aws-sdk/lib-dynamodb'
import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { TicketQuery } from '../../functions/contracts/ticket.ts'
import type { TicketState } from '../../functions/contracts/ticket-state.ts'
import type { SignedIn } from '../../functions/domain/permissions.ts'
import { ticketFilter } from '../../functions/domain/ticket/filter.ts'
import { meterOf, startEmbeddedTables } from '../support/embedded-tables.ts'
import { ADMIN, AGENT, CUSTOMER, numberedId, secondsIn, signedIn, ticketState } from '../support/ticket-series.ts'

const stopTables = await startEmbeddedTables()
const { documents } = await import('../../functions/stores/documents.ts')
const { ticketRow } = await import('../../functions/stores/ticket-rows.ts')
const { listTickets } = await import('../../functions/stores/ticket-lists.ts')
const { indexTicket } = await import('../../functions/stores/search-index.ts')
const meter = meterOf(documents)
afterAll(stopTables)

const admin = signedIn('admin', ADMIN)
const agent = signedIn('agent', AGENT)
const customer = signedIn('customer', CUSTOMER)

const store = async (tickets: readonly TicketState[]): Promise<void> => {
  for (let from = 0; from < tickets.length; from += 25) {
    const requests = tickets.slice(from, from + 25).map((ticket) => ({ PutRequest: { Item: ticketRow(ticket) } }))
    await documents.send(new BatchWriteCommand({ RequestItems: { Tickets: requests } }))
  }
}
const page = (caller: SignedIn, query: Record<string, unknown> = {}) => listTickets(caller, TicketQuery.parse(query))

/** Every page of a list, as ids. */
const walk = async (caller: SignedIn, query: Record<string, unknown>): Promise<string[]> => {
  const ids: string[] = []
  let cursor: string | null | undefined
  do {
    const { tickets, next_cursor } = await page(caller, { ...query, ...(cursor && { cursor }) })
    ids.push(...tickets.map(({ id }) => id))
    cursor = next_cursor
  } while (cursor)
  return ids
}

const RANK = { critical: 0, high: 1, medium: 2, low: 3 }
const inOrder = (tickets: readonly TicketState[], sort: TicketQuery['sort']): TicketState[] => {
  const newestFirst = tickets.toSorted((a, b) => (a.created_at + a.id < b.created_at + b.id ? 1 : -1))
  if (sort === 'created_at') return newestFirst.toReversed()
  return sort === 'priority' ? newestFirst.toSorted((a, b) => RANK[a.priority] - RANK[b.priority]) : newestFirst
}

const WORDS = ['printer', 'Printing', 'réseau', 'a', 'VPN', 'x', 'the', 'Straße', '2fa']
const aMixedTicket = (number: number): TicketState => {
  const pick = <Value>(values: readonly Value[], step: number): Value =>
    values[Math.floor(number / step) % values.length] as Value
  const word = (step: number): string => pick(WORDS, step)
  const isAssigned = number % 3 === 0
  return ticketState(number, {
    title: `${word(1)} ${word(2)}`,
    description: `${word(5)}, ${word(7)}`,
    status: pick(['open', 'in_progress', 'resolved', 'closed'] as const, 3),
    category: pick(['billing', 'technical', 'account', 'general'] as const, 2),
    priority: pick(['low', 'medium', 'high', 'critical'] as const, 5),
    queue_state: isAssigned ? 'assigned' : pick(['waiting', 'done', 'triaging'] as const, 4),
    department_id: numberedId(number % 3, 'D'),
    requester: {
      id: number % 4 === 0 ? CUSTOMER : numberedId(50 + (number % 7), 'C'),
      name: 'C',
      email: 'c@example.org',
    },
    assignee: isAssigned
      ? { id: numberedId(1 + (number % 2), 'G'), name: 'A', department_id: numberedId(1, 'D') }
      : null,
    tags: number % 5 === 0 ? ['vip', 'urgent'] : number % 7 === 0 ? ['vip'] : [],
  })
}
const mixed = Array.from({ length: 160 }, (_, number) => aMixedTicket(number))

describe('a list of tickets', () => {
  beforeAll(async () => {
    await store(mixed)
    for (const { id } of mixed) await indexTicket(id, true)
  }, 120_000)

  const some = (values: readonly string[]) =>
    fc.option(
      fc.subarray([...values], { minLength: 1 }).map((chosen) => chosen.join(',')),
      { nil: undefined },
    )
  const aQuery = fc.record({
    status: some(['open', 'in_progress', 'resolved', 'closed']),
    category: some(['billing', 'technical', 'account']),
    priority: some(['low', 'high', 'critical']),
    queue_state: some(['waiting', 'done', 'assigned']),
    department_id: some([numberedId(0, 'D'), numberedId(1, 'D')]),
    assignee_id: some([numberedId(1, 'G'), numberedId(2, 'G')]),
    tag: some(['vip', 'urgent', 'nothing']),
    search: fc.option(
      fc.constantFrom('PRINTER', 'print', 'reseau pr', 'the a', 'strass', 'x', 'p', '2FA vpn', 'nowhere', '!?'),
      {
        nil: undefined,
      },
    ),
    created_after: fc.option(fc.integer({ min: 0, max: 160 }).map(secondsIn), { nil: undefined }),
    created_before: fc.option(fc.integer({ min: 0, max: 160 }).map(secondsIn), { nil: undefined }),
    sort: fc.constantFrom('-created_at', 'created_at', 'priority'),
    limit: fc.integer({ min: 1, max: 60 }),
  })
  /** Mostly one or two filters at once: with more, hardly any ticket would be left. */
  const aSparseQuery = fc
    .tuple(
      aQuery,
      fc.subarray(
        [
          'status',
          'category',
          'priority',
          'queue_state',
          'department_id',
          'assignee_id',
          'tag',
          'search',
          'created_after',
          'created_before',
        ],
        { maxLength: 3 },
      ),
    )
    .map(([query, kept]) =>
      Object.fromEntries(
        Object.entries(query).filter(
          ([name, value]) => value !== undefined && (kept.includes(name) || name === 'sort' || name === 'limit'),
        ),
      ),
    )
    .filter(({ search, sort }) => !(search && sort === 'priority'))

  it.each([
    ['an admin', admin],
    ['an agent', agent],
    ['a customer', customer],
  ])('shows %s on all its pages what a check of every ticket selects, in order', async (_who, caller) => {
    await fc.assert(
      fc.asyncProperty(aSparseQuery, async (query) => {
        const { limit: _limit, cursor: _cursor, page: _page, sort, ...filter } = TicketQuery.parse(query)
        const expected = inOrder(mixed.filter(ticketFilter(caller, filter)), sort)
        expect(await walk(caller, query)).toEqual(expected.map(({ id }) => id))
      }),
      { numRuns: 60 },
    )
  })

  it('finds a number exactly', async () => {
    expect(await walk(admin, { search: 'pl-00000042' })).toEqual([numberedId(42, 'T')])
  })

  it('finds nothing by a search without a word, or by a word and a tag that no ticket has together', async () => {
    expect(await page(admin, { search: '!?' })).toEqual({ tickets: [], next_cursor: null })
    expect(await page(admin, { search: 'printer', tag: 'nothing' })).toEqual({ tickets: [], next_cursor: null })
  })

  it('gives the same tickets by page as by cursor', async () => {
    const all = await walk(admin, { limit: 100 })
    const third = await page(admin, { limit: 15, page: 3 })

    expect(third.tickets.map(({ id }) => id)).toEqual(all.slice(30, 45))
    const behind = await page(admin, { limit: 15, cursor: third.next_cursor })
    expect(behind.tickets.map(({ id }) => id)).toEqual(all.slice(45, 60))
  })

  it('ends with a full page when nothing is left', async () => {
    const { tickets, next_cursor } = await page(customer, { limit: 40 })

    expect([tickets.length, next_cursor]).toEqual([40, null])
  })

  it.each([
    ['not base64url JSON', 'abc'],
    ['of the wrong shape', Buffer.from('[1,2]').toString('base64url')],
    ['with an order that no ticket has', Buffer.from('[1,0,"\\u0000","x"]').toString('base64url')],
  ])('refuses a cursor that is %s', async (_case, cursor) => {
    await expect(page(admin, { cursor })).rejects.toMatchObject({ refusal: 'malformed', code: 'cursor_invalid' })
  })

  it('refuses the cursor of another list or person, and takes it with another limit', async () => {
    const { next_cursor: cursor } = await page(admin, { limit: 5 })

    await expect(page(admin, { cursor, status: 'open' })).rejects.toMatchObject({ code: 'cursor_invalid' })
    await expect(page(signedIn('admin', numberedId(2, 'M')), { cursor })).rejects.toMatchObject({
      code: 'cursor_invalid',
    })
    expect((await page(admin, { cursor, limit: 7 })).tickets).toHaveLength(7)
  })

  it('refuses a page beyond the first 1,000 tickets, and a page together with a cursor', async () => {
    const { next_cursor: cursor } = await page(admin)

    await expect(page(admin, { page: 51 })).rejects.toMatchObject({ refusal: 'invalid' })
    await expect(page(admin, { page: 1, cursor })).rejects.toMatchObject({ refusal: 'invalid' })
  })

  it('reads the same list from several shards', async () => {
    process.env.INDEX_SHARDS = '3'
    const later = mixed.map((ticket, at) => ({
      ...ticket,
      id: numberedId(500 + at, 'S'),
      requester: { ...ticket.requester, id: numberedId(9, 'C') },
    }))
    await store(later)
    const everything = inOrder([...mixed, ...later], '-created_at').map(({ id }) => id)

    expect(await walk(admin, { limit: 33 })).toEqual(everything)
    process.env.INDEX_SHARDS = '1'
  })
})

describe('a page of a growing list', () => {
  it('shows each ticket that was there at the start exactly once, while others come in', async () => {
    const requester = { id: numberedId(77, 'C'), name: 'C', email: 'c@example.org' }
    const there = Array.from({ length: 40 }, (_, at) => ticketState(1_000 + at * 2, { requester }))
    await store(there)
    const seen: string[] = []
    let cursor: string | null | undefined
    let arrivals = 0
    do {
      const { tickets, next_cursor } = await page(signedIn('customer', requester.id), {
        limit: 7,
        ...(cursor && { cursor }),
      })
      seen.push(...tickets.map(({ id }) => id))
      cursor = next_cursor
      // One newer than all, and one between those that are already there.
      await store([2_000 + arrivals, 1_001 + arrivals * 12].map((number) => ticketState(number, { requester })))
      arrivals += 1
    } while (cursor)

    expect(arrivals).toBeGreaterThan(5)
    expect(new Set(seen).size).toBe(seen.length)
    expect(seen).toEqual(expect.arrayContaining(there.map(({ id }) => id)))
  })
})

describe('the cost of a page', () => {
  const department_id = numberedId(900, 'D')
  const assignee = { id: numberedId(900, 'G'), name: 'A', department_id }
  const statuses = ['open', 'in_progress', 'resolved', 'closed'] as const
  /** Rows of about 1 KB. */
  const weighty = (number: number): TicketState =>
    ticketState(100_000 + number, {
      description: 'lorem ipsum '.repeat(24),
      department_id,
      assignee,
      status: statuses[(number * 7 + Math.floor(number / 9)) % 4] ?? 'open',
    })

  beforeAll(async () => {
    await store(Array.from({ length: 400 }, (_, number) => weighty(number)))
  }, 60_000)

  it.each([
    ['no filter', admin, {}],
    ['one status', admin, { status: 'open' }],
    ['two statuses', admin, { status: 'open,in_progress' }],
    ['a category', admin, { category: 'general' }],
    ['a priority', admin, { priority: 'medium' }],
    ['a department', admin, { department_id }],
    ['an assignee', admin, { assignee_id: assignee.id }],
    ['a status and a department', admin, { status: 'closed', department_id }],
    ['the tickets of an agent', signedIn('agent', assignee.id), {}],
    ['the tickets of a customer', customer, {}],
    ['the oldest first', admin, { sort: 'created_at', department_id }],
  ])('is at most 8 read units for 20 tickets with %s', async (_case, caller, query) => {
    let cursor: string | null | undefined
    for (let pages = 0; pages < 4; pages += 1) {
      meter.units = 0
      const { tickets, next_cursor } = await page(caller, { ...query, ...(cursor && { cursor }) })
      expect(tickets).toHaveLength(20)
      expect(meter.units).toBeGreaterThan(0)
      expect(meter.units).toBeLessThanOrEqual(8)
      cursor = next_cursor
    }
  })

  it('returns a short page after reading 1,000 rows, and the next one finds the tickets behind them', async () => {
    const crowd = numberedId(901, 'D')
    const rows = Array.from({ length: 1_100 }, (_, number) =>
      ticketState(200_000 + number, { department_id: crowd, priority: number === 0 ? 'critical' : 'low' }),
    )
    await store(rows)
    const query = { department_id: crowd, priority: 'critical', status: 'open' }
    const first = await page(admin, query)

    expect(first.tickets).toEqual([])
    expect(first.next_cursor).not.toBeNull()
    expect(await walk(admin, query)).toEqual([rows[0]?.id])
  })
})
