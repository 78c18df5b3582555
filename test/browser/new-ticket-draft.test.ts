import { expect, it } from 'vitest'
import type { OpenedTicket } from '../../functions/contracts/ticket.ts'
import { todayAt } from '../support/clock.ts'
import { signedInAs } from '../support/desk-api.ts'
import { answerOf, Refusal } from '../support/mock-api.ts'
import {
  billing,
  description,
  fillGuest,
  goAway,
  lena,
  noAddress,
  prepareNewTicket,
  send,
  TEXT,
  ticket,
  unavailable,
} from '../support/new-ticket.ts'
import { isFocused } from '../support/page-fixture.ts'

const { portal, sendingSlowly } = prepareNewTicket()

it('says that nothing is lost if a ticket takes long, and only that it waits if there is no network', async () => {
  const { page } = await portal({ createTicket: () => new Promise(() => undefined) })
  const slow = page.getByText('This takes longer than usual')
  await page.clock.pauseAt(todayAt('10:05'))
  await description(page).fill(TEXT)
  await fillGuest(page)
  await page.context().setOffline(true)
  await page.getByText('What you write stays here').waitFor()
  await send(page)
  await page.getByText('1 message is sent when you are back').waitFor()
  await page.clock.runFor(9_000)
  expect(await slow.count()).toBe(0)
  await page.context().setOffline(false)
  await expect.poll(() => page.getByText('You are offline').count()).toBe(0)
  await page.clock.runFor(7_900)
  expect(await slow.count()).toBe(0)
  await page.clock.runFor(200)

  await slow.waitFor()
})

it('shows what somebody wrote before they signed out to nobody else, and restores it for them', async () => {
  const { page } = await portal({}, (fresh) => signedInAs(fresh, lena))
  await description(page).fill(TEXT)
  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.getByRole('group', { name: 'Who may we answer?' }).waitFor()
  expect(await description(page).inputValue()).toBe('')
  await page.getByRole('link', { name: 'Sign in' }).click()
  await page.getByLabel('E-mail').fill('lena@example.org')
  await page.getByLabel('Password').fill('a long sentence')
  await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('link', { name: 'New ticket' }).first().click()

  await expect.poll(() => description(page).inputValue()).toBe(TEXT)
})

it('keeps what somebody wrote before they signed in, for them only', async () => {
  const { page } = await portal()
  await description(page).fill(TEXT)
  await page.getByRole('link', { name: 'Sign in' }).click()
  await page.getByLabel('E-mail').fill('lena@example.org')
  await page.getByLabel('Password').fill('a long sentence')
  await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('link', { name: 'New ticket' }).first().click()
  await page.getByText('We answer Lena König at lena@example.org.').waitFor()
  expect(await description(page).inputValue()).toBe(TEXT)
  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.getByRole('group', { name: 'Who may we answer?' }).waitFor()

  expect(await description(page).inputValue()).toBe('')
})

it('repeats a ticket unchanged and under its key, even after a suggestion came and the page was reloaded', async () => {
  let isUp = false
  const { page, api } = await portal({
    classifyTicket: () => (isUp ? billing : unavailable),
    createTicket: () => (isUp ? ticket : unavailable),
  })
  await description(page).fill(TEXT)
  await fillGuest(page)
  await send(page)
  await page.getByText('Your ticket was not sent').waitFor()
  isUp = true
  const asked = api.of('classifyTicket').length
  await page.reload()
  await expect.poll(() => description(page).inputValue()).toBe(TEXT)
  await page.clock.runFor(800)
  await expect.poll(() => api.of('classifyTicket').length).toBeGreaterThan(asked)
  await send(page)
  await page.getByRole('heading', { name: 'We have your ticket' }).waitFor()

  const [first, second] = api.of('createTicket')
  expect(second?.body).toEqual(first?.body)
  expect(second?.headers['idempotency-key']).toBe(first?.headers['idempotency-key'])
})

it('accepts suggestions again once the customer changes an unsent ticket', async () => {
  let isUp = false
  const { page } = await portal({
    classifyTicket: () => (isUp ? billing : unavailable),
    createTicket: () => unavailable,
  })
  await description(page).fill(TEXT)
  await fillGuest(page)
  await send(page)
  await page.getByText('Your ticket was not sent').waitFor()
  isUp = true
  await description(page).fill(`${TEXT}, please refund one`)

  await page.getByText('Suggested from your text').waitFor()
})

it('sends a ticket once, even if its author comes back to it while it is on its way', async () => {
  const { page, api, release } = await sendingSlowly(ticket)
  await goAway(page)
  await page.goBack()
  await page.getByRole('button', { name: 'Sending…' }).click({ force: true })
  release()
  await page.getByRole('heading', { name: 'We have your ticket' }).waitFor()

  expect(api.of('createTicket')).toHaveLength(1)
})

it('tells an author who comes back that the ticket was refused, and moves the focus to the refused field', async () => {
  const { page, release } = await sendingSlowly(noAddress)
  await goAway(page)
  await page.goBack()
  await page.getByRole('button', { name: 'Sending…' }).waitFor()
  release()
  await page.getByText('Your ticket was not sent').waitFor()

  await expect.poll(() => page.getByLabel('E-mail').evaluate(isFocused)).toBe(true)
  expect(await page.getByLabel('E-mail').getAttribute('aria-invalid')).toBe('true')
})

