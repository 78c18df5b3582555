import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { DEMO_PASSWORD } from '../../bin/demo/password.ts'
import { deskApi, signedInAs } from '../support/desk-api.ts'
import { anAgent, anId, aTicket, aUser, manyTickets } from '../support/desk-records.ts'
import type { Responders } from '../support/mock-api.ts'
import { isFocused, preparePages } from '../support/page-fixture.ts'

const { open } = preparePages()

const rows = (page: Page) => page.getByRole('listbox', { name: 'Tickets' }).getByRole('option')

const focused = (page: Page) =>
  page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.id)

it('does a whole day’s work without a mouse: sign in, read, answer, note, change, resolve, undo', async () => {
  const { page, api } = await open('/console', deskApi({ decideTriage: () => aTicket({ version: 5 }) }))
  const { keyboard } = page
  await page.getByLabel('E-mail').focus()
  await keyboard.type('agent01@demo.example')
  await keyboard.press('Tab')
  await keyboard.type(DEMO_PASSWORD)
  await keyboard.press('Enter')
  await rows(page).first().waitFor()

  await keyboard.press('j')
  await keyboard.press('k')
  await keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Charged twice for the March subscription', level: 2 }).waitFor()
  await page.getByRole('heading', { name: 'Suggested, not confirmed' }).waitFor()
  await keyboard.press('Shift+A')
  await expect.poll(() => api.of('decideTriage').length).toBe(1)
  await expect.poll(() => focused(page)).toMatch(/^Reply to/)
  await keyboard.type(' Best wishes')
  await keyboard.press('Control+Enter')
  await expect.poll(() => api.of('addComment').length).toBe(1)

  await keyboard.press('Escape')
  await keyboard.press('n')
  await keyboard.type('Told the team.')
  await keyboard.press('Control+Enter')
  await expect
    .poll(() => api.of('addComment').at(-1)?.body)
    .toEqual({
      body: 'Told the team.',
      visibility: 'internal',
    })

  await keyboard.press('Escape')
  await keyboard.press('e')
  await page.getByRole('button', { name: /^Undo/ }).waitFor()
  await keyboard.press('z')
  await expect.poll(() => api.of('patchTicket').map(({ body }) => body.status)).toEqual(['resolved', 'open'])

  await keyboard.press('p')
  await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe('SELECT')
  for (const _layer of ['list of values', 'ticket']) await keyboard.press('Escape')
  await page.getByText('No ticket open').waitFor()
  await expect.poll(() => focused(page)).toBe('Tickets')
})

it.each([
  ['the palette', 'Search tickets', 'Control+k', 'Commands'],
  ['the sheet of keys', 'Tickets', '?', 'Keyboard'],
  ['saving a view', 'Save this view', 'Enter', 'Save this view'],
] as const)('gives the focus back after %s', async (_overlay, from, key, name) => {
  const { page } = await open('/console?status=open', deskApi(), { before: (fresh) => signedInAs(fresh, aUser()) })
  await rows(page).first().waitFor()
  const opener = page
    .getByLabel(from, { exact: true })
    .or(page.getByRole('button', { name: from }))
    .first()
  await opener.focus()
  await page.keyboard.press(key)
  await page.getByRole('dialog', { name }).waitFor()
  await page.keyboard.press('Escape')

  await expect.poll(() => page.getByRole('dialog').count()).toBe(0)
  await expect.poll(() => opener.evaluate(isFocused)).toBe(true)
})

it('treats the second key of a pair only as part of the pair', async () => {
  const { page, api } = await open(
    `/console/tickets/${anId(1)}`,
    deskApi({ getOwnAgent: () => ({ ...anAgent(), weeks: [] }) }),
    {
      before: (fresh) => signedInAs(fresh, aUser()),
    },
  )
  await page.getByRole('heading', { level: 2, name: 'Charged twice for the March subscription' }).waitFor()
  await page.keyboard.press('g')
  await page.keyboard.press('s')
  await page.getByRole('heading', { name: 'My statistics' }).waitFor()

  expect(api.of('patchTicket')).toHaveLength(0)
})

it('goes anywhere and changes how things look by the command palette', async () => {
  const { page, api } = await open('/console', deskApi(), { before: (fresh) => signedInAs(fresh, aUser()) })
  await rows(page).first().waitFor()
  await page.keyboard.press('Control+k')
  await page.keyboard.type('light')
  await page.keyboard.press('Enter')
  await expect.poll(() => page.locator('html').getAttribute('data-theme')).toBe('light')
  await expect.poll(() => page.getByRole('dialog').count()).toBe(0)
  await page.keyboard.press('Control+k')
  // Filled at once: a pause between two letters would start a search.
  await page.keyboard.insertText('webhook')
  await page.clock.runFor(300)
  await page.getByRole('dialog').getByRole('option').first().waitFor()
  await page.keyboard.press('Enter')

  await expect.poll(() => new URL(page.url()).pathname).toBe(`/console/tickets/${anId(1)}`)
  expect(api.of('listTickets').filter(({ query }) => query.has('search'))).toHaveLength(1)
})

