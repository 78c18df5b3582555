import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { adminApi } from '../support/admin-api.ts'
import { deskApi, signedInAs } from '../support/desk-api.ts'
import { anAdmin } from '../support/desk-records.ts'
import { preparePages } from '../support/page-fixture.ts'

const { open } = preparePages()

const LAB = '**/policy-lab-screen-*.js'

const settingsWith = (before: (page: Page) => Promise<unknown>) =>
  open('/console/settings', deskApi(adminApi), {
    tolerates: /dynamically imported module|unreachable/,
    before: async (fresh) => {
      await signedInAs(fresh, anAdmin)
      await before(fresh)
    },
  })

it('stays on the page while the host is away, says so, and continues once it is back', async () => {
  let isAway = false
  const { page } = await settingsWith(async (fresh) => {
    await fresh.route(LAB, (route) => (isAway ? route.abort() : route.fallback()))
    await fresh.route('**/console/**', (route) => (isAway ? route.abort() : route.fallback()))
    fresh.once('response', () => {
      isAway = true
    })
  })
  await page.getByRole('link', { name: 'Policy lab' }).click()
  await page.getByText('The service cannot be reached.').waitFor()
  await page.getByRole('button', { name: 'Try again' }).click()
  await page.getByText('The service cannot be reached.').waitFor()
  expect(await page.getByRole('link', { name: 'Overview' }).count()).toBe(1)
  isAway = false
  await page.getByRole('button', { name: 'Try again' }).click()

  await page.getByRole('heading', { name: 'Policy lab', level: 1 }).waitFor()
})

it('reloads the page, once, when a newer version has replaced the screen behind the link', async () => {
  const { page } = await settingsWith(async (fresh) => {
    let begun = 0
    fresh.on('request', (request) => {
      if (request.isNavigationRequest()) begun += 1
    })
    await fresh.route(LAB, (route) => (begun < 2 ? route.abort() : route.fallback()))
  })
  await page.getByRole('link', { name: 'Policy lab' }).click()

  await page.getByRole('heading', { name: 'Policy lab', level: 1 }).waitFor()
})

it('does not reload it a second time for a screen that stays missing, even if other screens load first', async () => {
  let begun = 0
  let others = Promise.withResolvers<void>()
  const { page } = await settingsWith(async (fresh) => {
    fresh.on('request', (request) => {
      if (!request.isNavigationRequest()) return
      begun += 1
      others = Promise.withResolvers()
    })
    fresh.on('response', (response) => {
      if (response.url().includes('/audit-screen-')) others.resolve()
    })
    await fresh.route(LAB, async (route) => {
      await others.promise
      await route.abort()
    })
  })
  await page.getByRole('link', { name: 'Policy lab' }).click()
  await page.getByRole('heading', { name: 'That did not work' }).waitFor()

  expect(begun).toBe(2)
})

it('loads every screen before it is opened', async () => {
  const arrived = Promise.withResolvers<void>()
  let isAway = false
  const { page } = await settingsWith(async (fresh) => {
    fresh.on('response', (response) => {
      if (response.url().includes('/policy-lab-screen-')) arrived.resolve()
    })
    await fresh.route('**/assets/**', (route) => (isAway ? route.abort() : route.fallback()))
  })
  await arrived.promise
  isAway = true
  await page.getByRole('link', { name: 'Policy lab' }).click()

  await page.getByRole('heading', { name: 'Policy lab', level: 1 }).waitFor()
})
