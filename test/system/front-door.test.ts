import { afterAll, beforeAll, expect, it } from 'vitest'
import { routes } from '../../functions/contracts/routes.ts'
import { callRoute, startTestSystem, type TestSystem } from '../support/test-system.ts'

const SOME_ID = '01K5A000000000000000000000'

/** One route of each noun, and a path that has no route: each is served by a function of its own. */
const doors = new Map([
  ...Object.values(routes)
    .filter(({ path }) => path !== '/api/health')
    .map(({ noun, method, path }) => [noun, [method, path.replaceAll(/\{\w+\}/g, SOME_ID)]] as const),
  ['no route', ['GET', '/api/nothing-here']] as const,
])

let system: TestSystem
beforeAll(async () => {
  system = await startTestSystem({ withDemo: false, rateLimit: 1_000 })
})
afterAll(() => system.stop())

it.each([...doors.keys()])('counts an anonymous request for %s in the one window of its address', async (door) => {
  const [method, path] = doors.get(door) ?? []
  const remaining = async (): Promise<number> => {
    const answer = await fetch(`${system.url}${path}`, { method: method ?? 'GET' })
    return Number(answer.headers.get('ratelimit-remaining'))
  }
  const first = await remaining()

  expect(first).toBeGreaterThan(0)
  expect(await remaining()).toBe(first - 1)
})

it('ends every session of somebody who signs out without naming a session', async () => {
  const body = { email: 'lena@example.org', password: 'a very long password' }
  await callRoute(system.url, undefined, 'signup', { body: { ...body, name: 'Lena' } })
  const sessions = [
    (await callRoute(system.url, undefined, 'login', { body })).body,
    (await callRoute(system.url, undefined, 'login', { body })).body,
  ]
  expect((await callRoute(system.url, sessions[0]?.access_token, 'logout')).status).toBe(204)

  for (const session of sessions) {
    const again = { refresh_token: session.refresh_token }
    expect((await callRoute(system.url, undefined, 'refreshSession', { body: again })).status).toBe(401)
  }
})

it('needs no permission that a function does not have', async () => {
  expect(await system.local('denials')).toEqual([])
})
