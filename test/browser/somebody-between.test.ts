import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import type { RouteName } from '../../functions/contracts/paths.ts'
import type { Settings } from '../../functions/contracts/workspace.ts'
import { adminApi } from '../support/admin-api.ts'
import { deskApi, signedInAs, signInElsewhere } from '../support/desk-api.ts'
import { anAdmin, anId, aUser } from '../support/desk-records.ts'
import { answerOf, type Responders } from '../support/mock-api.ts'
import { preparePages, pressTwice } from '../support/page-fixture.ts'

const { open } = preparePages()

const otherAdmin = { ...anAdmin, id: anId(899), name: 'Otto Other' }
const lena = aUser({ id: anId(31), role: 'customer', name: 'Lena König', email: 'lena@example.org' })
const session = { access_token: 'a', id_token: 'i', refresh_token: 'r', expires_in: 3_600, user: lena }

const settings: Settings = {
  fallback_category: 'general',
  fallback_priority: 'medium',
  skill_aliases: {},
  skill_keywords: {},
  rate_limit: 500,
  mail_digest: true,
}

/** Records on the page that a file was downloaded. */
const watchFiles = (page: Page) =>
  page.addInitScript(() => {
    const { createObjectURL } = URL
    URL.createObjectURL = (file) => {
      document.documentElement.classList.add('has-file')
      return createObjectURL(file)
    }
  })
const hasFile = (page: Page) => page.locator('html.has-file').count()

const screen = (path: string, given: Responders) =>
  open(`/console${path}`, deskApi({ ...adminApi, ...given }), {
    before: async (page) => {
      await signedInAs(page, anAdmin)
      await watchFiles(page)
    },
  })
const signUpPage = async (given: Responders) => {
  const opened = await open('/sign-up', deskApi({ signup: () => ({ user: lena }), login: () => session, ...given }))
  await opened.page.getByLabel('Your name').fill(lena.name)
  await opened.page.getByLabel('E-mail').fill(lena.email)
  await opened.page.getByLabel('Password').fill('correct horse battery')
  return opened
}
const createAccount = (page: Page) => page.getByRole('button', { name: 'Create account' })

/** Holds an answer until somebody else has signed in, and waits until the page has processed it. */
const heldAnswer = () => {
  const { promise: held, resolve: release } = Promise.withResolvers<void>()
  const comesAfterwards = async (page: Page, asked: RouteName, isHeard: boolean) => {
    await signInElsewhere(page, otherAdmin, isHeard)
    if (isHeard) await page.getByRole('button', { name: /Otto Other|Sign out/ }).waitFor()
    const answered = page.waitForResponse(answerOf(asked))
    release()
    await answered
    await page.evaluate(() => fetch('/robots.txt'))
    await page.evaluate(() => fetch('/robots.txt'))
  }
  return { held, comesAfterwards }
}

describe.each([
  ['this page knows of', true],
  ['this page has not heard of yet', false],
])('somebody who signs in meanwhile, whom %s,', (_case, isHeard) => {
  it('gets no record of what was changed that whoever was here before had asked for', async () => {
    const { held, comesAfterwards } = heldAnswer()
    const { page, api } = await screen('/audit', { exportAudit: () => held.then(() => 'at,who') })
    await page.getByRole('button', { name: 'Download CSV' }).click()
    await expect.poll(() => api.of('exportAudit').length).toBe(1)
    await comesAfterwards(page, 'exportAudit', isHeard)

    expect(await hasFile(page)).toBe(0)
  })

  it('gets no list of tickets', async () => {
    const { held, comesAfterwards } = heldAnswer()
    const { page, api } = await screen('/statistics', { exportTickets: () => held.then(() => 'number,title') })
    await page.getByRole('button', { name: 'Download tickets as CSV' }).click()
    await expect.poll(() => api.of('exportTickets').length).toBe(1)
    await comesAfterwards(page, 'exportTickets', isHeard)

    expect(await hasFile(page)).toBe(0)
  })

  it('sets nothing of the installation', async () => {
    const { held, comesAfterwards } = heldAnswer()
    let isSlow = false
    const { page, api } = await screen('/settings', {
      getSettings: async () => {
        if (isSlow) await held
        return settings
      },
      putSettings: () => settings,
    })
    await page.getByLabel('Requests in 15 minutes without signing in').fill('700')
    isSlow = true
    const before = api.of('getSettings').length
    await page.getByRole('region', { name: 'For everybody' }).getByRole('button', { name: 'Save' }).click()
    await expect.poll(() => api.of('getSettings').length).toBe(before + 1)
    await comesAfterwards(page, 'getSettings', isHeard)

    expect(api.of('putSettings')).toEqual([])
  })

  it('is not signed out by an account that comes into being', async () => {
    const { held, comesAfterwards } = heldAnswer()
    const { page, api } = await signUpPage({ signup: () => held.then(() => ({ user: lena })) })
    await createAccount(page).click()
    await expect.poll(() => api.of('signup').length).toBe(1)
    await comesAfterwards(page, 'signup', isHeard)

    expect(api.of('login')).toEqual([])
    expect(await page.evaluate(() => localStorage.getItem('plimsoll.session'))).toContain(otherAdmin.name)
  })

  it('is not signed out by the sign-in to an account that has come into being', async () => {
    const { held, comesAfterwards } = heldAnswer()
    const { page, api } = await signUpPage({ login: () => held.then(() => session) })
    await createAccount(page).click()
    await expect.poll(() => api.of('login').length).toBe(1)
    await comesAfterwards(page, 'login', isHeard)

    expect(await page.evaluate(() => localStorage.getItem('plimsoll.session'))).toContain(otherAdmin.name)
  })
})

it('gives a file to who asked for it', async () => {
  const { page } = await screen('/audit', { exportAudit: () => 'at,who' })
  await page.getByRole('button', { name: 'Download CSV' }).click()

  await expect.poll(() => hasFile(page)).toBe(1)
})

it('makes one account by two presses, though nothing shows yet at the second', async () => {
  const { page, api } = await signUpPage({})
  await pressTwice(createAccount(page))
  await page.getByRole('heading', { name: 'My tickets' }).waitFor()

  expect(api.of('signup')).toHaveLength(1)
})
