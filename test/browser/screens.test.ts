import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import type { User } from '../../functions/contracts/people.ts'
import { adminApi } from '../support/admin-api.ts'
import { deskApi, signedInAs } from '../support/desk-api.ts'
import { aComment, anAdmin, anId, aTicket, aUser } from '../support/desk-records.ts'
import type { Responders } from '../support/mock-api.ts'
import { preparePages } from '../support/page-fixture.ts'

const { open } = preparePages()

const STANDARDS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
const customer = aUser({ role: 'customer', name: 'Lena König', email: 'lena@example.org' })
const FIRST = anId(1)

interface ScreenCase {
  readonly path: string
  readonly as?: User
  /** The heading that says that the screen is there. */
  readonly heading: string | RegExp
  readonly level?: 1 | 2
  readonly act?: (page: Page) => Promise<unknown>
}

const screens: Readonly<Record<string, ScreenCase>> = {
  submit: { path: '/', heading: 'What went wrong?' },
  'ticket by link': { path: `/t/${FIRST}#token`, heading: aTicket().title },
  'my tickets': { path: '/tickets', as: customer, heading: 'My tickets' },
  'sign in': { path: '/sign-in', heading: 'Sign in' },
  'sign up': { path: '/sign-up', heading: 'Create an account' },
  apply: { path: '/apply', as: customer, heading: 'Become an agent' },
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
  overview: { path: '/console/overview', as: anAdmin, heading: 'Overview' },
  agents: { path: '/console/agents', as: anAdmin, heading: 'Agents' },
  departments: { path: '/console/departments', as: anAdmin, heading: 'Departments' },
  'a department': {
    path: '/console/departments',
    as: anAdmin,
    heading: 'Departments',
    act: (page) => page.getByRole('button', { name: 'Edit Billing' }).click(),
  },
  merges: { path: '/console/merges', as: anAdmin, heading: 'Merges' },
  applications: { path: '/console/applications', as: anAdmin, heading: 'Applications' },
  audit: { path: '/console/audit', as: anAdmin, heading: 'Audit' },
  statistics: { path: '/console/statistics', as: anAdmin, heading: 'Statistics' },
  settings: { path: '/console/settings', as: anAdmin, heading: 'Settings' },
}

const api = (as: User | undefined): Responders => {
  const staff = as !== undefined && as.role !== 'customer'
  if (staff) return deskApi(adminApi)
  return deskApi({
    getTicket: () => aTicket(),
    listComments: () => ({ items: [aComment({ visibility: 'public' })], next_cursor: null }),
    listApplications: () => ({ items: [], next_cursor: null }),
  })
}

const visit = async (
  { path, as, heading, level = 1, act }: ScreenCase,
  options: { width: number; theme?: 'dark' | 'light'; language?: 'en' | 'de' },
) => {
  const { page } = await open(path, api(as), {
    ...options,
    ...(as ? { before: (fresh: Page) => signedInAs(fresh, as) } : {}),
  })
  const title =
    options.language === 'de' ? page.getByRole('heading') : page.getByRole('heading', { name: heading, level })
  await title.first().waitFor()
  await act?.(page)
  await page.waitForLoadState('networkidle')
  return page
}

const tooWide = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)

describe.each(Object.entries(screens))('%s', (_name, screen) => {
  it.each([
    ['dark', 1_440],
    ['light', 1_440],
    ['dark', 390],
  ] as const)('has no fault that axe finds, %s at %i px', async (theme, width) => {
    const page = await visit(screen, { theme, width })
    const { violations } = await new AxeBuilder({ page }).withTags(STANDARDS).analyze()

    expect(
      violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`),
    ).toEqual([])
    expect(await tooWide(page)).toBe(0)
  })

  it('fits 320 px, also with long German words', async () => {
    const page = await visit({ ...screen, act: async () => undefined }, { width: 320, language: 'de' })

    expect(await tooWide(page)).toBe(0)
  })
})

it.each([
  ['dark', 'rgb(14, 17, 20)', 'rgb(234, 237, 241)'],
  ['light', 'rgb(247, 246, 242)', 'rgb(26, 30, 37)'],
] as const)('is really painted in the %s theme', async (theme, ground, text) => {
  const { page } = await open('/', api(undefined), { theme })
  const colours = await page.evaluate(() => {
    const { backgroundColor, color } = getComputedStyle(document.documentElement)
    return { backgroundColor, color }
  })

  expect(colours).toEqual({ backgroundColor: ground, color: text })
})

it('changes the theme by its control, keeps it, and is dark by default', async () => {
  const { page } = await open('/', api(undefined), { theme: 'dark' })
  expect(await page.locator('html').getAttribute('data-theme')).toBe('dark')
  await page.getByLabel('Theme').selectOption('light')
  expect(await page.locator('html').getAttribute('data-theme')).toBe('light')
  await page.reload()
  expect(await page.locator('html').getAttribute('data-theme')).toBe('light')
})

it('changes the language without losing what was typed', async () => {
  const { page } = await open('/', api(undefined))
  await page.getByLabel('Describe the problem').fill('Kept')
  await page.getByLabel('Language').selectOption('de')

  expect(await page.getByLabel('Beschreiben Sie das Problem').inputValue()).toBe('Kept')
  expect(await page.locator('html').getAttribute('lang')).toBe('de')
})

it('draws the forecast, says it in a sentence, and puts the same numbers beside it', async () => {
  const page = await visit({ path: '/console/overview', as: anAdmin, heading: 'Overview' }, { width: 1_440 })
  await page.getByText('Add 2 agents from 13:00.').waitFor()
  await page.getByRole('img', { name: /Tickets by hour/ }).waitFor()

  const table = page.getByRole('figure', { name: 'Next hours' }).getByRole('table')
  expect(await table.getByRole('row').count()).toBe(25)
})
