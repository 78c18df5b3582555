import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { deskApi, signedInAs } from '../support/desk-api.ts'
import { AGENT_ID, aComment, anId, aTicket, aUser } from '../support/desk-records.ts'
import { comeBack, preparePages } from '../support/page-fixture.ts'

const { open } = preparePages()

const colleague = { id: anId(902), name: 'Tom Berger', role: 'agent', presence: 'online' } as const
const earlier = aComment({ seq: 3, author: colleague, body: 'Said before anybody looked.', visibility: 'public' })

const spoken = (page: Page, text: string | RegExp) => page.getByRole('status').filter({ hasText: text })

it.each([
  [
    'agents',
    `/console/tickets/${anId(1)}`,
    { id: AGENT_ID, name: 'Ines Martin', role: 'agent', presence: 'online' } as const,
  ],
  [
    'customers',
    `/t/${anId(1)}#secret`,
    { id: null, name: 'Lena König', role: 'customer', presence: 'online' } as const,
  ],
])('says aloud to %s what arrives in their conversation, and nothing else', async (_who, path, me) => {
  let items = [earlier]
  const { page, api } = await open(
    path,
    deskApi({ getTicket: () => aTicket(), listComments: () => ({ items, next_cursor: null }) }),
    { before: (fresh) => (me.role === 'agent' ? signedInAs(fresh, aUser()) : Promise.resolve()) },
  )
  await page.getByText('Said before anybody looked.').waitFor()
  expect(await spoken(page, 'New message').count()).toBe(0)
  items = [...items, aComment({ id: anId(601), seq: 5, author: me, body: 'My own words.', visibility: 'public' })]
  await comeBack(page)
  await page.getByText('My own words.').waitFor()
  expect(await spoken(page, 'New message').count()).toBe(0)
  const answer = 'It works again! Please look.'
  items = [...items, aComment({ id: anId(602), seq: 7, author: colleague, body: answer, visibility: 'public' })]
  await comeBack(page)

  await spoken(page, 'New message from Tom Berger: It works again').waitFor({ state: 'attached' })
  expect(api.of('listComments').length).toBeGreaterThan(2)
})

it('has the live region of a suggestion ready before there is one, without a gap in the form', async () => {
  const { page } = await open('/', deskApi())
  const place = page.locator('form [aria-live="polite"]')
  await place.waitFor({ state: 'attached' })

  // An element that is not displayed is not announced.
  expect(await place.evaluate((region) => getComputedStyle(region).display)).not.toBe('none')
  expect(await place.evaluate((region) => getComputedStyle(region).position)).toBe('absolute')
})

it('lets every text run in the direction of its own script', async () => {
  const hebrew = 'שלום, החיוב כפול'
  const { page } = await open(
    `/console/tickets/${anId(1)}`,
    deskApi({}, [aTicket({ title: hebrew, description: hebrew })]),
    { before: (fresh) => signedInAs(fresh, aUser()) },
  )
  const directionOf = (element: Element) => getComputedStyle(element).direction
  const title = page.getByRole('heading', { name: hebrew, level: 2 })
  await title.waitFor()
  await page.getByRole('textbox', { name: /^Reply to/ }).fill(hebrew)

  expect(await title.evaluate(directionOf)).toBe('rtl')
  expect(await page.getByRole('article').locator('p', { hasText: hebrew }).evaluate(directionOf)).toBe('rtl')
  expect(await page.getByRole('textbox', { name: /^Reply to/ }).evaluate(directionOf)).toBe('rtl')
  const listed = page.getByRole('listbox', { name: 'Tickets' }).getByText(hebrew)
  expect(await listed.evaluate(directionOf)).toBe('rtl')
  const form = await open('/', deskApi())
  await form.page.getByLabel('Describe the problem').fill(hebrew)
  expect(await form.page.getByLabel('Describe the problem').evaluate(directionOf)).toBe('rtl')
})