it('no longer shows a refusal once its field is corrected, and focuses where a page begins', async () => {
  const { page } = await portal({ createTicket: () => noAddress })
  const address = page.getByLabel('E-mail')
  await description(page).fill(TEXT)
  await fillGuest(page)
  await send(page)
  await expect.poll(() => address.getAttribute('aria-invalid')).toBe('true')
  await address.fill('lena.koenig@example.org')
  await expect.poll(() => address.getAttribute('aria-invalid')).not.toBe('true')
  await goAway(page)
  await page.goBack()
  const heading = page.getByRole('heading', { name: 'What went wrong?' })
  await expect.poll(() => heading.evaluate(isFocused)).toBe(true)
  await page.clock.runFor(100)

  expect(await heading.evaluate(isFocused)).toBe(true)
  expect(await page.getByText('Your ticket was not sent').count()).toBe(0)
})

it('still shows the refusal of another field while the first one is corrected', async () => {
  const bothWrong = new Refusal(422, 'validation_failed', {}, [
    { path: 'title', message: 'is wrong' },
    { path: 'requester.email', message: 'not an address' },
  ])
  const { page } = await portal({ createTicket: () => bothWrong })
  await description(page).fill(TEXT)
  await fillGuest(page)
  await send(page)
  const headline = page.getByLabel('Title')
  await expect.poll(() => headline.evaluate(isFocused)).toBe(true)
  await headline.fill('Charged twice')
  await expect.poll(() => headline.getAttribute('aria-invalid')).not.toBe('true')

  expect(await page.getByLabel('E-mail').getAttribute('aria-invalid')).toBe('true')
})

it('also tells an author who comes back after half an hour', async () => {
  const { page, release } = await sendingSlowly(unavailable)
  await goAway(page)
  const refused = page.waitForResponse('**/api/tickets')
  release()
  await refused
  await page.clock.runFor('30:00')
  await page.goBack()

  await page.getByText('Your ticket was not sent').waitFor()
})

/** A guest who has just sent a ticket signs in, and goes to write another one before the host has answered. */
const signInMeanwhile = async (answer: OpenedTicket | Refusal | Promise<never>) => {
  const { page, release } = await sendingSlowly(answer)
  await goAway(page)
  await page.getByLabel('E-mail').fill('lena@example.org')
  await page.getByLabel('Password').fill('a long sentence')
  await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click()
  const writeAnother = async () => {
    await page.getByRole('link', { name: 'My tickets' }).click()
    await page.getByRole('heading', { name: 'My tickets', level: 1 }).waitFor()
    await page.getByRole('link', { name: 'New ticket' }).first().click()
    await page.getByText('We answer Lena König at lena@example.org.').waitFor()
    return description(page).inputValue()
  }
  const comesMeanwhile = async () => {
    const answered = page.waitForResponse(answerOf('createTicket'))
    release()
    await answered
    await page.evaluate(() => fetch('/robots.txt'))
  }
  return { page, writeAnother, comesMeanwhile }
}

it('offers a guest’s ticket to nobody who signs in, neither while it is on its way nor once it has arrived', async () => {
  const { writeAnother, comesMeanwhile } = await signInMeanwhile(ticket)
  expect(await writeAnother()).toBe('')
  await comesMeanwhile()

  expect(await writeAnother()).toBe('')
})

it('offers a guest’s ticket to nobody who signs in if it may have arrived without an answer', async () => {
  const { page, writeAnother } = await signInMeanwhile(new Promise<never>(() => undefined))
  await writeAnother()
  await page.clock.runFor(33_000)

  expect(await writeAnother()).toBe('')
})

it('nor if its answer was lost in a reload', async () => {
  const { page, writeAnother } = await signInMeanwhile(new Promise<never>(() => undefined))
  await writeAnother()
  await page.reload()

  expect(await writeAnother()).toBe('')
})

it('nor if the host failed on it', async () => {
  const { writeAnother, comesMeanwhile } = await signInMeanwhile(unavailable)
  await writeAnother()
  await comesMeanwhile()

  expect(await writeAnother()).toBe('')
})

it('keeps for somebody who signs in what they wrote before and what was refused in the end', async () => {
  const { writeAnother, comesMeanwhile } = await signInMeanwhile(noAddress)
  await writeAnother()
  await comesMeanwhile()

  expect(await writeAnother()).toBe(TEXT)
})

it('keeps what was typed while the ticket before it was on its way', async () => {
  const { page, api, release } = await sendingSlowly(ticket)
  await page.getByRole('button', { name: 'Sending…' }).waitFor()
  await description(page).fill('And the app does not start either')
  release()
  await page.getByRole('link', { name: 'Write another ticket' }).click()

  await expect.poll(() => description(page).inputValue()).toBe('And the app does not start either')
  expect(api.of('createTicket').map(({ body }) => body.description)).toEqual([TEXT])
})

it('keeps no draft of a ticket that was changed on its way and then changed back', async () => {
  const { page, release } = await sendingSlowly(ticket)
  await page.getByRole('button', { name: 'Sending…' }).waitFor()
  await description(page).fill(`${TEXT}, please refund one`)
  await description(page).fill(TEXT)
  release()
  await page.getByRole('link', { name: 'Write another ticket' }).click()

  await expect.poll(() => description(page).inputValue()).toBe('')
})
