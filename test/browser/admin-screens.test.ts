import { expect, it } from 'vitest'
import type { Forecast } from '../../functions/contracts/insight.ts'
import { adminApi } from '../support/admin-api.ts'
import { anAdmin } from '../support/desk-records.ts'
import { preparePages } from '../support/page-fixture.ts'
import { checkScreens, type ScreenCase, visit } from '../support/screens.ts'

const { open } = preparePages()

const screens: Readonly<Record<string, ScreenCase>> = {
  overview: { path: '/console/overview', as: anAdmin, heading: 'Overview' },
  agents: { path: '/console/agents', as: anAdmin, heading: 'Agents' },
  departments: { path: '/console/departments', as: anAdmin, heading: 'Departments' },
  'a department': {
    path: '/console/departments',
    as: anAdmin,
    heading: 'Departments',
    act: (page) => page.getByRole('button', { name: 'Edit Billing' }).click(),
  },
  'an agent': {
    path: '/console/agents',
    as: anAdmin,
    heading: 'Agents',
    act: (page) => page.getByRole('button', { name: 'Edit Ines Martin' }).click(),
  },
  'joining a department': {
    path: '/console/agents',
    as: anAdmin,
    heading: 'Agents',
    act: (page) => page.getByRole('button', { name: 'Join a department…' }).click(),
  },
  'erasing a person': {
    path: '/console/agents',
    as: anAdmin,
    heading: 'Agents',
    act: (page) => page.getByRole('button', { name: 'Erase personal data: Lena König' }).click(),
  },
  'a merge beforehand': {
    path: '/console/merges',
    as: anAdmin,
    heading: 'Merges',
    act: (page) => page.getByRole('button', { name: 'Preview' }).click(),
  },
  triage: { path: '/console/triage', as: anAdmin, heading: 'Triage' },
  'an earlier model': {
    path: '/console/triage',
    as: anAdmin,
    heading: 'Triage',
    act: (page) => page.getByRole('button', { name: 'Roll back to version 2' }).click(),
  },
  'policy lab': { path: '/console/policy-lab', as: anAdmin, heading: 'Policy lab' },
  'a replayed policy': {
    path: '/console/policy-lab',
    as: anAdmin,
    heading: 'Policy lab',
    act: async (page) => {
      await page.getByRole('button', { name: 'Replay' }).click()
      await page.getByRole('row', { name: /^Mean wait/ }).waitFor()
    },
  },
  'a canned reply': {
    path: '/console/settings',
    as: anAdmin,
    heading: 'Settings',
    act: (page) => page.getByRole('button', { name: 'Edit Refund started' }).click(),
  },
  merges: { path: '/console/merges', as: anAdmin, heading: 'Merges' },
  applications: { path: '/console/applications', as: anAdmin, heading: 'Applications' },
  audit: { path: '/console/audit', as: anAdmin, heading: 'Audit' },
  statistics: { path: '/console/statistics', as: anAdmin, heading: 'Statistics' },
  settings: { path: '/console/settings', as: anAdmin, heading: 'Settings' },
}

checkScreens(open, screens)

const settings: ScreenCase = { path: '/console/settings', as: anAdmin, heading: /^(Settings|Einstellungen)$/ }

it('keeps the link of the current screen in view on a narrow page', async () => {
  const page = await visit(open, settings, { width: 390 })
  const [link, links] = await Promise.all([
    page.getByRole('link', { name: 'Settings' }).boundingBox(),
    page.getByRole('navigation', { name: 'Main' }).boundingBox(),
  ])

  if (!link || !links) throw new Error('the link is not on the page')
  expect(link.x).toBeGreaterThanOrEqual(links.x)
  expect(link.x + link.width).toBeLessThanOrEqual(links.x + links.width)
})

it.each(['en', 'de'] as const)(
  'stands the fields of one line level, whatever they are called in “%s”',
  async (language) => {
    const page = await visit(open, settings, { width: 1_440, language })
    const fields = page.locator(':is([name="fallback_category"], [name="fallback_priority"], [name="rate_limit"])')
    await fields.nth(2).waitFor()
    const tops = await fields.evaluateAll((all) => all.map((field) => field.getBoundingClientRect().top))

    expect(new Set(tops).size).toBe(1)
  },
)

it('draws the forecast, says it in a sentence, and puts the host’s own numbers beside it', async () => {
  const page = await visit(open, { path: '/console/overview', as: anAdmin, heading: 'Overview' }, { width: 1_440 })
  await page.getByText('Add 2 agents from 13:00.').waitFor()
  await page.getByRole('img', { name: /Tickets by hour/ }).waitFor()

  const request = { params: {}, query: new URLSearchParams(), body: {}, headers: {} }
  const { forecast = [] } = ((await adminApi.getForecast?.(request)) ?? {}) as Partial<Forecast>
  const table = page.getByRole('figure', { name: 'Next hours' }).getByRole('table')
  const expected = forecast.map(({ p50 }) => new Intl.NumberFormat('en-GB', { maximumFractionDigits: 1 }).format(p50))
  expect(await table.getByRole('row').count()).toBe(25)
  expect(await table.locator('tbody tr td:nth-child(2)').allTextContents()).toEqual(expected)
})
