import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import type { Classification } from '../../functions/contracts/triage.ts'
import { todayAt } from '../support/clock.ts'
import { deskApi } from '../support/desk-api.ts'
import { aTicket } from '../support/desk-records.ts'
import { Refusal, type Responders } from '../support/mock-api.ts'
import { preparePages, pressTwice } from '../support/page-fixture.ts'

const { open } = preparePages()

const suggestion: Classification = {
  suggested_category: 'billing',
  suggested_priority: 'high',
  confidence: 0.9,
  source: 'local',
}
const waiting = { ...aTicket({ assignee: null, queue_state: 'waiting', queue_position: 3 }), tracking_token: 'token' }

const portal = (given: Responders = {}) =>
  deskApi({ classifyTicket: () => suggestion, createTicket: () => waiting, getTicket: () => waiting, ...given })

const TEXT = 'I was charged twice for my March subscription'
const describeProblem = (page: Page, text = TEXT) => page.getByLabel('Describe the problem').fill(text)
const fillGuest = async (page: Page) => {
  await page.getByLabel('Your name').fill('Lena König')
  await page.getByLabel('E-mail').fill('lena@example.org')
}
const suggested = (page: Page) => page.getByText('Suggested from your text')

it('suggests 700 ms after typing stops, not before', async () => {
  const { page, api } = await open('/', portal())
  await page.clock.pauseAt(todayAt('10:05'))
  await describeProblem(page)

  await page.clock.runFor(690)
  expect(api.of('classifyTicket')).toHaveLength(0)
  await page.clock.runFor(20)
  await suggested(page).waitFor()
  expect(await page.getByLabel('Topic').inputValue()).toBe('billing')
  expect(await page.getByLabel('Priority').inputValue()).toBe('high')
})

it('asks once for a burst of typing', async () => {
  const { page, api } = await open('/', portal())
  await page.clock.pauseAt(todayAt('10:05'))
  for (const end of [20, 30, TEXT.length]) {
    await describeProblem(page, TEXT.slice(0, end))
    await page.clock.runFor(300)
  }
  await page.clock.runFor(700)
  await suggested(page).waitFor()

  expect(api.of('classifyTicket').map(({ body }) => body.description)).toEqual([TEXT])
})

it('never overwrites what the customer chose', async () => {
  const { page, api } = await open('/', portal())
  await page.getByLabel('Topic').selectOption('account')
  await describeProblem(page)
  await suggested(page).waitFor()

  expect(await page.getByLabel('Topic').inputValue()).toBe('account')
  expect(await page.getByLabel('Priority').inputValue()).toBe('high')
  await fillGuest(page)
  await page.getByRole('button', { name: 'Send ticket' }).click()
  await page.getByRole('heading', { name: 'We have your ticket' }).waitFor()
  expect(api.of('createTicket')[0]?.body).toMatchObject({ category: 'account', priority: 'high' })
})

it('works with the model down: nothing is said, and triage may still choose', async () => {
  const { page, api } = await open('/', portal({ classifyTicket: () => new Refusal(503, 'unavailable') }))
  await describeProblem(page)
  await expect.poll(() => api.of('classifyTicket').length).toBeGreaterThan(0)
  await fillGuest(page)
  await page.getByRole('button', { name: 'Send ticket' }).click()
  await page.getByRole('heading', { name: 'We have your ticket' }).waitFor()

  expect(await page.getByRole('alert').count()).toBe(0)
  const { body } = api.of('createTicket')[0] ?? { body: {} }
  expect(body).not.toHaveProperty('category')
  expect(body).toMatchObject({ title: TEXT, requester: { name: 'Lena König', email: 'lena@example.org' } })
})

