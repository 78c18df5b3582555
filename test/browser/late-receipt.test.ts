import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { deskApi, signedInAs, signInElsewhere } from '../support/desk-api.ts'
import { anAdmin, anId, aTicket, aUser } from '../support/desk-records.ts'
import { answerOf } from '../support/mock-api.ts'
import { preparePages } from '../support/page-fixture.ts'

const { open } = preparePages()

const lena = aUser({ id: anId(31), role: 'customer', name: 'Lena König', email: 'lena@example.org' })
const opened = aTicket({ requester: lena })

/**
 * A ticket on its way, and a host that answers once it is let go of.
 *
 * @param as who sends it; a guest where nobody is signed in
 */
const sendingSlowly = async (as: typeof lena | null) => {
  const { promise: held, resolve: release } = Promise.withResolvers<void>()
  const { page } = await open(
    '/',
    deskApi({
      listApplications: () => ({ items: [], next_cursor: null }),
      getTicket: () => opened,
      createTicket: async () => {
        await held
        return as ? opened : { ...opened, tracking_token: 'token' }
      },
    }),
    { before: async (fresh) => as && signedInAs(fresh, as) },
  )
  await page.getByLabel('Describe the problem').fill('I was charged twice for my March subscription')
  if (!as) {
    await page.getByLabel('Your name').fill(lena.name)
    await page.getByLabel('E-mail').fill(lena.email)
  }
  await page.getByRole('button', { name: 'Send ticket' }).click()
  await page.getByRole('button', { name: 'Sending…' }).waitFor()
  /** The host answers, and the page has dealt with that. */
  const answer = async () => {
    const answered = page.waitForResponse(answerOf('createTicket'))
    release()
    await answered
    await page.evaluate(() => fetch('/robots.txt'))
    await page.evaluate(() => new Promise(requestAnimationFrame))
  }
  return { page, answer }
}
const line = (page: Page) => page.getByRole('status').filter({ hasText: `We have your ticket ${opened.number}.` })
const receipt = (page: Page) => page.getByRole('heading', { name: 'We have your ticket' })

it('comes as a line to whoever writes something else by then, and takes nothing of that away', async () => {
  const { page, answer } = await sendingSlowly(lena)
  await page.getByRole('link', { name: 'Work with us' }).click()
  const motivation = page.getByLabel('Why you, and why here?')
  await motivation.fill('I like to help')
  await answer()
  await line(page).waitFor()
  expect(await motivation.inputValue()).toBe('I like to help')
  await line(page).getByRole('link', { name: 'What happens next' }).click()
  await receipt(page).waitFor()

  expect(await line(page).count()).toBe(0)
})

it('is waved away by who does not want to see it', async () => {
  const { page, answer } = await sendingSlowly(null)
  await page.getByRole('link', { name: 'Sign in' }).click()
  await page.getByRole('heading', { name: 'Sign in' }).waitFor()
  await answer()
  await line(page).getByRole('button', { name: 'Close' }).click()

  await expect.poll(() => line(page).count()).toBe(0)
})

it.each([
  ['and this page knows', true],
  ['and this page has not heard of it yet', false],
])('is for nobody who has signed in since: %s', async (_case, isHeard) => {
  const { page, answer } = await sendingSlowly(null)
  await signInElsewhere(page, anAdmin, isHeard)
  if (isHeard) await page.getByRole('button', { name: 'Sign out' }).waitFor()
  await answer()

  expect(new URL(page.url()).pathname).toBe('/')
  expect(await receipt(page).count()).toBe(0)
  expect(await line(page).count()).toBe(0)
})
