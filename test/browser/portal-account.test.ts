import type { Locator, Page } from 'playwright-core'
import { expect, it } from 'vitest'
import type { Application } from '../../functions/contracts/people.ts'
import { todayAt } from '../support/clock.ts'
import { deskApi, signedInAs } from '../support/desk-api.ts'
import { anAdmin, anId, aTicket, at, aUser, manyTickets } from '../support/desk-records.ts'
import { Refusal, type Responders } from '../support/mock-api.ts'
import { isFocused, preparePages } from '../support/page-fixture.ts'

const { open } = preparePages()

const customer = aUser({ role: 'customer', name: 'Lena König', email: 'lena@example.org' })
const session = { access_token: 'a', id_token: 'i', refresh_token: 'r', expires_in: 3_600, user: customer }
const asCustomer = { before: (page: Page) => signedInAs(page, customer) }
const application: Application = {
  id: anId(701),
  user: { id: customer.id, name: customer.name, email: customer.email },
  motivation: 'I like to help',
  skills: ['invoices', 'german'],
  state: 'open',
  decided_by: null,
  decided_at: null,
  created_at: at(1),
}

const mine = (given: Responders = {}) =>
  open(
    '/tickets',
    deskApi({ listTickets: () => ({ items: manyTickets(20), next_cursor: 'next' }), ...given }),
    asCustomer,
  )

it('pages through the customer’s tickets', async () => {
  const { page, api } = await mine({
    listTickets: ({ query }) => ({ items: manyTickets(20), next_cursor: query.get('page') === '2' ? null : 'next' }),
  })
  await page.getByText('Page 1').waitFor()
  await page.getByRole('button', { name: 'Next page' }).click()
  await page.getByText('Page 2').waitFor()

  await expect.poll(() => page.getByRole('button', { name: 'Next page' }).isDisabled()).toBe(true)
  await expect.poll(() => api.of('listTickets').at(-1)?.query.get('page')).toBe('2')
})

/** Advances the page's stopped clock until an element appears. */
const settled = (wanted: Locator) =>
  expect
    .poll(async () => {
      await wanted.page().clock.runFor(100)
      return wanted.isVisible()
    })
    .toBe(true)

it('searches once typing has settled, not at every key', async () => {
  const { page, api } = await mine({
    listTickets: ({ query }) => ({ items: query.get('search') ? [] : manyTickets(3), next_cursor: null }),
  })
  await page.clock.pauseAt(todayAt('10:05'))
  await page.getByLabel('Search my tickets').pressSequentially('refund')
  await settled(page.getByText('Nothing matches “refund”.'))
  expect(api.of('listTickets').flatMap(({ query }) => query.get('search') ?? [])).toEqual(['refund'])
  await page.getByRole('button', { name: 'Clear search' }).click()

  await settled(page.getByRole('listitem').first())
})

it('says what to do while there are no tickets', async () => {
  const { page } = await mine({ listTickets: () => ({ items: [], next_cursor: null }) })
  await page.getByText('No tickets yet').waitFor()
  await page.getByRole('main').getByRole('link', { name: 'New ticket' }).click()

  await page.getByRole('heading', { name: 'What went wrong?' }).waitFor()
})

it('keeps the list on screen when it cannot be refreshed', async () => {
  let up = true
  const { page } = await mine({
    listTickets: () => (up ? { items: manyTickets(3), next_cursor: null } : new Refusal(403, 'forbidden')),
  })
  await page.getByRole('listitem').first().waitFor()
  up = false
  await page.clock.runFor(16_000)
  await page.getByText('You may not do this.').waitFor()

  expect(await page.getByRole('listitem').count()).toBe(3)
})

it('shows staff no tickets of others as their own, but sends them to the console', async () => {
  const { page, api } = await open('/tickets', deskApi(), { before: (fresh) => signedInAs(fresh, anAdmin) })
  await page.getByText('the tickets are in the console').waitFor()

  expect(api.of('listTickets')).toHaveLength(0)
})

