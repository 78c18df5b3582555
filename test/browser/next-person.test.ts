import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import type { RouteName } from '../../functions/contracts/paths.ts'
import type { Presence } from '../../functions/contracts/people.ts'
import type { Ticket } from '../../functions/contracts/ticket.ts'
import { signInElsewhere } from '../support/desk-api.ts'
import { aComment, anAdmin, aUser } from '../support/desk-records.ts'
import { answerOf, Refusal } from '../support/mock-api.ts'
import { composer, first, prepareDesk, status } from '../support/ticket-desk.ts'

const { desk } = prepareDesk()

const ines = aUser()

/** An administrator's desk whose changes the host answers once they are released. */
const slowDesk = async () => {
  const { promise: held, resolve: release } = Promise.withResolvers<void>()
  let isSlow = false
  const { page, api } = await desk(
    {
      getTicket: async () => {
        if (isSlow) await held
        return first
      },
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
      changeAssignment: () => new Refusal(503, 'unavailable'),
    },
    { as: anAdmin },
  )
  await page.getByRole('heading', { name: first.title, level: 2 }).waitFor()
  /** From now on reads are held back as well. */
  const slowReads = () => {
    isSlow = true
  }
  return { page, api, slowReads, release }
}

const note = (page: Page) => page.getByRole('textbox', { name: /^Note for/ })

describe.each([
  ['who has signed in', true],
  ['whose sign-in in another tab this page has not heard of yet', false],
])('in the name of somebody %s', (_case, isHeard) => {
  const openDesk = async () => {
    const { page, api, slowReads, release } = await slowDesk()
    /** Somebody else signs in, the host answers the earlier requests, and the page has processed the answers. */
    const leave = async (asked: RouteName) => {
      await signInElsewhere(page, ines, isHeard)
      if (isHeard) await page.getByRole('button', { name: ines.name }).waitFor()
      const answered = page.waitForResponse(answerOf(asked))
      release()
      await answered
      await page.evaluate(() => fetch('/robots.txt'))
      await page.clock.runFor(100)
      await page.evaluate(() => fetch('/robots.txt'))
    }
    return { page, api, slowReads, leave }
  }

  it('no presence is set that the previous person chose', async () => {
    const { page, api, leave } = await openDesk()
    await page.getByRole('button', { name: anAdmin.name }).click()
    await page.getByRole('radio', { name: /^Do not disturb/ }).click()
    await page.getByRole('radio', { name: /^Offline/ }).click()
    await expect.poll(() => api.of('changePresence').length).toBe(1)
    await leave('changePresence')

    expect(api.of('changePresence').map(({ body }) => body.presence)).toEqual(['dnd'])
  })

  it('no note of the previous person is sent, who finds it as a draft', async () => {
    const { page, api, leave } = await openDesk()
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

  it('nothing is resolved after a reply of the previous person', async () => {
    const { page, api, leave } = await openDesk()
    await composer(page).fill('For the customer')
    await page.getByRole('button', { name: 'Send and resolve' }).click()
    await expect.poll(() => api.of('addComment').length).toBe(1)
    await leave('addComment')

    expect(api.of('patchTicket')).toEqual([])
  })

  it('no field is changed at the request of the previous person', async () => {
    const { page, api, leave } = await openDesk()
    await status(page).selectOption('in_progress')
    await page.getByLabel('Priority', { exact: true }).selectOption('low')
    await expect.poll(() => api.of('patchTicket').length).toBe(1)
    await leave('patchTicket')

    expect(api.of('patchTicket').map(({ body }) => body)).toEqual([{ status: 'in_progress' }])
  })

  it('no ticket is assigned that the previous person was assigning', async () => {
    const { page, api, slowReads, leave } = await openDesk()
    const agent = page.getByLabel('Agent', { exact: true })
    await agent.selectOption('auto')
    const again = page.getByRole('button', { name: 'Try again' })
    await again.waitFor()
    const reads = api.of('getTicket').length
    slowReads()
    await again.click()
    await agent.selectOption('nobody')
    await expect.poll(() => api.of('getTicket').length).toBeGreaterThan(reads)
    await leave('getTicket')

    expect(api.of('changeAssignment').map(({ body }) => body)).toEqual([{ auto: true }])
  })
})