it('shows number, place and tracking link after sending', async () => {
  const { page } = await open('/', portal())
  await describeProblem(page)
  await fillGuest(page)
  await page.getByRole('button', { name: 'Send ticket' }).click()

  await page.getByText(waiting.number).waitFor()
  await page.getByText('Number 3').waitFor()
  const link = page.getByRole('link', { name: /\/t\// })
  expect(await link.getAttribute('href')).toMatch(new RegExp(`/t/${waiting.id}#token$`))
})

it('sends a ticket once by two presses, though nothing shows yet at the second', async () => {
  const { promise: held, resolve: release } = Promise.withResolvers<void>()
  const { page, api } = await open(
    '/',
    portal({
      createTicket: async () => {
        await held
        return waiting
      },
    }),
  )
  await describeProblem(page)
  await fillGuest(page)
  await pressTwice(page.getByRole('button', { name: 'Send ticket' }))
  await page.getByRole('button', { name: 'Sending…' }).waitFor()
  release()
  await page.getByRole('heading', { name: 'We have your ticket' }).waitFor()

  expect(api.of('createTicket')).toHaveLength(1)
})

it('keeps everything after a failure and repeats it under the same key', async () => {
  let attempts = 0
  const { page, api } = await open(
    '/',
    portal({
      createTicket: () => {
        attempts += 1
        return attempts === 1 ? new Refusal(500, 'internal') : waiting
      },
    }),
  )
  await describeProblem(page)
  await fillGuest(page)
  await page.getByRole('button', { name: 'Send ticket' }).click()
  await page.getByText('Your ticket was not sent').waitFor()
  expect(await page.getByLabel('Describe the problem').inputValue()).toBe(TEXT)
  await page.getByRole('button', { name: 'Send ticket' }).click()
  await page.getByRole('heading', { name: 'We have your ticket' }).waitFor()

  const keys = api.of('createTicket').map(({ headers }) => headers['idempotency-key'])
  expect(keys).toHaveLength(2)
  expect(new Set(keys).size).toBe(1)
})

it('keeps what was written through a reload, and forgets it once it was sent', async () => {
  const { page } = await open('/', portal())
  await describeProblem(page)
  await page.getByLabel('Topic').selectOption('account')
  await fillGuest(page)
  await page.reload()
  await expect.poll(() => page.getByLabel('Describe the problem').inputValue()).toBe(TEXT)
  expect(await page.getByLabel('Topic').inputValue()).toBe('account')
  expect(await page.getByLabel('E-mail').inputValue()).toBe('lena@example.org')
  await page.getByRole('button', { name: 'Send ticket' }).click()
  await page.getByRole('link', { name: 'Write another ticket' }).click()

  await expect.poll(() => page.getByLabel('Describe the problem').inputValue()).toBe('')
})

it('still shows number and link after a reload of the success page', async () => {
  const { page } = await open('/', portal())
  await describeProblem(page)
  await fillGuest(page)
  await page.getByRole('button', { name: 'Send ticket' }).click()
  await page.getByRole('heading', { name: 'We have your ticket' }).waitFor()
  await page.reload()

  await page.getByText(waiting.number).waitFor()
  expect(await page.getByRole('link', { name: /\/t\// }).getAttribute('href')).toContain('#token')
})

it('leads whoever has sent nothing from the success page to the form', async () => {
  const { page } = await open('/sent', portal())

  await page.getByRole('heading', { name: 'What went wrong?' }).waitFor()
})

it('gives up the question about a text that has changed since', async () => {
  let asked = 0
  const { page } = await open(
    '/',
    portal({
      classifyTicket: () => {
        asked += 1
        return asked === 1 ? new Promise<never>(() => undefined) : suggestion
      },
    }),
    {
      before: (fresh) =>
        fresh.addInitScript(() => {
          const { fetch } = window
          window.fetch = (address, init) => {
            const signal = init?.signal
            // It could otherwise end because the host took too long.
            signal?.addEventListener('abort', () => {
              if (signal.reason.name === 'AbortError') document.documentElement.classList.add('gave-up')
            })
            return fetch(address, init)
          }
        }),
    },
  )
  await page.clock.pauseAt(todayAt('10:05'))
  await describeProblem(page)
  await page.clock.runFor(700)
  await expect.poll(() => asked).toBe(1)
  await describeProblem(page, `${TEXT}, please refund one`)
  await page.locator('html.gave-up').waitFor()
  await page.clock.runFor(700)

  await suggested(page).waitFor()
})

it('tells a wrong address from a missing one, until it is right', async () => {
  const { page, api } = await open('/', portal())
  await describeProblem(page)
  await fillGuest(page)
  await page.getByLabel('E-mail').fill('lena@example')
  await page.getByRole('button', { name: 'Send ticket' }).click()
  await page.getByText('Please give a whole address').waitFor()
  expect(api.of('createTicket')).toHaveLength(0)
  await page.getByLabel('E-mail').fill('lena@example.org')

  await expect.poll(() => page.getByText('Please give a whole address').count()).toBe(0)
})

it('says how much room is left before a long text is cut', async () => {
  const { page } = await open('/', portal())
  await describeProblem(page, 'x'.repeat(9_990))

  await page.getByText('10 characters left.').waitFor()
})

it('names the missing fields and goes to the first of them', async () => {
  const { page, api } = await open('/', portal())
  await page.getByRole('button', { name: 'Send ticket' }).click()

  await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('name'))).toBe('description')
  expect(await page.getByText('Please fill this in.').count()).toBe(3)
  expect(api.of('createTicket')).toHaveLength(0)
})

it('follows a tracking link with its token in a header, never in the address of a request', async () => {
  const { page, api } = await open(
    `/t/${waiting.id}#secret-token`,
    portal({ listComments: () => ({ items: [], next_cursor: null }) }),
  )
  await page.getByRole('heading', { name: waiting.title }).waitFor()

  expect(api.of('getTicket')[0]?.headers['x-tracking-token']).toBe('secret-token')
  expect(api.of('getTicket')[0]?.query.size).toBe(0)
})
