import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { logIn, startTestSystem, type TestSystem } from '../support/test-system.ts'

let system: TestSystem
beforeAll(async () => {
  system = await startTestSystem({ withDemo: false })
})
afterAll(() => system.stop())

const makeAdmin = async (...words: readonly string[]) => {
  const command = spawn(process.execPath, ['bin/make-admin.ts', ...words, '--endpoint-url', system.awsUrl])
  const [said, complaint, [status]] = await Promise.all([
    text(command.stdout),
    text(command.stderr),
    once(command, 'exit'),
  ])
  return { says: `${said}${complaint}`.trim(), status }
}

it('makes somebody who has signed up the first admin, with an admin’s permissions', async () => {
  const [email, password] = ['ada@example.org', 'a password that is long']
  await system.guest.call('signup', { body: { email, name: 'Ada', password } })
  const before = await logIn(() => system.url, email, password)
  expect((await before.call('listUsers')).status).toBe(403)

  const { says, status } = await makeAdmin('Ada@Example.org')
  const [who, done] = says.split('\n')
  expect(who).toMatch(/^ada@example\.org is "Ada", user \w+, who signed up at \d{4}-\d\d-\d\dT/)
  expect(done).toBe('ada@example.org is an admin now; please sign in again')
  expect(status).toBe(0)

  const after = await logIn(() => system.url, email, password)
  expect((await after.call('listUsers')).status).toBe(200)
  expect(await makeAdmin(email)).toEqual({ says: 'ada@example.org is an admin already', status: 0 })
})

it('refuses to make an agent an admin, and says that they are an agent', async () => {
  const [email, password] = ['tom@example.org', 'a password that is long']
  await system.guest.call('signup', { body: { email, name: 'Tom', password } })
  const tom = await logIn(() => system.url, email, password)
  const admin = await logIn(() => system.url, 'ada@example.org', password)
  const { body: department } = await admin.call('createDepartment', { body: { name: 'Returns' } })
  const { body: application } = await tom.call('applyAsAgent', { body: { motivation: 'I know it well.', skills: [] } })
  const body = { state: 'approved' as const, department_id: department.id }
  const { status } = await admin.call('decideApplication', { params: { id: application.id }, body })
  expect(status).toBe(200)

  const { says, status: refused } = await makeAdmin(email)
  expect(says).toMatch(/^tom@example\.org is an agent, .*remove the agent first$/)
  expect(refused).toBe(1)
})

it.each([
  ['an address of nobody', ['nobody@example.org'], 'nobody has signed up as nobody@example.org'],
  ['no address', ['Ada'], 'please give the e-mail address'],
])('answers %s with one clear line', async (_case, words, expected) => {
  const { says, status } = await makeAdmin(...words)
  expect(says).toContain(expected)
  expect(says.split('\n')).toHaveLength(1)
  expect(status).toBe(1)
})
