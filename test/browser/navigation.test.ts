import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import type { User } from '../../functions/contracts/people.ts'
import { signedInAs } from '../support/desk-api.ts'
import { anAdmin, anId, at, aUser } from '../support/desk-records.ts'
import type { Responders } from '../support/mock-api.ts'
import { preparePages } from '../support/page-fixture.ts'
import { screenApi } from '../support/screens.ts'

const { open } = preparePages()

const desk = (path: string, as: User, width: number, given: Responders = {}) =>
  open(`/console${path}`, { ...screenApi(as), ...given }, { width, before: (page) => signedInAs(page, as) })

const main = (page: Page) => page.getByRole('navigation', { name: 'Main' })

it('keeps a saved view with a long name, and its button to remove it, within the navigation', async () => {
  const name = 'Critical tickets of all departments that nobody has answered since Monday'
  const me = aUser()
  const view = { id: anId(31), owner_id: me.id, name, shared: false, created_at: at(5) }
  const { page } = await desk('/?view=resolved&priority=critical', me, 1_440, {
    listViews: () => ({ items: [{ ...view, query: 'view=resolved&priority=critical' }], next_cursor: null }),
  })
  const remove = page.getByRole('button', { name: `Remove view ${name}` })
  await remove.waitFor()
  const [side, button] = await Promise.all([main(page).boundingBox(), remove.boundingBox()])

  expect((button?.x ?? 0) + (button?.width ?? 0)).toBeLessThanOrEqual((side?.x ?? 0) + (side?.width ?? 0))
  expect(await page.getByRole('banner').evaluate((banner) => banner.scrollWidth - banner.clientWidth)).toBe(0)
})

it('shows only the saved view as open, not the view that it belongs to', async () => {
  const view = { id: anId(31), owner_id: anId(32), name: 'Urgent', shared: true, created_at: at(5) }
  const { page } = await desk('/?view=resolved&priority=critical', aUser(), 1_440, {
    listViews: () => ({ items: [{ ...view, query: 'view=resolved&priority=critical' }], next_cursor: null }),
  })
  await main(page).getByRole('link', { name: 'Urgent' }).waitFor()

  expect(await main(page).locator('ul ul [aria-current="page"]').allTextContents()).toEqual(['Urgent'])
})

it('shows each link’s name on hover in the narrow navigation', async () => {
  const { page } = await desk('/overview', anAdmin, 1_024)
  await main(page).getByRole('link', { name: 'Overview' }).waitFor()
  const titles = await main(page)
    .locator('> ul > li > a')
    .evaluateAll((links) => links.map((link) => [link.textContent, link.getAttribute('title')]))

  expect(titles).toHaveLength(11)
  for (const [name, title] of titles) expect(title).toBe(name)
})

it('says under a heading that an address does not exist', async () => {
  const { page } = await desk('/nowhere', aUser(), 1_440)

  await page.getByRole('heading', { level: 1, name: 'There is nothing here, or it is not yours to see.' }).waitFor()
})

it.each([
  ['an agent', aUser(), 0],
  ['an administrator', anAdmin, 1],
] as const)('lists for %s the shortcuts that they can use', async (_who, person, count) => {
  const { page } = await desk('/', person, 1_440)
  await main(page).waitFor()
  await page.keyboard.press('?')
  const sheet = page.getByRole('dialog', { name: 'Keyboard' })
  await sheet.getByText('Change the status').waitFor()
  await sheet.getByText('Select all up to where you click').waitFor()

  expect(await sheet.getByText('Assign', { exact: true }).count()).toBe(count)
  expect(await sheet.getByText('Go to overview').count()).toBe(count)
})

it('shows the shortcut to a screen where one searches for the screen', async () => {
  const { page } = await desk('/', anAdmin, 1_440)
  await main(page).waitFor()
  await page.keyboard.press('Control+k')

  await page.getByRole('option', { name: 'Overview' }).getByText('g o').waitFor()
})
