import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { NOW } from '../support/clock.ts'
import { deskApi, signedInAs } from '../support/desk-api.ts'
import { aTicket, aUser } from '../support/desk-records.ts'
import { description, fillGuest, lena, send, TEXT, ticket, unavailable } from '../support/new-ticket.ts'
import { preparePages } from '../support/page-fixture.ts'

const { open } = preparePages()

/** A browser whose storage already contains these texts by name, as written by an older version. */
const keeps = (storage: 'localStorage' | 'sessionStorage', texts: Readonly<Record<string, string>>) => (page: Page) =>
  page.addInitScript(
    ([where, entries]) => {
      for (const [name, text] of entries) {
        if (!window[where].getItem(name)) window[where].setItem(name, text)
      }
    },
    [storage, Object.entries(texts)] as const,
  )

/** A guest's form for a new ticket. */
const newTicket = (before: (page: Page) => Promise<unknown>) =>
  open('/', deskApi({ classifyTicket: () => unavailable, createTicket: () => ticket }), { before })

/** The request of a guest who fills in only the description. */
const body = { title: TEXT, description: TEXT, requester: { name: 'Lena König', email: 'lena@example.org' } }
const answered = aTicket({ title: 'Charged twice', first_response_at: new Date(NOW).toISOString(), resolved_at: null })

const user = aUser()
const session = { access_token: 'a', refresh_token: 'r', expires_at: NOW.getTime() + 8.64e12, user }
const { name: _name, ...nameless } = user

it.each([
  ['is no JSON', '{'],
  ['is no object', '[]'],
  ['has no tokens', JSON.stringify({ user, expires_at: session.expires_at })],
  ['ends at no time', JSON.stringify({ ...session, expires_at: '2026-03-03' })],
  ['is of nobody', JSON.stringify({ ...session, user: null })],
  ['is of a user without a name', JSON.stringify({ ...session, user: nameless })],
  ['is of a user with an unknown role', JSON.stringify({ ...session, user: { ...user, role: 'owner' } })],
])('asks to sign in where the stored session %s', async (_case, text) => {
  const { page } = await open('/console', deskApi(), { before: keeps('localStorage', { 'plimsoll.session': text }) })

  await page.getByRole('heading', { name: 'Sign in' }).waitFor()
})

it.each([
  ['is no JSON', '{'],
  ['is null', 'null'],
  ['has no description', JSON.stringify({ name: '', email: '', text: TEXT })],
  ['has a title that is no text', JSON.stringify({ description: TEXT, name: '', email: '', title: 7 })],
  ['has an unknown topic', JSON.stringify({ description: TEXT, name: '', email: '', category: 'sales' })],
  ['has an unknown priority', JSON.stringify({ description: TEXT, name: '', email: '', priority: 1 })],
  ['was sent with a suggestion of nothing', JSON.stringify({ description: TEXT, name: '', email: '', sent_with: {} })],
])('begins a blank ticket where the stored draft %s', async (_case, text) => {
  const { page, api } = await newTicket(keeps('sessionStorage', { 'plimsoll.new-ticket.guest': text }))
  await description(page).waitFor()
  expect(await description(page).inputValue()).toBe('')
  await description(page).fill(TEXT)
  await fillGuest(page)
  await send(page)

  await expect.poll(() => api.of('createTicket').length).toBe(1)
  expect(api.of('createTicket')[0]?.body).toEqual(body)
})

it.each([
  ['is no JSON', '{'],
  ['has no key', JSON.stringify({ content: JSON.stringify(body) })],
])('sends a ticket where the stored key of its last attempt %s', async (_case, text) => {
  const { page, api } = await newTicket(keeps('sessionStorage', { 'plimsoll.new-ticket.guest.sent': text }))
  await description(page).fill(TEXT)
  await fillGuest(page)
  await send(page)

  await expect.poll(() => api.of('createTicket').length).toBe(1)
  expect(api.of('createTicket')[0]?.headers['idempotency-key']).toMatch(/^[0-9a-f-]{36}$/)
})

it.each([
  ['is no JSON', '{'],
  ['is null', 'null'],
  ['is of no time', JSON.stringify({ [answered.id]: 7 })],
])('marks an answered ticket as changed where what its customer has seen %s', async (_case, text) => {
  const { page } = await open('/tickets', deskApi({}, [answered]), {
    before: async (fresh) => {
      await signedInAs(fresh, lena)
      await keeps('localStorage', { [`plimsoll.seen.${lena.id}`]: text })(fresh)
    },
  })

  await page
    .getByRole('link', { name: answered.title })
    .getByText(/^Changed /)
    .waitFor()
})
