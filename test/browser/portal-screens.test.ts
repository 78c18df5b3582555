import type { Page } from 'playwright-core'
import { anId, aTicket, at, aUser, manyTickets } from '../support/desk-records.ts'
import { Refusal } from '../support/mock-api.ts'
import { preparePages } from '../support/page-fixture.ts'
import { checkScreens, type ScreenCase } from '../support/screens.ts'

const { open } = preparePages()

/** Longer than a phone is wide. */
const email = 'anneliese.mueller-luedenscheidt@donaudampfschifffahrtsgesellschaft.example'
const customer = aUser({ role: 'customer', name: 'Anneliese Müller-Lüdenscheidt', email })
const FIRST = anId(1)
const byLink = `/t/${FIRST}#token`
const { title } = aTicket()
const waiting = {
  ...aTicket({
    requester: { id: null, name: customer.name, email },
    assignee: null,
    queue_state: 'waiting',
    queue_position: 300,
  }),
  tracking_token: 'token',
}

const send = (page: Page) => page.getByRole('main').getByRole('button').first().click()

const writeTicket = async (page: Page) => {
  await page.getByLabel('Describe the problem').fill('I was charged twice for my March subscription')
  await page.getByText('Suggested from your text').waitFor()
  await page.getByLabel('Your name').fill('Lena König')
  await page.getByLabel('E-mail').fill('lena@example.org')
}
const submitting = {
  path: '/',
  heading: 'What went wrong?',
  api: {
    classifyTicket: () =>
      ({ suggested_category: 'billing', suggested_priority: 'high', confidence: 0.9, source: 'local' }) as const,
    createTicket: () => waiting,
    getTicket: () => waiting,
  },
}

const screens: Readonly<Record<string, ScreenCase>> = {
  submit: { path: '/', heading: 'What went wrong?' },
  'submit, signed in': { path: '/', as: customer, heading: 'What went wrong?' },
  'submit, with a suggestion': { ...submitting, act: writeTicket },
  'submit, with faults': { ...submitting, act: send },
  'submit, failed': {
    ...submitting,
    api: { ...submitting.api, createTicket: () => new Refusal(503, 'unavailable') },
    act: async (page) => {
      await writeTicket(page)
      await send(page)
      await page.getByText('Your ticket was not sent').waitFor()
    },
  },
  'submit, offline': {
    ...submitting,
    act: async (page) => {
      await page.context().setOffline(true)
      await page.getByText('You are offline').waitFor()
    },
  },
  sent: {
    ...submitting,
    act: async (page) => {
      await writeTicket(page)
      await send(page)
      await page.getByRole('heading', { name: 'We have your ticket' }).waitFor()
    },
  },
  'ticket by link': { path: byLink, heading: title },
  'ticket in the queue': { path: byLink, heading: title, api: { getTicket: () => waiting } },
  'ticket, resolved': {
    path: byLink,
    heading: title,
    api: { getTicket: () => aTicket({ status: 'resolved', queue_state: 'done', resolved_at: at(3) }) },
  },
  'ticket, closed': {
    path: byLink,
    heading: title,
    api: { getTicket: () => aTicket({ status: 'closed', queue_state: 'done', resolved_at: at(3) }) },
  },
  'ticket, closed on a reply': {
    path: byLink,
    heading: title,
    api: { getTicket: () => aTicket({ status: 'closed', queue_state: 'done', resolved_at: at(3) }) },
    act: async (page) => {
      await page.evaluate((id) => localStorage.setItem(`plimsoll.draft.guest.${id}`, 'One more thing'), FIRST)
      await page.reload()
      await page.getByRole('textbox', { name: 'Your reply, not sent' }).waitFor()
    },
  },
  'ticket, hidden': {
    path: `/t/${FIRST}`,
    heading: 'We cannot show this ticket',
    api: { getTicket: () => new Refusal(404, 'not_found') },
  },
  'ticket, failed': {
    path: byLink,
    heading: 'The ticket did not load',
    api: { getTicket: () => new Refusal(429, 'limited') },
  },
  'my tickets': {
    path: '/tickets',
    as: customer,
    heading: 'My tickets',
    api: { listTickets: () => ({ items: manyTickets(20), next_cursor: 'next' }) },
  },
  'my tickets, none': {
    path: '/tickets',
    as: customer,
    heading: 'My tickets',
    api: { listTickets: () => ({ items: [], next_cursor: null }) },
  },
  'my tickets, failed': {
    path: '/tickets',
    as: customer,
    heading: 'My tickets',
    api: { listTickets: () => new Refusal(403, 'forbidden') },
  },
  'my tickets, session ended': {
    path: '/tickets',
    as: customer,
    heading: 'My tickets',
    api: { listTickets: () => new Refusal(401, 'unauthenticated'), refreshSession: () => new Refusal(401, 'refused') },
    act: (page) => page.getByText('You are no longer signed in.').waitFor(),
  },
  'my tickets, signed out': { path: '/tickets', heading: 'My tickets' },
  'sign in': { path: '/sign-in', heading: 'Sign in' },
  'sign up': { path: '/sign-up', heading: 'Create an account' },
  'forgotten password': { path: '/forgot', heading: 'Set a new password' },
  'new password': {
    path: '/forgot',
    heading: 'Set a new password',
    api: { forgotPassword: () => undefined },
    act: async (page) => {
      await page.getByLabel('E-mail').fill('lena@example.org')
      await send(page)
      await page.getByLabel('Code from the e-mail').waitFor()
    },
  },
  apply: { path: '/apply', as: customer, heading: 'Become an agent' },
  'apply, signed out': { path: '/apply', heading: 'Become an agent' },
  unsubscribe: { path: '/unsubscribe#signed', heading: 'No more mail about this' },
  'unsubscribe, incomplete': { path: '/unsubscribe', heading: 'No more mail about this' },
  missing: { path: '/nowhere', heading: 'There is nothing here' },
}

checkScreens(open, screens)
