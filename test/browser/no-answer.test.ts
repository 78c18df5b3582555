import { expect, it } from 'vitest'
import type { Presence } from '../../functions/contracts/people.ts'
import type { Ticket } from '../../functions/contracts/ticket.ts'
import { adminApi, anApplication } from '../support/admin-api.ts'
import { deskApi, signedInAs } from '../support/desk-api.ts'
import { anAdmin, at } from '../support/desk-records.ts'
import { first, prepareDesk, status } from '../support/ticket-desk.ts'

const { desk, open } = prepareDesk()

/** Longer than anybody waits for the host. */
const TOO_LONG_MS = 33_000

const never = () => new Promise<never>(() => undefined)

it('gives up a change that is not answered, says so, and sends the one that waits behind it', async () => {
  const { page, api } = await desk({
    patchTicket: ({ body }) =>
      body.status ? never() : { ...first, ...(body as Partial<Ticket>), version: first.version + 1 },
  })
  await status(page).selectOption('in_progress')
  await page.getByLabel('Priority', { exact: true }).selectOption('low')
  await expect.poll(() => api.of('patchTicket').length).toBe(1)
  await page.clock.runFor(TOO_LONG_MS)

  await page.getByText('The service cannot be reached.').waitFor()
  await expect
    .poll(() => api.of('patchTicket').map(({ body }) => body))
    .toEqual([{ status: 'in_progress' }, { priority: 'low' }])
})

it('treats an answer that breaks off as no answer', async () => {
  const { page } = await desk({})
  await page.route('**/api/tickets/*', async (route, request) => {
    if (request.method() !== 'PATCH') return route.fallback()
    return route.fulfill({ status: 200, contentType: 'application/json', body: '{"id": "' })
  })
  await status(page).selectOption('in_progress')

  await page.getByText('The service cannot be reached.').waitFor()
})

it('gives up an answer that begins and then stalls', async () => {
  const { page } = await desk({})
  await page.evaluate(() => {
    const { fetch } = window
    window.fetch = async (address, init) => {
      if (init?.method !== 'PATCH') return fetch(address, init)
      const stalled = new ReadableStream({
        start: (body) => init.signal?.addEventListener('abort', () => body.error(init.signal?.reason)),
      })
      return new Response(stalled, { headers: { 'content-type': 'application/json' } })
    }
  })
  await status(page).selectOption('in_progress')
  await page.clock.runFor(TOO_LONG_MS)

  await page.getByText('The service cannot be reached.').waitFor()
})

it('goes on waiting for an export that has begun', async () => {
  const { page } = await open('/console/audit', deskApi(adminApi), { before: (fresh) => signedInAs(fresh, anAdmin) })
  const download = page.getByRole('button', { name: 'Download CSV' })
  await download.waitFor()
  await page.evaluate(() => {
    const { fetch } = window
    window.fetch = async (address, init) => {
      if (!String(address).includes('.csv')) return fetch(address, init)
      const slow = new ReadableStream({
        start: (body) => {
          init?.signal?.addEventListener('abort', () => body.error(init.signal?.reason))
          setTimeout(() => body.close(), 60_000)
        },
      })
      return new Response(slow, { headers: { 'content-type': 'text/csv; charset=utf-8' } })
    }
  })
  const file = page.waitForEvent('download')
  await download.click()
  await page.getByRole('button', { name: 'Preparing…' }).waitFor()
  await page.clock.runFor(61_000)

  expect((await file).suggestedFilename()).toBe('audit.csv')
})

it('shows the presence that the host has set, even if its answer did not come', async () => {
  let presence: Presence = anAdmin.presence
  const { page } = await desk(
    {
      getMe: () => ({ user: { ...anAdmin, presence } }),
      changePresence: ({ body }) => {
        presence = body.presence as Presence
        return never()
      },
    },
    { as: anAdmin },
  )
  await page.getByRole('button', { name: anAdmin.name }).click()
  const busy = page.getByRole('radio', { name: /^Do not disturb/ })
  await busy.click()
  await expect.poll(() => presence).toBe('dnd')
  await page.clock.runFor(TOO_LONG_MS)

  await page.getByText('The service cannot be reached.').waitFor()
  await expect.poll(() => busy.isChecked()).toBe(true)
})

it('no longer asks for a decision on an application that the host has decided, even without its answer', async () => {
  let application = anApplication(1)
  const { page, api } = await open(
    '/console/applications',
    deskApi({
      ...adminApi,
      listApplications: () => ({ items: [application], next_cursor: null }),
      decideApplication: () => {
        application = { ...application, state: 'approved', decided_by: anAdmin.id, decided_at: at(0) }
        return never()
      },
    }),
    { before: (fresh) => signedInAs(fresh, anAdmin) },
  )
  const card = page.getByRole('article', { name: /Customer 1/ })
  await card.getByRole('button', { name: 'Approve' }).click()
  await expect.poll(() => api.of('decideApplication').length).toBe(1)
  // Its route takes no idempotency key, so none is stored.
  expect(await page.evaluate(() => Object.keys(sessionStorage))).toEqual([])
  await page.clock.runFor(TOO_LONG_MS)

  await page.getByRole('row', { name: /Customer 1/ }).waitFor()
  expect(await card.count()).toBe(0)
})
