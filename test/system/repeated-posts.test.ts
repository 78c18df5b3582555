import { afterAll, beforeAll, expect, it } from 'vitest'
import type { RouteName } from '../../functions/contracts/paths.ts'
import { type ApiUser, startTestSystem, type TestSystem } from '../support/test-system.ts'

interface Post {
  readonly route: RouteName
  readonly as: 'admin' | 'customer01'
  readonly body?: object
  readonly params?: Readonly<Record<string, string>>
}

let system: TestSystem
let users: Readonly<Record<Post['as'], ApiUser>>
let ticketId: string

beforeAll(async () => {
  system = await startTestSystem()
  users = { admin: await system.signIn('admin'), customer01: await system.signIn('customer01') }
  const ticket = await users.customer01.call('createTicket', {
    body: { title: 'Charged twice', description: 'My card was charged twice.' },
  })
  ticketId = ticket.body.id
})
afterAll(() => system.stop())

/** One POST route of each noun that stores answers for repetitions. */
const POSTS: readonly Post[] = [
  { route: 'createTicket', as: 'customer01', body: { title: 'No invoice', description: 'I got no invoice.' } },
  { route: 'classifyTicket', as: 'customer01', body: { description: 'I got no invoice for my order.' } },
  { route: 'addComment', as: 'customer01', body: { body: 'Is there news?' }, params: { id: 'the ticket' } },
  { route: 'applyAsAgent', as: 'customer01', body: { motivation: 'I know the product well.', skills: ['billing'] } },
  { route: 'createDepartment', as: 'admin', body: { name: 'Returns' } },
  { route: 'checkMerges', as: 'admin' },
]

it.each(POSTS)(
  '$route is done once and answered alike, however often it is sent',
  async ({ route, as, body, params }) => {
    const once = () =>
      users[as].call(route, {
        ...(body && { body }),
        ...(params && { params: { id: ticketId } }),
        headers: { 'idempotency-key': `once-${route}` },
      } as never)
    const [first, second] = [await once(), await once()]

    expect(first.status).toBeLessThan(300)
    expect(second.status).toBe(first.status)
    expect(second.body).toEqual(first.body)
    expect(second.headers.get('idempotent-replayed')).toBe('true')
  },
)

it('needs no permission that a function does not have', async () => {
  expect(await system.local('denials')).toEqual([])
})
