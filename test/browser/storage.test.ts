import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { DEMO_PASSWORD } from '../../bin/demo/password.ts'
import { deskApi } from '../support/desk-api.ts'
import { anId, aUser } from '../support/desk-records.ts'
import { preparePages } from '../support/page-fixture.ts'

const { open } = preparePages()

const session = {
  access_token: 'renewed',
  id_token: 'i',
  refresh_token: 'r',
  expires_in: 3_600,
  user: aUser(),
}

/** As in a browser that forbids sites to store anything. */
const forbidden = (page: Page) =>
  page.addInitScript(() => {
    for (const name of ['localStorage', 'sessionStorage']) {
      Object.defineProperty(window, name, {
        get: () => {
          throw new DOMException('Access is denied for this document.', 'SecurityError')
        },
      })
    }
    navigator.locks.request = () => Promise.reject(new DOMException('Access is denied.', 'SecurityError'))
  })

it('takes a ticket where storage is forbidden', async () => {
  const { page } = await open('/', deskApi(), { before: forbidden })
  await page.getByLabel('Describe the problem').fill('I was charged twice')
  await page.getByRole('link', { name: 'Sign in' }).click()
  await page.getByRole('heading', { name: 'Sign in' }).waitFor()
  await page.goBack()

  await expect.poll(() => page.getByLabel('Describe the problem').inputValue()).toBe('I was charged twice')
})

it('lets an agent work where storage is forbidden, for as long as the page is open', async () => {
  const { page, api } = await open(
    '/console',
    deskApi({
      // Has to be renewed before the first request.
      login: () => ({ ...session, access_token: 'first', expires_in: 1 }),
      refreshSession: () => session,
    }),
    { before: forbidden },
  )
  await page.getByLabel('E-mail').fill('agent01@demo.example')
  await page.getByLabel('Password').fill(DEMO_PASSWORD)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('listbox', { name: 'Tickets' }).getByRole('option').first().click()
  await page.getByRole('textbox', { name: /^Reply to/ }).fill('We refunded it.')
  await page.getByRole('textbox', { name: /^Reply to/ }).press('Control+Enter')

  await expect.poll(() => api.of('addComment').at(-1)?.params.id).toBe(anId(1))
  expect(api.of('addComment').at(-1)?.headers.authorization).toBe('Bearer renewed')
})
