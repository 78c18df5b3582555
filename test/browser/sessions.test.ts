import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import type { User } from '../../functions/contracts/people.ts'
import { adminApi } from '../support/admin-api.ts'
import { NOW } from '../support/clock.ts'
import { deskApi, signedInAs } from '../support/desk-api.ts'
import { anAdmin, anId, aTicket, aUser } from '../support/desk-records.ts'
import { Refusal, type Responders } from '../support/mock-api.ts'
import { preparePages } from '../support/page-fixture.ts'

const { open } = preparePages()

const lena = aUser({ id: anId(31), role: 'customer', name: 'Lena König', email: 'lena@example.org' })
const marc = aUser({ id: anId(32), role: 'customer', name: 'Marc Petit', email: 'marc@example.org' })
const ticket = aTicket({ requester: { id: lena.id, name: lena.name, email: lena.email } })

const loginAs = (user: User) => ({
  access_token: `token of ${user.name}`,
  id_token: 'i',
  refresh_token: `renewal of ${user.name}`,
  expires_in: 3_600,
  user,
})
const refused = new Refusal(401, 'unauthenticated')

/** A session that the page finds, and whose token has to be renewed before the next request. */
const needsRenewal = (page: Page, user: User) =>
  page.addInitScript(
    (session) => {
      if (!localStorage.getItem('plimsoll.session')) localStorage.setItem('plimsoll.session', session)
    },
    JSON.stringify({ access_token: 'old', refresh_token: 'old', expires_at: NOW.getTime(), user }),
  )

const signIn = async (page: Page) => {
  await page.getByLabel('E-mail').fill('lena@example.org')
  await page.getByLabel('Password').fill('a long sentence')
  await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click()
}

/** Replaces or removes the stored session from another tab of the same browser. */
const elsewhere = async (page: Page, session: object | null) => {
  const other = await page.context().newPage()
  await other.goto(new URL('/robots.txt', page.url()).href)
  await other.evaluate(
    (text) =>
      text === '' ? localStorage.removeItem('plimsoll.session') : localStorage.setItem('plimsoll.session', text),
    session === null ? '' : JSON.stringify(session),
  )
  await other.close()
}
const storedSession = (user: User) => ({ ...loginAs(user), expires_at: NOW.getTime() + 8.64e12 })

/** The portal on a ticket of Lena’s, which nobody else may see. */
const lenasTicket = (given: Responders = {}, before = (page: Page) => signedInAs(page, lena)) =>
  open(
    `/t/${ticket.id}`,
    deskApi({
      getTicket: ({ headers }) =>
        !headers.authorization || headers.authorization.includes(marc.name) ? new Refusal(404, 'not_found') : ticket,
      login: () => loginAs(lena),
      ...given,
    }),
    { before },
  )

it('goes on at once where somebody signs in on the spot', async () => {
  const { page } = await open(
    '/apply',
    deskApi({ login: () => loginAs(lena), listApplications: () => ({ items: [], next_cursor: null }) }),
  )
  await signIn(page)

  await page.getByLabel('Why you, and why here?').waitFor()
})

it('leaves nothing of one person on screen for another who signs in elsewhere', async () => {
  const { page } = await lenasTicket()
  await page.getByRole('heading', { name: ticket.title }).waitFor()
  await elsewhere(page, storedSession(marc))

  await page.getByRole('heading', { name: 'We cannot show this ticket' }).waitFor()
  expect(await page.getByText(ticket.description).count()).toBe(0)
})

it('notices who is signed in by now when it comes back out of the browser’s memory', async () => {
  const { page } = await lenasTicket()
  await page.getByRole('heading', { name: ticket.title }).waitFor()
  await page.evaluate(
    (session) => {
      localStorage.setItem('plimsoll.session', session)
      window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))
    },
    JSON.stringify(storedSession(marc)),
  )

  await page.getByRole('heading', { name: 'We cannot show this ticket' }).waitFor()
})

it('clears the desk when its agent signs out elsewhere', async () => {
  const { page } = await open(`/console/tickets/${anId(1)}`, deskApi(), {
    before: (fresh) => signedInAs(fresh, aUser()),
  })
  await page.getByText('Duplicate webhook').waitFor()
  await elsewhere(page, null)

  await page.getByRole('button', { name: 'Sign in' }).waitFor()
  expect(await page.getByText('Duplicate webhook').count()).toBe(0)
})

