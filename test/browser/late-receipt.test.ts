import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { deskApi, signedInAs, signInElsewhere } from '../support/desk-api.ts'
import { anAdmin, anId, aTicket, aUser } from '../support/desk-records.ts'
import { answerOf } from '../support/mock-api.ts'
import { isFocused, preparePages } from '../support/page-fixture.ts'

const { open } = preparePages()

const lena = aUser({ id: anId(31), role: 'customer', name: 'Lena König', email: 'lena@example.org' })
const opened = aTicket({ requester: lena })

const another = aTicket({ id: anId(2), number: 'PL-00000002', requester: lena })

/**
 * A ticket under way, and a host that answers each ticket once it is released, each with a new number.
 *
 * @param as the sender; a guest if undefined
 */
const sendingSlowly = async (as: typeof lena | null) => {
  const waiting = [opened, another].map((ticket) => ({ ticket, ...Promise.withResolvers<void>() }))
  const asked = [...waiting]
  const { page } = await open(
    '/',
    deskApi({
      listApplications: () => ({ items: [], next_cursor: null }),
      getTicket: () => opened,
      createTicket: async () => {
        const { ticket = opened, promise } = asked.shift() ?? {}
        await promise
        return as ? ticket : { ...ticket, tracking_token: `token-of-${ticket.number}` }
      },
    }),
    { before: async (fresh) => as && signedInAs(fresh, as) },
  )
  const send = async () => {
    await page.getByLabel('Describe the problem').fill('I was charged twice for my March subscription')
    if (!as) {
      await page.getByLabel('Your name').fill(lena.name)
      await page.getByLabel('E-mail').fill(lena.email)
    }
    await page.getByRole('button', { name: 'Send ticket' }).click()
    await page.getByRole('button', { name: 'Sending…' }).waitFor()
  }
  await send()
  /** Releases the host's answer, and waits until the page has processed it. */
  const answer = async () => {
    const answered = page.waitForResponse(answerOf('createTicket'))
    waiting.shift()?.resolve()
    await answered
    await page.evaluate(() => fetch('/robots.txt'))
    await page.evaluate(() => new Promise(requestAnimationFrame))
  }
  return { page, send, answer }
}
const line = (page: Page) => page.getByRole('status').filter({ hasText: `We have your ticket ${opened.number}.` })
const signInPage = async (page: Page) => {
  await page.getByRole('link', { name: 'Sign in' }).click()
  await page.getByRole('heading', { name: 'Sign in' }).waitFor()
}
const receipt = (page: Page) => page.getByRole('heading', { name: 'We have your ticket' })

it('appears as a line if its author writes something else by then, and removes nothing of that', async () => {
  const { page, answer } = await sendingSlowly(lena)
  await page.getByRole('link', { name: 'Work with us' }).click()
  const motivation = page.getByLabel('Why you, and why here?')
  await motivation.fill('I like to help')
  await answer()
  await line(page).waitFor()
  expect(await motivation.inputValue()).toBe('I like to help')
  await line(page).getByRole('link', { name: 'What happens next' }).click()
  await receipt(page).waitFor()

  await expect.poll(() => line(page).count()).toBe(0)
})

it('can be dismissed, which moves the focus to the page’s main content', async () => {
  const { page, answer } = await sendingSlowly(null)
  await signInPage(page)
  await answer()
  await line(page).getByRole('button', { name: 'Close' }).click()

  await expect.poll(() => line(page).count()).toBe(0)
  await expect.poll(() => page.getByRole('main').evaluate(isFocused)).toBe(true)
})

it('stays beside the next one, each with its own link to what a guest sent', async () => {
  const { page, send, answer } = await sendingSlowly(null)
  await signInPage(page)
  await answer()
  await line(page).waitFor()
  await page.goBack()
  await send()
  await signInPage(page)
  await answer()
  const next = (number: string) =>
    page.getByText(`We have your ticket ${number}.`).locator('..').getByRole('link', { name: 'What happens next' })
  await next(another.number).waitFor()
  await next(opened.number).click()
  await receipt(page).waitFor()

  expect(await page.getByRole('link', { name: /token-of/ }).textContent()).toContain(opened.number)
  await expect.poll(() => next(opened.number).count()).toBe(0)
  expect(await next(another.number).count()).toBe(1)
})

it.each([
  ['and this page knows', true],
  ['and this page has not heard of it yet', false],
])('is not shown to somebody who has signed in since: %s', async (_case, isHeard) => {
  const { page, answer } = await sendingSlowly(null)
  await signInElsewhere(page, anAdmin, isHeard)
  if (isHeard) await page.getByRole('button', { name: 'Sign out' }).waitFor()
  await answer()

  expect(new URL(page.url()).pathname).toBe('/')
  expect(await receipt(page).count()).toBe(0)
  expect(await line(page).count()).toBe(0)
})
