import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import type { Presence } from '../../functions/contracts/people.ts'
import type { Ticket } from '../../functions/contracts/ticket.ts'
import { signInElsewhere } from '../support/desk-api.ts'
import { aComment, anAdmin, aUser } from '../support/desk-records.ts'
import { composer, first, prepareDesk, status } from '../support/ticket-desk.ts'

const { desk } = prepareDesk()

/** An administrator's desk whose changes the host answers once they are let go of. */
const slowDesk = async () => {
  const { promise: held, resolve: release } = Promise.withResolvers<void>()
  const { page, api } = await desk(
    {
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
        return { user: { ...anAdmin, presence: body.presence as Presence } }
      },
      changeAssignment: async () => {
        await held
        return { ...first, assignee: null }
      },
    },
    { as: anAdmin },
  )
  await page.getByRole('heading', { name: first.title, level: 2 }).waitFor()
  /**
   * Somebody else signs in in another tab; the host's answers arrive before this page hears of it.
   *
   * @returns once what waited has had its turn
   */
  const leaveUnheard = async () => {
    await signInElsewhere(page, aUser(), false)
    const answered = page.waitForResponse((response) => response.request().method() !== 'GET')
    release()
    await answered
    await page.evaluate(() => fetch('/robots.txt'))
    await page.clock.runFor(100)
    await page.evaluate(() => fetch('/robots.txt'))
  }
  return { page, api, leaveUnheard }
}

const note = (page: Page) => page.getByRole('textbox', { name: /^Note for/ })

it('sends no note in the name of somebody whose sign-in elsewhere this page has not heard of', async () => {
  const { page, api, leaveUnheard } = await slowDesk()
  await composer(page).fill('For the customer')
  await composer(page).press('Control+Enter')
  await page.getByRole('radio', { name: 'Note' }).check()
  await note(page).fill('Only for us')
  await note(page).press('Control+Enter')
  await page.getByRole('button', { name: 'Sending…' }).waitFor()
  await expect.poll(() => api.of('addComment').length).toBe(1)
  await leaveUnheard()

  expect(api.of('addComment').map(({ body }) => body.body)).toEqual(['For the customer'])
})

it('resolves nothing in their name', async () => {
  const { page, api, leaveUnheard } = await slowDesk()
  await composer(page).fill('For the customer')
  await page.getByRole('button', { name: 'Send and resolve' }).click()
  await expect.poll(() => api.of('addComment').length).toBe(1)
  await leaveUnheard()

  expect(api.of('patchTicket')).toEqual([])
})

it('chooses no presence for them', async () => {
  const { page, api, leaveUnheard } = await slowDesk()
  await page.getByRole('button', { name: anAdmin.name }).click()
  await page.getByRole('radio', { name: /^Do not disturb/ }).click()
  await page.getByRole('radio', { name: /^Offline/ }).click()
  await expect.poll(() => api.of('changePresence').length).toBe(1)
  await leaveUnheard()

  expect(api.of('changePresence').map(({ body }) => body.presence)).toEqual(['dnd'])
})

it('changes no field in their name', async () => {
  const { page, api, leaveUnheard } = await slowDesk()
  await status(page).selectOption('in_progress')
  await page.getByLabel('Priority', { exact: true }).selectOption('low')
  await expect.poll(() => api.of('patchTicket').length).toBe(1)
  await leaveUnheard()

  expect(api.of('patchTicket').map(({ body }) => body)).toEqual([{ status: 'in_progress' }])
})

it('gives no ticket away in their name', async () => {
  const { page, api, leaveUnheard } = await slowDesk()
  const agent = page.getByLabel('Agent', { exact: true })
  await agent.selectOption('auto')
  await agent.selectOption('nobody')
  await expect.poll(() => api.of('changeAssignment').length).toBe(1)
  await leaveUnheard()

  expect(api.of('changeAssignment').map(({ body }) => body)).toEqual([{ auto: true }])
})
