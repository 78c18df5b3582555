import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { callRoute, eventually, startTestSystem, type TestSystem } from '../support/test-system.ts'

let system: TestSystem
beforeAll(async () => {
  system = await startTestSystem({ withDemo: false })
})
afterAll(() => system.stop())

/** What each function has printed so far, by the name of its bundle. */
const logs = (): ReadonlyMap<string, string> => {
  const folder = join(system.dataDir, 'logs')
  return new Map(
    readdirSync(folder).map((file) => [file.replace('.log', ''), readFileSync(join(folder, file), 'utf8')] as const),
  )
}

const REQUEST = 'b3f1c9ee-5f0f-4a51-8a8c-8f6f2f6f9f10'
const SAID = { title: 'Zanzibar refund', description: 'Please refund the zanzibar invoice that I paid twice.' }

it('follows a request by its id from the browser to the last worker, and logs nothing that people wrote', async () => {
  const requester = { name: 'Greta Zanzibar', email: 'greta@zanzibar.example' }
  const created = await callRoute(system.url, undefined, 'createTicket', {
    body: { ...SAID, requester },
    headers: { 'x-request-id': REQUEST },
  })
  expect(created.status).toBe(201)

  const wanted = ['api-intake', 'publish-changes', 'triage-ticket', 'assign-ticket', 'index-ticket', 'notify-people']
  await eventually(
    async () => wanted.filter((bundle) => !logs().get(bundle)?.includes(REQUEST)),
    (missing) => missing.length === 0,
  )
  expect([...logs().values()].join('').toLowerCase()).not.toMatch(/zanzibar|greta/)
})

it('draws the dashboard from its metrics, under a content security policy that allows nothing else', async () => {
  const { body: config } = await callRoute(system.url, undefined, 'getConfig')
  const page = await fetch(`${system.url}${config.dashboard_url}`)
  const html = await page.text()

  expect(page.headers.get('content-security-policy')).toBe(
    "default-src 'none'; style-src 'self'; frame-ancestors 'none'",
  )
  for (const part of ['Business', 'Health', 'Cost']) expect(html).toContain(`<h2>${part}</h2>`)
  expect(html).toMatch(/<span>TicketsCreated<\/span><b>1<\/b>/)
  const [, style = ''] = /<link rel="stylesheet" href="([^"]+)">/.exec(html) ?? []
  expect((await fetch(`${system.url}${style}`)).headers.get('content-type')).toContain('text/css')
})
