import type { Locator } from 'playwright-core'
import { expect, it } from 'vitest'
import type { Ticket } from '../../functions/contracts/ticket.ts'
import { adminApi } from '../support/admin-api.ts'
import { todayAt } from '../support/clock.ts'
import { deskApi, signedInAs } from '../support/desk-api.ts'
import { anAdmin, anId, aTicket, aUser, manyTickets } from '../support/desk-records.ts'
import { prepareInbox } from '../support/inbox.ts'
import { isFocused, tickUntil } from '../support/page-fixture.ts'
import { rows } from '../support/ticket-desk.ts'

const { open, inbox } = prepareInbox()

const all = (items: readonly Ticket[]) => ({ items: [...items], next_cursor: null })

const [pending = aTicket(), ...decided] = manyTickets(6)

it('announces which tickets are selected and how many, besides the active row, and selects row by row', async () => {
  const { page } = await inbox('?view=all')
  await rows(page).first().waitFor()
  await page.keyboard.press('x')
  await page.keyboard.press('j')
  const list = page.getByRole('listbox', { name: 'Tickets' })
  expect(await list.getAttribute('aria-multiselectable')).toBe('true')
  expect(await list.getAttribute('aria-activedescendant')).toBe(await rows(page).nth(1).getAttribute('id'))
  expect(await list.getByRole('option', { selected: true }).count()).toBe(1)
  expect(await rows(page).first().getAttribute('aria-selected')).toBe('true')
  await page.keyboard.down('Shift')
  for (const _held of ['at once', 'on and on']) await page.keyboard.down('J')
  await page.keyboard.up('J')
  await page.keyboard.up('Shift')
  for (const key of ['j', 'j', 'Shift+K']) await page.keyboard.press(key)

  await expect.poll(() => list.getAttribute('aria-activedescendant')).toBe(await rows(page).nth(4).getAttribute('id'))
  const selected = await rows(page).evaluateAll((all) => all.map((row) => row.getAttribute('aria-selected') === 'true'))
  expect(selected.slice(0, 7)).toEqual([true, true, true, true, true, true, false])
})

it.each([
  ['the list', '', 'listTickets', { items: decided, next_cursor: null }, decided[0]?.number ?? ''],
  ['a ticket', `/tickets/${anId(1)}`, 'getTicket', pending, pending.description],
  [
    'an administrator’s list',
    '/applications',
    'listApplications',
    { items: [], next_cursor: null },
    'Nothing to decide.',
  ],
] as const)('says that %s loads for long, and asks again on demand', async (_what, path, route, answer, shown) => {
  let hangs = true
  const { page, api } = await open(
    `/console${path}`,
    deskApi({ ...adminApi, [route]: () => (hangs ? new Promise(() => undefined) : answer) }),
    {
      before: async (fresh) => {
        await signedInAs(fresh, anAdmin)
        await fresh.clock.pauseAt(todayAt('10:05'))
      },
    },
  )
  await tickUntil(page, () => api.of(route).length > 0)
  const late = page.getByRole('status').filter({ hasText: 'This takes longer than usual.' })
  await page.clock.runFor(4_000)
  expect(await late.count()).toBe(0)
  await page.clock.runFor(2_000)
  const again = page.getByRole('button', { name: 'Try again' })
  // Other parts of the page may have been late as well until now.
  await tickUntil(page, async () => (await again.count()) === 1)
  const asked = api.of(route).length
  await again.press('Enter')
  await tickUntil(page, () => api.of(route).length === asked + 1)
  const busy = page.getByRole('button', { name: 'Loading…' })
  expect(await busy.evaluate(isFocused)).toBe(true)
  expect(await late.textContent()).not.toContain('Try again')
  await page.clock.runFor(6_000)
  expect(await again.evaluate(isFocused)).toBe(true)
  hangs = false
  await again.click()

  await tickUntil(page, () => page.getByText(shown).isVisible())
  await tickUntil(page, async () => (await late.count()) === 0)
})

