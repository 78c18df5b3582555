import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import type { User } from '../../functions/contracts/people.ts'
import { adminApi } from './admin-api.ts'
import { deskApi, signedInAs } from './desk-api.ts'
import { aComment, anAgent, aTicket } from './desk-records.ts'
import type { Responders } from './mock-api.ts'
import type { preparePages } from './page-fixture.ts'

const STANDARDS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

export interface ScreenCase {
  readonly path: string
  readonly as?: User
  /** Answers of the host that differ from those on every other screen. */
  readonly api?: Responders
  /** The heading that shows that the screen has loaded. */
  readonly heading: string | RegExp
  readonly level?: 1 | 2
  /** Brings the screen into the state under test, such as an open dialog. */
  readonly act?: (page: Page) => Promise<unknown>
}

type Open = ReturnType<typeof preparePages>['open']

const weeks = [
  {
    from: '2026-02-24',
    resolved: 9,
    median_first_response_hours: 1.2,
    median_resolution_hours: 5.5,
    within_sla: 0.89,
  },
]

/** Answers that fill every screen of this user. */
export const screenApi = (as: User | undefined): Responders => {
  const staff = as !== undefined && as.role !== 'customer'
  if (staff) return deskApi({ ...adminApi, getOwnAgent: () => ({ ...anAgent(), weeks }) })
  return deskApi({
    getTicket: () => aTicket(),
    listComments: () => ({ items: [aComment({ visibility: 'public' })], next_cursor: null }),
    listApplications: () => ({ items: [], next_cursor: null }),
  })
}

/** Opens a screen and waits until it has loaded. */
export const visit = async (
  open: Open,
  { path, as, api = {}, heading, level = 1, act }: ScreenCase,
  options: { width: number; theme?: 'dark' | 'light'; language?: 'en' | 'de' },
) => {
  const { page } = await open(
    path,
    { ...screenApi(as), ...api },
    {
      ...options,
      ...(as ? { before: (fresh: Page) => signedInAs(fresh, as) } : {}),
    },
  )
  const title =
    options.language === 'de' ? page.getByRole('heading') : page.getByRole('heading', { name: heading, level })
  await title.first().waitFor()
  await act?.(page)
  await page.waitForLoadState('networkidle')
  return page
}

const tooWide = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)

/** What axe finds on a page, each fault with the name of the view. */
export const axeFaults = async (page: Page, view: string): Promise<readonly string[]> => {
  const { violations } = await new AxeBuilder({ page })
    .withTags(STANDARDS)
    .options({ resultTypes: ['violations'] })
    // Our pages hold no frames, and the newer mode would only open a second page to merge the results of frames.
    .setLegacyMode()
    .analyze()
  return violations.map(({ id, nodes }) => `${view}: ${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)
}

/** Checks every screen: axe finds no fault in any theme and width, and the page is never wider than the window. */
export const checkScreens = (open: Open, screens: Readonly<Record<string, ScreenCase>>): void => {
  describe.each(Object.entries(screens))('%s', (_name, screen) => {
    it('has no fault that axe finds, dark and light, wide and narrow', async () => {
      const page = await visit(open, screen, { width: 1_440 })
      const faults: string[] = []
      for (const width of [1_440, 390]) {
        await page.setViewportSize({ width, height: 880 })
        for (const theme of ['dark', 'light']) {
          await page.evaluate((name) => {
            document.documentElement.dataset.theme = name
          }, theme)
          faults.push(...(await axeFaults(page, `${theme}, ${width} px`)))
        }
        expect(await tooWide(page), `${width} px`).toBe(0)
      }
      expect(faults).toEqual([])
    })

    // An act finds its controls by English names; every screen is also listed once without an act.
    it.runIf(screen.act === undefined)('fits 320 px, also with long German words', async () => {
      const page = await visit(open, screen, { width: 320, language: 'de' })

      expect(await tooWide(page)).toBe(0)
    })
  })
}
