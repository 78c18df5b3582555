import { afterAll, beforeAll, expect, it } from 'vitest'
import { drained, figure, inParallel, sized } from '../support/proof.ts'
import { startTestSystem, type TestSystem } from '../support/test-system.ts'

const KEYS = sized(50, 1_000)
const RETRIES = 20
/** Keys in flight at once, each with all of its retries. */
const WIDTH = 4

let system: TestSystem
beforeAll(async () => {
  system = await startTestSystem({ withDemo: false })
})
afterAll(() => system.stop())

const submit = (key: number) =>
  system.guest.call('createTicket', {
    headers: { 'idempotency-key': `order ${key}` },
    body: {
      title: `Order ${key}`,
      description: 'The parcel has not arrived.',
      category: 'general',
      priority: 'low',
      requester: { name: 'Greta Guest', email: 'greta@example.org' },
    },
  })

it(`makes one ticket of ${RETRIES} simultaneous requests with one key, and answers them all alike`, async () => {
  const keys = Array.from({ length: KEYS }, (_, key) => key)
  const answers = await inParallel(keys, WIDTH, (key) =>
    Promise.all(Array.from({ length: RETRIES }, () => submit(key))),
  )

  for (const retries of answers) {
    expect(new Set(retries.map(({ status }) => status))).toEqual(new Set([201]))
    expect(new Set(retries.map(({ body }) => JSON.stringify(body))).size).toBe(1)
    const firsts = retries.filter(({ headers }) => headers.get('idempotent-replayed') === null)
    expect(firsts).toHaveLength(1)
  }
  const made = new Set(answers.flatMap((retries) => retries.map(({ body }) => body.id)))
  expect(made.size).toBe(KEYS)

  await drained(system)
  const admin = await system.signIn('admin')
  expect((await admin.call('getStatistics')).body.total_tickets).toBe(KEYS)
  figure(`idempotency: ${KEYS} keys x ${RETRIES} concurrent requests made ${made.size} tickets, answers identical`)
})
