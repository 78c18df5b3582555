import { expect, it } from 'vitest'
import { deskApi, signedInAs } from '../support/desk-api.ts'
import { aUser } from '../support/desk-records.ts'
import { preparePages } from '../support/page-fixture.ts'

const { open } = preparePages()

/** The largest cumulative layout shift that we let a page have; 0.1 is what the web calls good. */
const MOST_SHIFT = 0.02

/** Sums up how much of the page moves by itself, from its first paint on. */
const watchShifts = () => {
  new PerformanceObserver((list) => {
    const { dataset } = document.documentElement
    const shifts = list.getEntries() as (PerformanceEntry & { readonly value: number })[]
    dataset.shift = String(shifts.reduce((sum, { value }) => sum + value, Number(dataset.shift ?? 0)))
  }).observe({ type: 'layout-shift', buffered: true })
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
  await page.waitForLoadState('networkidle')
  await page.evaluate(() => new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted))))

  const shift = await page.evaluate(() => Number(document.documentElement.dataset.shift ?? 0))
  expect(shift).toBeLessThanOrEqual(MOST_SHIFT)
})
