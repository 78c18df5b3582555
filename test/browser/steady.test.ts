import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { deskApi, signedInAs } from '../support/desk-api.ts'
import { anAdmin, aUser } from '../support/desk-records.ts'
import { heldSocket } from '../support/held-socket.ts'
import type { Responders } from '../support/mock-api.ts'
import { preparePages } from '../support/page-fixture.ts'
import { screenApi } from '../support/screens.ts'

const { open } = preparePages()

/** The largest cumulative layout shift that we let a page have; 0.1 is what the web calls good. */
const MOST_SHIFT = 0.02

/** Sums up the layout shift of the page, from its first paint on. */
const watchShifts = () => {
  new PerformanceObserver((list) => {
    const { dataset } = document.documentElement
    const shifts = list.getEntries() as (PerformanceEntry & { readonly value: number })[]
    dataset.shift = String(shifts.reduce((sum, { value }) => sum + value, Number(dataset.shift ?? 0)))
  }).observe({ type: 'layout-shift', buffered: true })
}

const shiftOf = async (page: Page): Promise<number> => {
  await page.waitForLoadState('networkidle')
  await page.evaluate(() => new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted))))
  return page.evaluate(() => Number(document.documentElement.dataset.shift ?? 0))
}

it.each([
  ['the form', '/', undefined, 'What went wrong?'],
  ['my tickets', '/tickets', aUser({ role: 'customer' }), 'My tickets'],
  ['my tickets to a guest', '/tickets', undefined, 'My tickets'],
  ['a sign-up', '/sign-up', undefined, 'Create an account'],
  ['an application', '/apply', aUser({ role: 'customer' }), 'Become an agent'],
  ['the console’s sign-in', '/console', undefined, 'Sign in to the console'],
  ['the inbox', '/console', aUser(), /^My open/],
] as const)('%s stays where it is while the host’s answers arrive', async (_page, path, person, heading) => {
  const { page } = await open(path, deskApi({ listApplications: () => ({ items: [], next_cursor: null }) }), {
    width: 390,
    before: async (fresh) => {
      await fresh.addInitScript(watchShifts)
      if (person) await signedInAs(fresh, person)
    },
  })
  await page.getByRole('heading', { name: heading }).first().waitFor()

  expect(await shiftOf(page)).toBeLessThanOrEqual(MOST_SHIFT)
})

/** A host that answers nothing until it is released. */
const heldApi = (responders: Responders) => {
  const { promise: held, resolve: release } = Promise.withResolvers<void>()
  const all = Object.entries(responders).map(([name, answer]) => {
    const later = async (request: never) => {
      await held
      return answer(request)
    }
    return [name, later]
  })
  return { api: Object.fromEntries(all) as Responders, release }
}

it.each([
  ...(['overview', 'statistics', 'triage'] as const).flatMap((screen) =>
    [390, 768, 1_440].map((width) => [screen, width] as const),
  ),
  ['agents', 768] as const,
])('the administrators’ %s stays where it is at %d px, too', async (screen, width) => {
  const { api, release } = heldApi({ ...screenApi(anAdmin), openRealtime: () => ({ ticket: 'admission' }) })
  const { page } = await open(`/console/${screen}`, api, {
    width,
    before: async (fresh) => {
      await fresh.addInitScript(watchShifts)
      await heldSocket().hold(fresh)
      await signedInAs(fresh, anAdmin)
    },
  })
  await page.getByRole('main').locator('[data-waiting]').first().waitFor()
  await page.evaluate(() => new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted))))
  release()
  await page.getByRole('main').locator('table').first().waitFor({ state: 'attached' })

  expect(await shiftOf(page)).toBeLessThanOrEqual(MOST_SHIFT)
})
