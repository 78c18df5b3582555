import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import type { RouteName } from '../../functions/contracts/paths.ts'
import type { Presence } from '../../functions/contracts/people.ts'
import type { Ticket } from '../../functions/contracts/ticket.ts'
import { signInElsewhere } from '../support/desk-api.ts'
import { aComment, anAdmin, aUser } from '../support/desk-records.ts'
import { answerOf } from '../support/mock-api.ts'
import { composer, first, prepareDesk, status } from '../support/ticket-desk.ts'

const { desk } = prepareDesk()

const ines = aUser()

const signInNext = async (page: Page) => {
  await signInElsewhere(page, anAdmin, true)
  await page.getByRole('button', { name: anAdmin.name }).waitFor()
}

/** An agent's desk whose changes the host answers once they are let go of. */
const slowDesk = async () => {
  const { promise: held, resolve: release } = Promise.withResolvers<void>()
  const { page, api } = await desk({
    addComment: async ({ body }) => {
      await held
      return aComment({ body: String(body.body) })
    },
    patchTicket: async ({ body }) => {
      await held
      return { ...first, ...(body as Partial<Ticket>), version: first.version + 1 }
    },
    changePresence: async ({ body }) => {
      await held
      return { user: aUser({ presence: body.presence as Presence }) }
    },
  })
  await page.getByRole('heading', { name: first.title, level: 2 }).waitFor()
  /** Somebody else signs in, the host answers what it was asked before, and the page has dealt with that. */
  const leave = async (asked: RouteName) => {
    await signInNext(page)
    const answered = page.waitForResponse(answerOf(asked))
    release()
    await answered
    await page.evaluate(() => fetch('/robots.txt'))
    await page.clock.runFor(100)
    await page.evaluate(() => fetch('/robots.txt'))
  }
  return { page, api, leave }
}

const note = (page: Page) => page.getByRole('textbox', { name: /^Note for/ })

it('takes over no presence that whoever was here before had chosen', async () => {
  const { page, api, leave } = await slowDesk()
  await page.getByRole('button', { name: ines.name }).click()
  await page.getByRole('radio', { name: /^Do not disturb/ }).click()
  await page.getByRole('radio', { name: /^Offline/ }).click()
  await expect.poll(() => api.of('changePresence').length).toBe(1)
  await leave('changePresence')

  expect(api.of('changePresence').map(({ body }) => body.presence)).toEqual(['dnd'])
})

it('sends no note of whoever was here before, who finds it as a draft', async () => {
  const { page, api, leave } = await slowDesk()
  await composer(page).fill('For the customer')
  await composer(page).press('Control+Enter')
  await page.getByRole('radio', { name: 'Note' }).check()
  await note(page).fill('Only for us')
  await note(page).press('Control+Enter')
  await page.getByRole('button', { name: 'Sending…' }).waitFor()
  await expect.poll(() => api.of('addComment').length).toBe(1)
  await leave('addComment')
  expect(api.of('addComment').map(({ body }) => body.body)).toEqual(['For the customer'])
  await page.evaluate(() => localStorage.removeItem('plimsoll.session'))
  await page.reload()
  await page.getByRole('radio', { name: 'Note' }).check()

  await expect.poll(() => note(page).inputValue()).toBe('Only for us')
})

it('resolves nothing after a reply of whoever was here before', async () => {
  const { page, api, leave } = await slowDesk()
  await composer(page).fill('For the customer')
  await page.getByRole('button', { name: 'Send and resolve' }).click()
  await expect.poll(() => api.of('addComment').length).toBe(1)
  await leave('addComment')

  expect(api.of('patchTicket')).toEqual([])
})

it('makes no change of a field that whoever was here before had asked for', async () => {
  const { page, api, leave } = await slowDesk()
  await status(page).selectOption('in_progress')
  await page.getByLabel('Priority', { exact: true }).selectOption('low')
  await expect.poll(() => api.of('patchTicket').length).toBe(1)
  await leave('patchTicket')

  expect(api.of('patchTicket').map(({ body }) => body)).toEqual([{ status: 'in_progress' }])
})
