import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type NewTicket, Status, type Ticket } from '../../functions/contracts/ticket.ts'
import { Category, Priority } from '../../functions/contracts/triage.ts'
import { drained, figure, inParallel, sized } from '../support/proof.ts'
import { type ApiUser, startTestSystem, type TestSystem } from '../support/test-system.ts'

const TICKETS = sized(200, 5_000)
const QUERIES = sized(60, 500)
const SEED = 20_261_121
const WIDTH = 8

/** Few words, so that queries find something; many share a prefix, some differ only by case, accent or Unicode form. */
const WORDS = [
  ...[
    'the',
    'a',
    'is',
    'not',
    'my',
    'refund',
    'refunds',
    'Refunded',
    'invoice',
    'INVOICES',
    'invoked',
    'card',
    'cards',
  ],
  ...['café', 'cafe', 'Straße', 'STRASSE', 'naïve', 'ﬁle', 'file', 'Ωmega', 'пароль', 'x1', '2026', '東京', 're', 'r'],
] as const

const text = (longest: number) =>
  fc
    .array(fc.constantFrom(...WORDS), { minLength: 1, maxLength: longest })
    .chain((words) => fc.constantFrom(' ', ', ', '-', '\n').map((gap) => words.join(gap)))

const tags = ['vip', 'mobile', 'eu'] as const
const anyTicket: fc.Arbitrary<NewTicket> = fc.record({
  title: text(4),
  description: text(12),
  category: fc.constantFrom(...Category.options),
  priority: fc.constantFrom(...Priority.options),
  tags: fc.uniqueArray(fc.constantFrom(...tags), { maxLength: 2 }),
  requester: fc.constant({ name: 'Kim', email: 'kim@example.org' }),
})

/** Whole words, of which the last one may be only a prefix. */
const anySearch = fc
  .tuple(
    fc.array(fc.constantFrom(...WORDS), { maxLength: 2 }),
    fc.constantFrom(...WORDS),
    fc.integer({ min: 1, max: 8 }),
    fc.boolean(),
  )
  .map(([whole, last, length, isUpper]) => {
    const search = [...whole, [...last].slice(0, length).join('')].join(' ')
    return isUpper ? search.toUpperCase() : search
  })

const someOf = <Value extends string>(values: readonly Value[]) =>
  fc.option(fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 2 }), { nil: undefined, freq: 2 })

const anyQuery = fc.record({
  search: anySearch,
  category: someOf(Category.options),
  priority: someOf(Priority.options),
  status: someOf(Status.options),
  tag: someOf(tags),
  /** Positions in the order of creation, as fractions of all tickets, 0 to 1. */
  after: fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: undefined, freq: 1 }),
  before: fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: undefined, freq: 1 }),
})
type GeneratedQuery = typeof anyQuery extends fc.Arbitrary<infer Query> ? Query : never

/** The words of a text, as the contract defines them: case and accents do not count, and no word is too common. */
const wordsOf = (given: string): readonly string[] =>
  given
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toUpperCase()
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')

const finds = (search: string, { title, description }: Ticket): boolean => {
  const words = wordsOf(search)
  const there = wordsOf(`${title} ${description}`)
  return words.every((word, place) => {
    const isBeginning = place === words.length - 1 && [...word].length >= 2
    return there.some((own) => (isBeginning ? own.startsWith(word) : own === word))
  })
}

let system: TestSystem
let admin: ApiUser
let tickets: readonly Ticket[]

/** The tickets of a list, from its first page to its last. */
const whole = async (query: Readonly<Record<string, string>>): Promise<readonly Ticket[]> => {
  const found: Ticket[] = []
  let cursor: string | null = null
  do {
    const place: { readonly cursor?: string } = cursor === null ? {} : { cursor }
    const { status, body } = await admin.call('listTickets', { query: { ...query, ...place, limit: '100' } })
    expect(status, JSON.stringify(body)).toBe(200)
    found.push(...body.items)
    cursor = body.next_cursor
  } while (cursor !== null)
  return found
}

beforeAll(async () => {
  system = await startTestSystem({ withDemo: false })
  admin = await system.signIn('admin')
  const bodies = fc.sample(anyTicket, { seed: SEED, numRuns: TICKETS })
  await inParallel(bodies, WIDTH, async (body, place) => {
    const opened = await admin.call('createTicket', { body })
    expect(opened.status, JSON.stringify(opened.body)).toBe(201)
    // Some are resolved, some get another title: the index must follow both.
    const params = { id: opened.body.id }
    if (place % 5 === 0) await admin.call('patchTicketStatus', { params, body: { status: 'resolved' } })
    if (place % 7 === 0) await admin.call('patchTicket', { params, body: { title: `changed ${body.tags?.join(' ')}` } })
  })
  await drained(system)
  tickets = await whole({})
}, 1_200_000)
afterAll(() => system.stop())

it(`finds what a check of every ticket finds, for ${QUERIES} queries with filters`, async () => {
  expect(tickets).toHaveLength(TICKETS)
  const oldestFirst = tickets.toReversed()
  const createdAt = (share: number | undefined) =>
    share === undefined ? undefined : oldestFirst[Math.floor(share * (TICKETS - 1))]?.created_at

  const check = async ({ search, after, before, ...filters }: GeneratedQuery): Promise<number> => {
    const [created_after, created_before] = [createdAt(after), createdAt(before)]
    const expected = tickets.filter(
      (ticket) =>
        finds(search, ticket) &&
        (filters.category?.includes(ticket.category) ?? true) &&
        (filters.priority?.includes(ticket.priority) ?? true) &&
        (filters.status?.includes(ticket.status) ?? true) &&
        (filters.tag?.some((tag) => ticket.tags.includes(tag)) ?? true) &&
        (created_after === undefined || ticket.created_at > created_after) &&
        (created_before === undefined || ticket.created_at < created_before),
    )
    const query = Object.fromEntries(
      Object.entries({ search, created_after, created_before, ...filters }).flatMap(([key, value]) =>
        value === undefined ? [] : [[key, String(value)]],
      ),
    )
    const found = await whole(query)
    expect(
      found.map(({ id }) => id),
      JSON.stringify(query),
    ).toEqual(expected.map(({ id }) => id))
    return found.length
  }
  const counts = await inParallel(fc.sample(anyQuery, { seed: SEED, numRuns: QUERIES }), WIDTH, check)

  const withHits = counts.filter((count) => count > 0).length
  expect(withHits).toBeGreaterThan(QUERIES / 3)
  figure(`search: ${QUERIES} queries over ${TICKETS} tickets equal brute force; ${withHits} found something`)
})