it('marks a ticket that has changed since it was last opened, and no other', async () => {
  const looked = aTicket({ id: anId(1), title: 'Looked at', version: 4 })
  const sorted = aTicket({ id: anId(2), title: 'Only sorted', version: 3 })
  const answered = aTicket({ id: anId(3), title: 'Answered', first_response_at: at(10) })
  const done = aTicket({ id: anId(4), title: 'Done', first_response_at: at(30), resolved_at: at(20) })
  let items = [looked, sorted, answered, done]
  const { page } = await mine({
    listTickets: () => ({ items, next_cursor: null }),
    getTicket: ({ params }) => items.find(({ id }) => id === params.id) ?? new Refusal(404, 'not_found'),
  })
  const marked = () => page.getByRole('listitem').filter({ hasText: 'Changed' })
  await expect.poll(() => marked().count()).toBe(1)
  expect(await marked().textContent()).toContain('Answered')
  for (const { title } of [looked, answered]) {
    await page.getByRole('link', { name: title }).click()
    await page.getByRole('heading', { name: title }).waitFor()
    await page.getByRole('link', { name: 'My tickets' }).click()
    await page.getByRole('listitem').first().waitFor()
  }
  expect(await marked().count()).toBe(0)
  items = [{ ...looked, version: 6, updated_at: at(2) }, sorted, { ...answered, version: 9 }, done]
  await page.clock.runFor(16_000)

  await expect.poll(() => marked().count()).toBe(1)
  expect(await marked().textContent()).toContain('Looked at')
  expect(await marked().textContent()).toContain('Changed 2 minutes ago')
})

it('signs up and in with one form', async () => {
  const { page, api } = await open('/sign-up', deskApi({ signup: () => ({ user: customer }), login: () => session }))
  await page.getByLabel('Your name').fill('Lena König')
  await page.getByLabel('E-mail').fill('lena@example.org')
  await page.getByLabel('Password').fill('too short')
  await page.getByRole('button', { name: 'Create account' }).click()
  await page.getByText('At least 12 characters, please.').waitFor()
  expect(api.of('signup')).toHaveLength(0)
  await page.getByLabel('Password').fill('correct horse battery')
  await page.getByRole('button', { name: 'Create account' }).click()

  await page.getByRole('heading', { name: 'My tickets' }).waitFor()
  expect(api.of('login')[0]?.body).toEqual({ email: 'lena@example.org', password: 'correct horse battery' })
})

it('says in the reader’s language why the host refused', async () => {
  const { page } = await open('/sign-in', deskApi({ login: () => new Refusal(401, 'bad_credentials') }), {
    language: 'de',
  })
  await page.getByLabel('E-Mail').fill('lena@example.org')
  await page.getByLabel('Passwort').fill('falsch')
  await page.getByRole('button', { name: 'Anmelden' }).click()

  await page.getByText('E-Mail oder Passwort stimmt nicht.').waitFor()
})

it('sets a new password with the code from the mail, and asks for another code if it was wrong', async () => {
  const { page, api } = await open(
    '/forgot',
    deskApi({
      forgotPassword: () => undefined,
      resetPassword: ({ body }) => (body.code === '123456' ? undefined : new Refusal(422, 'code_invalid')),
    }),
  )
  const ask = async () => {
    await page.getByLabel('E-mail', { exact: true }).fill('lena@example.org')
    await page.getByRole('button', { name: 'Mail me a code' }).click()
  }
  const set = async (code: string) => {
    await page.getByLabel('Code from the e-mail').fill(code)
    await page.getByLabel('New password').fill('correct horse battery')
    await page.getByRole('button', { name: 'Set password' }).click()
  }
  await ask()
  await set('000000')
  await page.getByText('The code is wrong or has expired.').waitFor()
  await page.getByRole('button', { name: 'Ask for another code' }).click()
  await ask()
  await set('123456')

  await page.getByText('Your password is set.').waitFor()
  expect(api.of('forgotPassword')).toHaveLength(2)
})

it('accepts an application to become an agent, and shows its state', async () => {
  let applied = false
  const { page, api } = await open(
    '/',
    deskApi({
      listApplications: () => ({ items: applied ? [application] : [], next_cursor: null }),
      applyAsAgent: () => {
        applied = true
        return application
      },
    }),
    asCustomer,
  )
  await page.getByRole('link', { name: 'Work with us' }).click()
  await page.getByLabel('Why you, and why here?').fill('I like to help')
  await page.getByLabel('What you know').fill('Invoices, german,, invoices')
  await page.getByRole('button', { name: 'Send application' }).click()

  await page.getByText('Your application is being read.').waitFor()
  expect(api.of('applyAsAgent')[0]?.body).toEqual({ motivation: 'I like to help', skills: ['invoices', 'german'] })
})