it('shows ten thousand tickets with few nodes, and keeps the active one in view over two hundred steps', async () => {
  const tickets = manyTickets(10_000)
  const given: Responders = {
    listTickets: ({ query }) => {
      const from = Number(query.get('cursor') ?? 0)
      return { items: tickets.slice(from, from + 5_000), next_cursor: from === 0 ? '5000' : null }
    },
  }
  const { page } = await open('/console', deskApi(given), { before: (fresh) => signedInAs(fresh, aUser()) })
  await rows(page).first().waitFor()
  for (let step = 0; step < 200; step += 1) await page.keyboard.press('j')

  const active = page.locator('[role=option][data-active=true]')
  await expect.poll(() => active.getAttribute('aria-posinset')).toBe('201')
  const { top, bottom } = await active.evaluate((row) => {
    const { top, bottom } = row.getBoundingClientRect()
    return { top, bottom }
  })
  expect(top).toBeGreaterThan(0)
  expect(bottom).toBeLessThan(881)
  expect(await page.locator('[role=listbox] *').count()).toBeLessThan(400)
}, 180_000)

const workspace = async () => {
  const opened = await open(`/console/tickets/${anId(1)}`, deskApi(), {
    before: (fresh) => signedInAs(fresh, aUser()),
  })
  await opened.page.getByRole('heading', { level: 2, name: 'Charged twice for the March subscription' }).waitFor()
  await rows(opened.page).first().waitFor()
  return opened
}
const activeRow = (page: Page) =>
  page.getByRole('listbox', { name: 'Tickets' }).evaluate((list) => list.getAttribute('aria-activedescendant'))

it('leaves arrow keys to a focused control that uses them', async () => {
  const { page } = await workspace()
  const before = await activeRow(page)
  await page.getByRole('radio', { name: /^Reply/ }).focus()
  await page.keyboard.press('ArrowDown')
  expect(await page.getByRole('radio', { name: /^Note/ }).isChecked()).toBe(true)
  await page.getByRole('region', { name: 'Conversation' }).focus()
  await page.keyboard.press('ArrowDown')
  expect(await activeRow(page)).toBe(before)
  await page.getByRole('listbox', { name: 'Tickets' }).focus()
  await page.keyboard.press('ArrowDown')

  await expect.poll(() => activeRow(page)).not.toBe(before)
})

it.each([1_440, 390])(
  'moves the focus to the row that j goes to, and to the title of the ticket that Enter opens, at %i px',
  async (width) => {
    const { page } = await open('/console', deskApi(), { width, before: (fresh) => signedInAs(fresh, aUser()) })
    await rows(page).first().waitFor()
    await page.keyboard.press('j')
    expect(await page.getByRole('listbox', { name: 'Tickets' }).evaluate(isFocused)).toBe(true)
    await page.keyboard.press('Enter')
    const title = page.getByRole('heading', { level: 2, name: 'Cannot sign in after password reset' })
    await title.waitFor()

    await expect.poll(() => title.evaluate(isFocused)).toBe(true)
  },
)

it('continues through the list with arrows from the ticket that Enter opened, and back to an open one', async () => {
  const { page } = await workspace()
  const title = page.getByRole('heading', { level: 2, name: 'Charged twice for the March subscription' })
  const first = await activeRow(page)
  await page.keyboard.press('Enter')
  await expect.poll(() => title.evaluate(isFocused)).toBe(true)
  await page.keyboard.press('ArrowDown')
  await expect.poll(() => activeRow(page)).not.toBe(first)
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('Enter')

  await expect.poll(() => title.evaluate(isFocused)).toBe(true)
})

it('gives screen readers the remaining time with its units', async () => {
  const { page } = await workspace()

  await page.getByRole('img', { name: 'Due in 2 hours, 7 minutes' }).first().waitFor()
  await page.getByRole('img', { name: 'Late by 20 minutes' }).first().waitFor()
})

it('ignores shortcuts beneath an open popover, and Escape closes only the popover', async () => {
  const { page, api } = await workspace()
  await page.getByRole('button', { name: /Ines Martin/ }).click()
  const presence = page.getByRole('dialog', { name: 'Ines Martin' })
  await presence.getByRole('radio').first().focus()
  await page.keyboard.press('e')
  await page.keyboard.press('Escape')
  await expect.poll(() => presence.count()).toBe(0)

  expect(api.of('patchTicket')).toHaveLength(0)
  expect(await page.getByText('No ticket open').count()).toBe(0)
})

it('acts once however long a key is held; only moving repeats', async () => {
  const { page, api } = await workspace()
  await page.getByRole('listbox', { name: 'Tickets' }).focus()
  for (let time = 0; time < 3; time += 1) await page.keyboard.down('e')
  await page.keyboard.up('e')
  for (let time = 0; time < 3; time += 1) await page.keyboard.down('j')
  await page.keyboard.up('j')

  await expect.poll(() => activeRow(page)).toBe(await rows(page).nth(3).getAttribute('id'))
  await page.getByRole('button', { name: /^Undo/ }).waitFor()
  expect(api.of('patchTicket')).toHaveLength(1)
})

it('keeps the command that Enter would run in view', async () => {
  const { page } = await workspace()
  await page.setViewportSize({ width: 1_440, height: 500 })
  await page.keyboard.press('Control+k')
  const commands = page.getByRole('dialog').getByRole('listbox')
  await page.keyboard.press('ArrowUp')
  const last = commands.getByRole('option').last()
  await expect.poll(() => last.getAttribute('aria-selected')).toBe('true')

  const [inner, outer] = [await last.boundingBox(), await commands.boundingBox()]
  expect((inner?.y ?? 0) + (inner?.height ?? 0)).toBeLessThanOrEqual((outer?.y ?? 0) + (outer?.height ?? 0) + 1)
})