it('keeps the desk until it is told of a sign-out elsewhere, whatever happens on it before', async () => {
  const { page } = await open(`/console/tickets/${anId(1)}`, deskApi(), {
    before: (fresh) => signedInAs(fresh, aUser()),
  })
  const list = page.getByRole('listbox', { name: 'Tickets' })
  await list.getByRole('option').nth(1).waitFor()
  const before = await list.getAttribute('aria-activedescendant')
  await page.evaluate(() => localStorage.removeItem('plimsoll.session'))
  await page.keyboard.press('j')
  await expect.poll(() => list.getAttribute('aria-activedescendant')).not.toBe(before)
  await page.evaluate(() => window.dispatchEvent(new StorageEvent('storage')))

  await page.getByRole('button', { name: 'Sign in' }).waitFor()
})

it('opens no administration to an agent who signs in where an admin was', async () => {
  const { page } = await open('/console/agents', deskApi(adminApi), { before: (fresh) => signedInAs(fresh, anAdmin) })
  await page.getByRole('heading', { name: 'Agents', level: 1 }).waitFor()
  await elsewhere(page, storedSession(aUser()))

  await page.getByRole('heading', { name: 'You may not do this.' }).waitFor()
})

it('offers to sign in again once a session has ended, and keeps the reply', async () => {
  const { page, api } = await lenasTicket({ addComment: () => refused, refreshSession: () => refused })
  await page.getByLabel('Your reply').fill('It happened again')
  await page.getByRole('button', { name: 'Send reply' }).click()
  await page.getByText('You are no longer signed in.').waitFor()
  await signIn(page)

  await expect.poll(() => page.getByLabel('Your reply').inputValue()).toBe('It happened again')
  await expect.poll(() => page.getByText('You are no longer signed in.').count()).toBe(0)
  expect(api.of('addComment')).toHaveLength(1)
})

it('shows the receipt of a ticket to nobody but who sent it, whatever the history of the tab holds', async () => {
  const sent = aTicket({ requester: { id: marc.id, name: marc.name, email: marc.email } })
  const { page } = await open('/', deskApi({ createTicket: () => sent, getTicket: () => sent }), {
    before: (fresh) => signedInAs(fresh, marc),
  })
  await page.getByLabel('Describe the problem').fill('I was charged twice for my March subscription')
  await page.getByRole('button', { name: 'Send ticket' }).click()
  await page.getByRole('heading', { name: 'We have your ticket' }).waitFor()
  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.getByRole('group', { name: 'Who may we answer?' }).waitFor()
  await page.goBack()

  await expect.poll(() => page.evaluate(() => history.state)).toBeNull()
  await page.getByRole('group', { name: 'Who may we answer?' }).waitFor()
  expect(await page.getByText(marc.email).count()).toBe(0)
})

/** The ticket while Lena’s session is being renewed; the test releases the answer. */
const lateRenewal = async (answer: ReturnType<typeof loginAs> | Refusal) => {
  const { promise: held, resolve: release } = Promise.withResolvers<void>()
  const refreshSession = async () => {
    await held
    return answer
  }
  const { page, api } = await lenasTicket({ refreshSession }, (fresh) => needsRenewal(fresh, lena))
  await expect.poll(() => api.of('refreshSession').length).toBe(1)
  return { page, release }
}

it('stays signed out although an answer to the renewal comes late', async () => {
  const { page, release } = await lateRenewal(loginAs(lena))
  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.getByRole('link', { name: 'Sign in' }).waitFor()
  const answered = page.waitForResponse('**/api/auth/refresh')
  release()
  await answered
  // The lock is released once the answer is processed.
  await expect.poll(() => page.evaluate(async () => (await navigator.locks.query()).held?.length)).toBe(0)

  expect(await page.evaluate(() => localStorage.getItem('plimsoll.session'))).toBeNull()
})

it('does not overrule who signed in elsewhere with a renewal that was refused', async () => {
  const { page, release } = await lateRenewal(refused)
  await elsewhere(page, storedSession(marc))
  release()
  await page.getByRole('heading', { name: 'We cannot show this ticket' }).waitFor()

  await expect.poll(() => page.evaluate(async () => (await navigator.locks.query()).held?.length)).toBe(0)
  expect(await page.evaluate(() => localStorage.getItem('plimsoll.session'))).toContain(marc.name)
})
