import { expect, it } from 'vitest'
import { anAdmin, anId, aTicket, aUser } from '../support/desk-records.ts'
import { preparePages } from '../support/page-fixture.ts'
import { checkScreens, type ScreenCase, screenApi } from '../support/screens.ts'

const { open } = preparePages()

const customer = aUser({ role: 'customer', name: 'Lena König', email: 'lena@example.org' })
const FIRST = anId(1)

const screens: Readonly<Record<string, ScreenCase>> = {
  'console sign-in': { path: '/console', heading: 'Sign in to the console' },
  wall: { path: '/console', as: customer, heading: 'This room is for staff' },
  inbox: { path: '/console', as: aUser(), heading: /^My open/, level: 2 },
  workspace: { path: `/console/tickets/${FIRST}`, as: aUser(), heading: aTicket().title, level: 2 },
  shortcuts: {
    path: '/console/settings',
    as: aUser(),
    heading: 'Settings',
    act: (page) => page.keyboard.press('?'),
  },
  palette: {
    path: '/console/settings',
    as: aUser(),
    heading: 'Settings',
    act: (page) => page.keyboard.press('Control+k'),
  },
  'a ticket’s actions': {
    path: `/console/tickets/${FIRST}`,
    as: aUser(),
    heading: aTicket().title,
    level: 2,
    act: (page) => page.keyboard.press('Control+k'),
  },
  'presence menu': {
    path: '/console/settings',
    as: aUser(),
    heading: 'Settings',
    act: (page) => page.getByRole('button', { name: /Ines Martin/ }).click(),
  },
  'an undo': {
    path: `/console/tickets/${FIRST}`,
    as: aUser(),
    heading: aTicket().title,
    level: 2,
    act: async (page) => {
      await page.getByLabel('Priority', { exact: true }).selectOption('low')
      await page.getByRole('button', { name: /^Undo/ }).waitFor()
    },
  },
  'merging a ticket': {
    path: `/console/tickets/${FIRST}`,
    as: aUser(),
    heading: aTicket().title,
    level: 2,
    act: (page) => page.getByRole('button', { name: 'Merge…' }).click(),
  },
  'editing a suggestion': {
    path: `/console/tickets/${FIRST}`,
    as: aUser(),
    heading: aTicket().title,
    level: 2,
    act: (page) => page.keyboard.press('Shift+E'),
  },
  'selected tickets': {
    path: '/console',
    as: anAdmin,
    heading: /^My open/,
    level: 2,
    act: async (page) => {
      await page.getByRole('listbox', { name: 'Tickets' }).getByRole('option').first().waitFor()
      await page.keyboard.press('x')
    },
  },
  'saving a view': {
    path: '/console?status=open',
    as: aUser(),
    heading: /^My open/,
    level: 2,
    act: (page) => page.getByRole('button', { name: 'Save this view' }).click(),
  },
  'my statistics': { path: '/console/statistics', as: aUser(), heading: 'My statistics' },
  'not for agents': { path: '/console/audit', as: aUser(), heading: 'You may not do this.' },
}

checkScreens(open, screens)

it.each([
  ['dark', 'rgb(14, 17, 20)', 'rgb(234, 237, 241)'],
  ['light', 'rgb(247, 246, 242)', 'rgb(26, 30, 37)'],
] as const)('is really painted in the %s theme', async (theme, ground, text) => {
  const { page } = await open('/', screenApi(undefined), { theme })
  const colours = await page.evaluate(() => {
    const { backgroundColor, color } = getComputedStyle(document.documentElement)
    return { backgroundColor, color }
  })

  expect(colours).toEqual({ backgroundColor: ground, color: text })
})

it('changes the theme by its control, keeps it, and is dark by default', async () => {
  const { page } = await open('/', screenApi(undefined), { theme: 'dark' })
  expect(await page.locator('html').getAttribute('data-theme')).toBe('dark')
  await page.getByLabel('Theme').selectOption('light')
  expect(await page.locator('html').getAttribute('data-theme')).toBe('light')
  await page.reload()
  expect(await page.locator('html').getAttribute('data-theme')).toBe('light')
})

it('changes the language without losing what was typed', async () => {
  const { page } = await open('/', screenApi(undefined))
  await page.getByLabel('Describe the problem').fill('Kept')
  await page.getByLabel('Language').selectOption('de')

  expect(await page.getByLabel('Beschreiben Sie das Problem').inputValue()).toBe('Kept')
  await expect.poll(() => page.locator('html').getAttribute('lang')).toBe('de')
})