it('selects by the checkbox that appears on hover, with Shift a whole range, and opens no ticket by that', async () => {
  const { page } = await inbox('?view=all', { listTickets: () => all(decided) })
  const [first, second, third] = [rows(page).nth(0), rows(page).nth(1), rows(page).nth(2)]
  await first.waitFor()
  const pick = (row: Locator) => row.getByTitle('Select the ticket').locator('span')
  expect(await pick(first).isVisible()).toBe(false)
  await first.hover()
  await pick(first).click()
  await page.getByText('1 ticket selected').waitFor()
  // Once one is selected, every row shows its checkbox.
  await pick(third).click()
  await page.getByText('2 tickets selected').waitFor()
  await pick(first).click()
  await page.getByText('1 ticket selected').waitFor()
  expect(await third.getAttribute('aria-selected')).toBe('true')
  await rows(page)
    .nth(4)
    .click({ modifiers: ['Shift'] })
  await page.getByText('3 tickets selected').waitFor()
  await second.click({ modifiers: ['Shift'] })
  await page.getByText('4 tickets selected').waitFor()
  await pick(rows(page).nth(3)).click()
  await page.getByText('3 tickets selected').waitFor()
  await pick(first).click({ modifiers: ['Shift'] })
  await page.getByText('4 tickets selected').waitFor()
  expect(await page.getByText('No ticket open').count()).toBe(1)
  await second.click()

  await page.getByRole('article', { name: decided[1]?.title ?? '' }).waitFor()
})

it('changes all selected tickets on a screen as narrow as a phone', async () => {
  const { page } = await inbox('?view=all', { listTickets: () => all(decided) }, anAdmin, 390)
  await rows(page).first().waitFor()
  await page.keyboard.press('x')
  const bar = page.getByRole('toolbar', { name: 'Change the selected tickets' })
  await bar.waitFor()
  const ends = await bar.evaluate((element) =>
    [...element.querySelectorAll('select, input, button')].map((control) => control.getBoundingClientRect().right),
  )

  expect(ends).toHaveLength(5)
  expect(Math.max(...ends)).toBeLessThanOrEqual(390)
})

it('keeps the focus in the list however far the keys move from the row that was clicked', async () => {
  const many = manyTickets(80)
  const { page } = await inbox('?view=all', { listTickets: () => all(many), getTicket: () => many[0] ?? aTicket() })
  await rows(page).first().click()
  await page.getByRole('article').first().waitFor()
  for (let step = 0; step < 60; step += 1) await page.keyboard.press('j')
  const list = page.getByRole('listbox', { name: 'Tickets' })
  expect(await list.evaluate(isFocused)).toBe(true)
  await page.keyboard.press('Enter')

  await expect.poll(() => new URL(page.url()).pathname).toBe(`/console/tickets/${many[60]?.id}`)
})

it('keeps the focus visible where list and ticket replace each other', async () => {
  const { page } = await inbox('', {}, aUser(), 800)
  await rows(page).first().waitFor()
  const list = page.getByRole('listbox', { name: 'Tickets' })
  await list.focus()
  await page.keyboard.press('Enter')
  const title = page.getByRole('article').getByRole('heading', { level: 2 })
  await expect.poll(() => title.evaluate(isFocused)).toBe(true)
  await page.keyboard.press('Escape')

  await expect.poll(() => list.evaluate(isFocused)).toBe(true)
})

it('does not disturb typing while the list follows the text', async () => {
  const { page } = await inbox('')
  const box = page.getByRole('searchbox', { name: 'Search tickets' })
  await box.pressSequentially('printer ')
  await expect.poll(() => new URL(page.url()).searchParams.get('search')).toBe('printer')
  await box.pressSequentially('jam')

  expect(await box.inputValue()).toBe('printer jam')
  await expect.poll(() => new URL(page.url()).searchParams.get('search')).toBe('printer jam')
  await page.getByRole('button', { name: 'Clear filters' }).click()
  await expect.poll(() => box.inputValue()).toBe('')
})
