import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { adminApi } from '../support/admin-api.ts'
import { deskApi, signedInAs, signInElsewhere } from '../support/desk-api.ts'
import { anAdmin, aTicket, aUser, manyTickets } from '../support/desk-records.ts'
import type { Responders } from '../support/mock-api.ts'
import { preparePages } from '../support/page-fixture.ts'

const { open } = preparePages()

const tickets = manyTickets(3)
const [one = aTicket(), two = aTicket()] = tickets

const bar = (page: Page) => page.getByRole('toolbar', { name: 'Change the selected tickets' })

/** Three tickets, two of them selected. */
const selected = async (given: Responders) => {
  const desk = await open('/console?view=all', deskApi({ ...adminApi, ...given }, tickets), {
    before: (page) => signedInAs(page, anAdmin),
  })
  await desk.page.getByRole('listbox', { name: 'Tickets' }).getByRole('option').nth(2).waitFor()
  for (const key of ['x', 'j', 'x']) await desk.page.keyboard.press(key)
  await bar(desk.page).getByText('2 tickets selected').waitFor()
  return desk
}

it('goes on alone when more is selected meanwhile, and keeps a tag that cannot be added yet', async () => {
  const { promise: held, resolve: release } = Promise.withResolvers<void>()
  const { page, api } = await selected({
    patchTicket: async ({ params, body }) => {
      await held
      const ticket = tickets.find(({ id }) => id === params.id) ?? one
      return { ...ticket, ...body, version: ticket.version + 1 }
    },
  })
  await bar(page).getByLabel('Priority').selectOption('low')
  await expect.poll(() => api.of('patchTicket').length).toBe(2)
  await page.getByRole('heading', { name: 'All', exact: false, level: 2 }).first().click()
  for (const key of ['j', 'x']) await page.keyboard.press(key)
  await bar(page).getByText('Saving…').waitFor()
  const status = bar(page).getByLabel('Status')
  expect(await status.isDisabled()).toBe(true)
  await status.evaluate((select: HTMLSelectElement) => {
    select.value = 'resolved'
    select.dispatchEvent(new Event('change', { bubbles: true }))
  })
  const tag = bar(page).getByRole('textbox')
  await tag.fill('vip', { force: true })
  await tag.press('Enter')
  expect(await tag.inputValue()).toBe('vip')
  release()
  await bar(page).getByText('3 tickets selected').waitFor()

  // Both are sent at once and may arrive in either order.
  const changes = api.of('patchTicket').toSorted((a, b) => String(a.params.id).localeCompare(String(b.params.id)))
  expect(changes.map(({ params, body }) => [params.id, body])).toEqual([
    [one.id, { priority: 'low' }],
    [two.id, { priority: 'low' }],
  ])
})

it('reassigns no ticket in the name of somebody who has just signed in in another tab', async () => {
  const { promise: held, resolve: release } = Promise.withResolvers<void>()
  const { page, api } = await selected({
    getTicket: async ({ params }) => {
      await held
      return tickets.find(({ id }) => id === params.id) ?? one
    },
    changeAssignment: () => one,
  })
  await bar(page).getByLabel('Agent').selectOption('queue')
  await expect.poll(() => api.of('getTicket').length).toBe(2)
  await signInElsewhere(page, aUser(), false)
  release()
  await bar(page).getByText('Saving…').waitFor({ state: 'detached' })

  expect(api.of('changeAssignment')).toEqual([])
})
