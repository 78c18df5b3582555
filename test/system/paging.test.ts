import { afterAll, beforeAll, expect, it } from 'vitest'
import { Priority } from '../../functions/contracts/triage.ts'
import { drained, figure, inParallel, sized } from '../support/proof.ts'
import { type ApiUser, startTestSystem, type TestSystem } from '../support/test-system.ts'

const AT_START = sized(60, 600)
const LIMIT = 7

let system: TestSystem
let admin: ApiUser

const submit = async (number: number): Promise<string> => {
  const { body } = await admin.call('createTicket', {
    body: {
      title: `Parcel ${number}`,
      description: 'It has not arrived.',
      category: 'general',
      priority: Priority.options[number % Priority.options.length] ?? 'low',
      requester: { name: 'Greta Guest', email: 'greta@example.org' },
    },
  })
  return body.id
}

let atStart: readonly string[]
let submitted = AT_START

beforeAll(async () => {
  system = await startTestSystem({ withDemo: false })
  admin = await system.signIn('admin')
  const numbers = Array.from({ length: AT_START }, (_, number) => number)
  atStart = await inParallel(numbers, 8, submit)
  await drained(system)
}, 1_200_000)
afterAll(() => system.stop())

/** Reads a list to its end, and creates a ticket with each page. */
const walk = async (query: Readonly<Record<string, string>>): Promise<readonly string[]> => {
  const seen: string[] = []
  let cursor: string | null = null
  do {
    const page: { readonly cursor?: string } = cursor === null ? {} : { cursor }
    const [{ status, body }] = await Promise.all([
      admin.call('listTickets', { query: { ...query, ...page, limit: String(LIMIT) } }),
      submit(submitted++),
    ])
    expect(status).toBe(200)
    seen.push(...body.items.map(({ id }) => id))
    cursor = body.next_cursor
    // Oldest first, the list grows at its end and would never end: at twice its first length, all those are long seen.
  } while (cursor !== null && seen.length < 2 * AT_START)
  return seen
}

it.each<Readonly<Record<string, string>>>([
  { sort: '-created_at' },
  { sort: 'created_at' },
  { sort: 'priority' },
  { category: 'general,billing', priority: 'low,medium,high,critical' },
  { search: 'parcel arr' },
])('shows each ticket that existed at the start once while others arrive: %j', async (query) => {
  const before = submitted
  const seen = await walk(query)

  expect(seen.filter((id) => atStart.includes(id)).toSorted()).toEqual(atStart.toSorted())
  expect(new Set(seen).size).toBe(seen.length)
  figure(`paging ${JSON.stringify(query)}: ${AT_START} tickets once each, ${submitted - before} created meanwhile`)
})
