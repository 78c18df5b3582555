import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { deskApi } from '../support/desk-api.ts'
import { aTicket } from '../support/desk-records.ts'
import { Refusal, type Responders } from '../support/mock-api.ts'
import { preparePages } from '../support/page-fixture.ts'

const { open } = preparePages()

/** A guest who has just sent a ticket that waits for somebody. */
const sent = async (getTicket: NonNullable<Responders['getTicket']>) => {
  const opened = await open(
    '/',
    deskApi({
      classifyTicket: () => new Refusal(503, 'unavailable'),
      createTicket: () => ({
        ...aTicket({ assignee: null, queue_state: 'waiting' }),
        tracking_token: 'token',
      }),
      getTicket,
    }),
  )
  const { page } = opened
  await page.getByLabel('Describe the problem').fill('I was charged twice for my March subscription')
  await page.getByLabel('Your name').fill('Lena König')
  await page.getByLabel('E-mail').fill('lena@example.org')
  await page.getByRole('button', { name: 'Send ticket' }).click()
  await page.getByRole('heading', { name: 'We have your ticket' }).waitFor()
  return opened
}

/** Passes time in small steps, each long enough for an answer. */
const pass = async (page: Page, seconds: number) => {
  for (let passed = 0; passed < seconds; passed += 3) {
    await page.clock.runFor(3_000)
    await page.evaluate(() => fetch('/robots.txt'))
  }
}

it('stops reading a ticket that is hidden from the reader', async () => {
  const { page, api } = await sent(() => new Refusal(404, 'not_found'))
  await expect.poll(() => api.of('getTicket').length).toBe(1)
  await pass(page, 60)

  expect(api.of('getTicket')).toHaveLength(1)
})

it('asks less and less often what became of a ticket that was sent, and no more once it is done', async () => {
  let state: 'waiting' | 'done' = 'waiting'
  const { page, api } = await sent(() => aTicket({ assignee: null, queue_state: state, queue_position: null }))
  await pass(page, 90)
  const looks = () => api.of('getTicket').length
  expect(looks()).toBeGreaterThan(4)
  expect(looks()).toBeLessThan(10)
  state = 'done'
  await pass(page, 33)
  const last = looks()
  await pass(page, 60)

  expect(looks()).toBe(last)
})
