import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { DEMO_PASSWORD } from '../../bin/demo/password.ts'
import { launchBrowser } from '../support/browser.ts'
import { eventually, startTestSystem, type TestSystem } from '../support/test-system.ts'

/** Nothing is mocked: the built site, the real functions, and two people in two browsers. */
let system: TestSystem
let browser: Browser
let customer: Page
let agent: Page
let admin: Page
const contexts: BrowserContext[] = []
const faults: string[] = []

const newPage = async (): Promise<Page> => {
  const context = await browser.newContext({ viewport: { width: 1_440, height: 900 }, locale: 'en-GB' })
  contexts.push(context)
  const page = await context.newPage()
  page.setDefaultTimeout(30_000)
  page.on('pageerror', (error) => faults.push(String(error)))
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(message.text())
  })
  return page
}

beforeAll(async () => {
  ;[system, browser] = await Promise.all([startTestSystem(), launchBrowser()])
  await system.quiet()
  ;[customer, agent, admin] = await Promise.all([newPage(), newPage(), newPage()])
}, 120_000)

afterAll(async () => {
  await Promise.all(contexts.map((context) => context.close()))
  await browser?.close()
  await system?.stop()
})

const TITLE = 'Double charge on my card for March'
let link: string
let account: string

const signIn = async (page: Page, email: string): Promise<void> => {
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password').fill(DEMO_PASSWORD)
  await page.getByRole('button', { name: 'Sign in' }).click()
}

it('an administrator watches all tickets', async () => {
  await admin.goto(`${system.url}/console?view=all`)
  await signIn(admin, 'admin@demo.example')
  await admin.getByRole('listbox', { name: 'Tickets' }).waitFor()
  await admin.getByText('Live', { exact: true }).waitFor()
})

it('a guest submits the form and is given a number and a link', async () => {
  await customer.goto(`${system.url}/`)
  await customer
    .getByLabel('Describe the problem')
    .fill('My card was charged twice for the invoice of March. Please refund one of the payments.')
  await customer.getByText('Suggested from your text').waitFor()
  expect(await customer.getByLabel('Topic').inputValue()).toBe('billing')
  await customer.getByLabel('Title').fill(TITLE)
  await customer.getByLabel('Your name').fill('Greta Guest')
  await customer.getByLabel('E-mail').fill('greta@example.org')
  await customer.getByRole('button', { name: 'Send ticket' }).click()

  await customer.getByRole('heading', { name: 'We have your ticket' }).waitFor()
  expect(
    await customer
      .getByText(/^PL-[0-9A-Z]{8}$/)
      .first()
      .textContent(),
  ).toMatch(/^PL-/)
  link = (await customer.getByRole('link', { name: 'Open the ticket' }).getAttribute('href')) ?? ''
  expect(link).toMatch(/^\/t\/[0-9A-Z]{26}#/)
})

it('it is announced to the administrator without a reload, and shown on demand', async () => {
  await admin.getByRole('button', { name: '1 new, show' }).click()
  await admin.getByRole('listbox', { name: 'Tickets' }).getByText(TITLE).waitFor()
})

it('its agent finds it in the console without a notification', async () => {
  const id = /\/t\/(\w+)#/.exec(link)?.[1] ?? ''
  const operator = await system.signIn('admin')
  const { assignee } = await eventually(
    async () => (await operator.call('getTicket', { params: { id } })).body,
    (ticket) => ticket.queue_state === 'assigned',
  )
  const { body: users } = await operator.call('listUsers', { query: { limit: '100' } })
  account = users.items.find((user) => user.id === assignee?.id)?.email ?? ''

  await agent.goto(`${system.url}/console`)
  await signIn(agent, account)
  await agent.getByRole('listbox', { name: 'Tickets' }).getByText(TITLE).click()
  await agent.getByRole('heading', { name: TITLE, level: 2 }).waitFor()
})

it('the suggestion waits for a decision, and the decision is recorded', async () => {
  const id = /\/t\/(\w+)#/.exec(link)?.[1] ?? ''
  await agent.getByRole('button', { name: /^Reject/ }).click()
  await agent.getByRole('button', { name: 'Reject', exact: true }).click()
  await agent.getByText(/^Suggestion rejected/).waitFor()

  const { body } = await (await system.signIn('admin')).call('listTicketEvents', { params: { id } })
  expect(body.items.filter(({ type }) => type === 'triage_decided').map(({ actor }) => actor.kind)).toEqual(['user'])
})

it('an answer appears on the customer’s open page without a reload', async () => {
  await customer.getByRole('link', { name: 'Open the ticket' }).click()
  await customer.getByRole('heading', { name: TITLE }).waitFor()

  const composer = agent.getByRole('textbox', { name: /^Reply to/ })
  await composer.fill('We found the second charge and refunded it.')
  await composer.press('Control+Enter')
  await customer.getByText('We found the second charge and refunded it.').waitFor()
})

it('is resolved by the agent, and the customer sees it', async () => {
  await agent.getByLabel('Status', { exact: true }).selectOption('resolved')
  await customer.getByText('Resolved').first().waitFor()
})

it('leaves no error in either console, and no violation of the content security policy', () => {
  expect(faults).toEqual([])
})