it.each([
  [
    'one is too long',
    `python, ${'invoices and more of it '.repeat(2)}`,
    '“invoices and more of it invoices and more of it” is longer',
  ],
  ['there are too many', Array.from({ length: 21 }, (_nothing, place) => `skill${place}`).join(','), 'At most 20'],
])('says what is wrong with the skills of an application: %s', async (_case, typed, said) => {
  const { page, api } = await open(
    '/apply',
    deskApi({ listApplications: () => ({ items: [], next_cursor: null }), applyAsAgent: () => application }),
    asCustomer,
  )
  const skills = page.getByLabel('What you know')
  await page.getByLabel('Why you, and why here?').fill('I like to help')
  await skills.fill(typed)
  await page.getByRole('button', { name: 'Send application' }).click()
  await page.getByText(said).waitFor()
  await expect.poll(() => skills.evaluate(isFocused)).toBe(true)
  expect(api.of('applyAsAgent')).toHaveLength(0)
  await skills.fill('python, invoices')
  await page.getByRole('button', { name: 'Send application' }).click()

  await expect.poll(() => api.of('applyAsAgent').length).toBe(1)
})

it('moves an applicant’s focus to the skills that the host refused', async () => {
  const { page } = await open(
    '/apply',
    deskApi({
      listApplications: () => ({ items: [], next_cursor: null }),
      applyAsAgent: () => new Refusal(422, 'validation_failed', {}, [{ path: 'skills.0', message: 'too long' }]),
    }),
    asCustomer,
  )
  const skills = page.getByLabel('What you know')
  await page.getByLabel('Why you, and why here?').fill('I like to help')
  await skills.fill('invoices '.repeat(6))
  await page.getByRole('button', { name: 'Send application' }).click()

  await expect.poll(() => skills.evaluate(isFocused)).toBe(true)
  expect(await skills.getAttribute('aria-invalid')).toBe('true')
})

it('moves the focus of a signup to the address that the host refused', async () => {
  const { page } = await open(
    '/sign-up',
    deskApi({ signup: () => new Refusal(422, 'validation_failed', {}, [{ path: 'email', message: 'no address' }]) }),
  )
  const email = page.getByLabel('E-mail')
  await page.getByLabel('Your name').fill('Lena König')
  await email.fill('lena@example')
  await page.getByLabel('Password').fill('correct horse battery')
  await page.getByRole('button', { name: 'Create account' }).click()

  await expect.poll(() => email.evaluate(isFocused)).toBe(true)
  expect(await email.getAttribute('aria-invalid')).toBe('true')
})

it('leads on from an address that does not exist, by a link high enough for a finger', async () => {
  const { page } = await open('/nowhere', deskApi())
  const home = page.getByRole('link', { name: 'To the start' })

  expect((await home.boundingBox())?.height).toBeGreaterThanOrEqual(44)
})

it('stops mail only once a person confirms it', async () => {
  const { page, api } = await open('/unsubscribe#signed', deskApi({ unsubscribe: () => undefined }))
  await page.getByRole('button', { name: 'Stop the mail' }).waitFor()
  expect(api.of('unsubscribe')).toHaveLength(0)
  await page.getByRole('button', { name: 'Stop the mail' }).click()
  await page.getByText('You get no more mail about it.').waitFor()

  expect(api.of('unsubscribe')[0]?.body).toEqual({ token: 'signed' })
})

it('moves the focus to the heading of every page but the first, which screen readers read by themselves', async () => {
  const { page } = await open('/', deskApi())
  const focused = () => page.evaluate(() => document.activeElement?.tagName)
  await page.getByRole('heading', { name: 'What went wrong?' }).waitFor()
  expect(await focused()).toBe('BODY')
  await page.getByRole('link', { name: 'Sign in' }).click()

  await expect.poll(focused).toBe('H1')
  await expect.poll(() => page.title()).toBe('Sign in · Plimsoll')
})
