import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { adminApi } from '../support/admin-api.ts'
import { deskApi, signedInAs } from '../support/desk-api.ts'
import { anAdmin, anId, aTicket, at, aUser } from '../support/desk-records.ts'
import { isFocused, preparePages } from '../support/page-fixture.ts'

const { open } = preparePages()

const desk = (path: string) =>
  open(`/console${path}`, deskApi(adminApi), { before: (page) => signedInAs(page, anAdmin) })
const ticket = async () => {
  const opened = await desk(`/tickets/${anId(1)}`)
  await opened.page.getByRole('heading', { name: aTicket().title, level: 2 }).waitFor()
  return opened
}
const status = (page: Page) => page.getByLabel('Status', { exact: true })
const list = (page: Page) => page.getByRole('listbox', { name: 'Tickets' })

/** Keys by which a closed list would choose: first letters of its values, and steps through them. */
const STRAY = ['r', 'c', 'ArrowRight', 'ArrowLeft', 'End', 'Home', 'PageDown', 'PageUp']

it('takes no key for a choice while its list is closed', async () => {
  const { page, api } = await ticket()
  await status(page).focus()
  for (const key of STRAY) await page.keyboard.press(key)
  expect(await status(page).inputValue()).toBe('open')
  // A choice by a key would have been sent before this.
  await status(page).selectOption('resolved')

  await expect.poll(() => api.of('patchTicket').map(({ body }) => body)).toEqual([{ status: 'resolved' }])
})

it('returns the focus to where it was once a value is chosen by keys', async () => {
  const { page, api } = await ticket()
  await list(page).focus()
  await page.keyboard.press('p')
  await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe('SELECT')
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('Enter')

  await expect.poll(() => api.of('patchTicket').map(({ body }) => body)).toEqual([{ priority: 'high' }])
  await expect.poll(() => list(page).evaluate(isFocused)).toBe(true)
  await page.keyboard.press('r')
  expect(await page.getByRole('textbox', { name: /^Reply to/ }).evaluate(isFocused)).toBe(true)
  expect(api.of('patchTicket')).toHaveLength(1)
})

it('returns the focus to where it was on Escape, and the ticket stays open', async () => {
  const { page, api } = await ticket()
  await list(page).focus()
  await page.keyboard.press('s')
  await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe('SELECT')
  await page.keyboard.press('Escape')

  await expect.poll(() => list(page).evaluate(isFocused)).toBe(true)
  expect(await page.getByText('No ticket open').count()).toBe(0)
  expect(api.of('patchTicket')).toHaveLength(0)
})

it('changes no selected ticket by an arrow or a letter', async () => {
  const { page, api } = await desk('?view=all')
  await list(page).getByRole('option').first().waitFor()
  await page.keyboard.press('x')
  const bar = page.getByRole('toolbar', { name: 'Change the selected tickets' })
  await bar.getByLabel('Status').focus()
  for (const key of STRAY) await page.keyboard.press(key)
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Escape')

  expect(api.of('patchTicket')).toHaveLength(0)
})

const made = { created_by: anId(900), created_at: at(100), updated_at: at(100) }
const greeting = { ...made, id: anId(701), title: 'Greeting', body: 'Hello and welcome.' }
const farewell = { ...made, id: anId(702), title: 'Farewell', body: 'Thank you and goodbye.' }

it('puts no shared reply into the draft by an arrow or a letter, and goes on in the draft once one is chosen', async () => {
  const { page } = await open(
    `/console/tickets/${anId(1)}`,
    deskApi({ listCannedReplies: () => ({ items: [greeting, farewell], next_cursor: null }) }),
    { before: (fresh) => signedInAs(fresh, aUser()) },
  )
  const draft = page.getByRole('textbox', { name: /^Reply to/ })
  const replies = page.getByLabel('Insert a reply…')
  await replies.focus()
  for (const key of [...STRAY, 'g', 'f']) await page.keyboard.press(key)
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Escape')
  expect(await draft.inputValue()).toBe('')
  await replies.focus()
  for (const key of ['ArrowDown', 'ArrowDown', 'ArrowDown', 'Enter']) await page.keyboard.press(key)

  await expect.poll(() => draft.inputValue()).toBe(farewell.body)
  expect(await draft.evaluate(isFocused)).toBe(true)
  expect(await replies.inputValue()).toBe('')
})
