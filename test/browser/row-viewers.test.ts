import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import type { User } from '../../functions/contracts/people.ts'
import { deskApi, signedInAs } from '../support/desk-api.ts'
import { anAdmin, anId, aUser } from '../support/desk-records.ts'
import { heldSocket } from '../support/held-socket.ts'
import { preparePages } from '../support/page-fixture.ts'
import { axeFaults } from '../support/screens.ts'

const { open } = preparePages()

const me = aUser()
const writing = { id: anId(900), name: 'Ada Admin', state: 'typing' }
const reading = { id: anId(901), name: 'Bo Berg', state: 'viewing' }
const away = { id: anId(902), name: 'Cy', state: 'elsewhere' }

interface InboxOptions {
  readonly path?: string
  readonly as?: User
  readonly width?: number
  readonly density?: 'comfortable' | 'compact'
  readonly language?: 'en' | 'de'
  readonly forced?: true
}

/** An inbox with its socket held by the test. */
const inbox = async ({ path = '/console', as = me, width, density, language, forced }: InboxOptions = {}) => {
  const { hold, ...socket } = heldSocket({ staysOpen: true })
  const { page } = await open(path, deskApi({ openRealtime: () => ({ ticket: 'admission' }) }), {
    ...(width && { width }),
    ...(language && { language }),
    before: async (fresh) => {
      await signedInAs(fresh, as)
      await hold(fresh)
      if (forced) await fresh.emulateMedia({ forcedColors: 'active' })
      if (density) await fresh.addInitScript((rows) => localStorage.setItem('plimsoll.rows', rows), density)
    },
  })
  await row(page, 1).waitFor()
  await page.evaluate(() => document.fonts.ready)
  await page
    .getByTitle('Live', { exact: true })
    .or(page.getByTitle('Verbunden', { exact: true }))
    .waitFor()
  const tellViewers = (ticket: number, viewers: readonly object[]) =>
    socket.tell({ event: 'viewers', ticket_id: anId(ticket), data: { viewers } })
  return { page, tellViewers, ...socket }
}

const row = (page: Page, ticket: number) => page.locator(`#row-${anId(ticket)}`)
/** What a row says of its viewers, in the order in which they are shown. */
const namesIn = (page: Page, ticket: number) =>
  row(page, ticket)
    .locator('[data-viewers] [role=img]')
    .evaluateAll((viewers) => viewers.map((viewer) => viewer.getAttribute('aria-label')))

/** Once a later message has arrived, all before it have. */
const settle = async ({ page, tellViewers }: Awaited<ReturnType<typeof inbox>>) => {
  tellViewers(6, [away])
  await expect.poll(() => namesIn(page, 6)).toEqual(['Cy has it open'])
}

it('shows who else has a ticket open: two of them, those who write first, until they leave', async () => {
  const { page, tellViewers } = await inbox()
  tellViewers(2, [away, reading, writing])
  await expect.poll(() => namesIn(page, 2)).toEqual(['Ada Admin is writing', 'Bo Berg is looking'])
  expect(await row(page, 2).getByRole('img').getByText('AA').count()).toBe(1)
  expect(await row(page, 2).getByTitle('Ada Admin is writing').count()).toBe(1)
  tellViewers(2, [away, { ...writing, state: 'viewing' }])
  await expect.poll(() => namesIn(page, 2)).toEqual(['Ada Admin is looking', 'Cy has it open'])
  tellViewers(2, [])
  await expect.poll(() => namesIn(page, 2)).toEqual([])
  expect(await page.locator('[data-viewers]').count()).toBe(0)
})

it('speaks German', async () => {
  const { page, tellViewers } = await inbox({ language: 'de' })
  tellViewers(1, [writing])
  tellViewers(2, [reading, away])

  await expect.poll(() => namesIn(page, 1)).toEqual(['Ada Admin schreibt'])
  await expect.poll(() => namesIn(page, 2)).toEqual(['Bo Berg sieht es an', 'Cy hat es offen'])
})

it.each([1_440, 390])('shows viewers without any fault that axe finds, dark and light, at %i px', async (width) => {
  const { page, tellViewers } = await inbox({ width, density: width < 400 ? 'compact' : 'comfortable' })
  tellViewers(2, [writing, reading])
  tellViewers(3, [away])
  await expect.poll(() => namesIn(page, 3)).toHaveLength(1)
  const faults: string[] = []
  for (const theme of ['dark', 'light']) {
    await page.evaluate((name) => {
      document.documentElement.dataset.theme = name
    }, theme)
    faults.push(...(await axeFaults(page, theme)))
  }

  expect(faults).toEqual([])
})

it.each([
  [1_440, 'comfortable'],
  [1_440, 'compact'],
  [390, 'comfortable'],
  [390, 'compact'],
] as const)('moves nothing in a row when viewers come, at %i px with %s rows', async (width, density) => {
  const { page, tellViewers } = await inbox({ width, density })
  const places = () =>
    row(page, 2).evaluate((element) =>
      [element, ...element.querySelectorAll(':scope > :not([data-viewers]), :scope > * > *')]
        .filter((part) => part.closest('[data-viewers]') === null)
        .map((part) => {
          const { x, y, height } = part.getBoundingClientRect()
          return [x, y, height]
        }),
    )
  const before = await places()
  tellViewers(2, [writing, reading])
  await expect.poll(() => namesIn(page, 2)).toHaveLength(2)
  expect(before.length).toBeGreaterThan(8)
  expect(await places()).toEqual(before)

  const { title, shown, end } = await row(page, 2).evaluate((element) => {
    const box = (selector: string) => element.querySelector(selector)?.getBoundingClientRect()
    return { title: box('[dir=auto]')?.right, shown: box('[data-viewers]'), end: element.getBoundingClientRect() }
  })
  expect(title).toBeLessThanOrEqual(shown?.left ?? 0)
  expect(shown?.top).toBeGreaterThanOrEqual(end.top)
  expect(shown?.bottom).toBeLessThanOrEqual(end.bottom)
})

it('shows the same in the row of the open ticket as above its answer, and for no longer than it was told', async () => {
  const { page, tellViewers, said } = await inbox({ path: `/console/tickets/${anId(1)}` })
  await expect.poll(() => said.some(({ action }) => action === 'viewing')).toBe(true)
  tellViewers(1, [writing])
  await page.getByText('Ada Admin is writing a reply').waitFor()
  expect(await namesIn(page, 1)).toEqual(['Ada Admin is writing'])
  await page.clock.fastForward(10_000)
  await page.getByText('Ada Admin is looking at this ticket').waitFor()
  expect(await namesIn(page, 1)).toEqual(['Ada Admin is looking'])
  await page.clock.fastForward(35_000)

  await expect.poll(() => namesIn(page, 1)).toEqual(['Ada Admin has it open'])
  expect(await page.getByText('Ada Admin').count()).toBe(0)
})

it('keeps what was told of another ticket until there is news, but no longer than six minutes', async () => {
  const { page, tellViewers } = await inbox()
  tellViewers(2, [writing])
  await expect.poll(() => namesIn(page, 2)).toEqual(['Ada Admin is writing'])
  await page.clock.fastForward(300_000)
  expect(await namesIn(page, 2)).toEqual(['Ada Admin is writing'])
  await page.clock.fastForward(60_000)

  await expect.poll(() => namesIn(page, 2)).toEqual([])
})

it('forgets the viewers once the connection is lost', async () => {
  const { page, tellViewers, sockets } = await inbox()
  tellViewers(2, [reading])
  await expect.poll(() => namesIn(page, 2)).toHaveLength(1)
  await sockets[0]?.close()

  await expect.poll(() => namesIn(page, 2)).toEqual([])
})

it.each([
  ['forgets the viewers of a ticket that an agent has lost', me, anId(77), []],
  ['keeps the viewers of a ticket that an agent has got', me, me.id, ['Bo Berg is looking']],
  ['keeps an admin’s knowledge of a ticket’s viewers', anAdmin, anId(77), ['Bo Berg is looking']],
] as const)('%s', async (_promise, as, assignee_id, left) => {
  const desk = await inbox({ as })
  desk.tellViewers(2, [reading])
  await expect.poll(() => namesIn(desk.page, 2)).toHaveLength(1)
  desk.tell({ event: 'ticket_assigned', ticket_id: anId(2), seq: 9, data: { assignee_id } })
  await settle(desk)

  expect(await namesIn(desk.page, 2)).toEqual(left)
})

/** Hides the page as another tab before it does, or shows it again. */
const setHidden = (page: Page, hidden: boolean) =>
  page.evaluate((wanted) => {
    Object.defineProperty(document, 'hidden', { configurable: true, get: () => wanted })
    document.dispatchEvent(new Event('visibilitychange'))
  }, hidden)

it('tells the others when its own user comes, writes, stops, turns away and comes back', async () => {
  const { page, said } = await inbox({ path: `/console/tickets/${anId(1)}` })
  const reports = () =>
    said.flatMap(({ action }) => (['viewing', 'typing', 'elsewhere'].includes(action) ? [action] : []))
  await expect.poll(reports).toEqual(['viewing'])
  await page.getByRole('textbox', { name: /^Reply to/ }).fill('Hello')
  await expect.poll(reports).toEqual(['viewing', 'typing'])
  await page.clock.fastForward(8_000)
  await expect.poll(reports).toEqual(['viewing', 'typing', 'viewing'])
  await setHidden(page, true)
  await expect.poll(reports).toEqual(['viewing', 'typing', 'viewing', 'elsewhere'])
  await page.clock.fastForward(30_000)
  await expect.poll(reports).toHaveLength(5)
  await setHidden(page, false)

  await expect.poll(reports).toEqual(['viewing', 'typing', 'viewing', 'elsewhere', 'elsewhere', 'viewing'])
})

it('draws the three grades differently, also in forced colours', async () => {
  for (const forced of [{}, { forced: true }] as const) {
    const { page, tellViewers } = await inbox(forced)
    tellViewers(1, [writing])
    tellViewers(2, [reading])
    tellViewers(3, [away])
    await expect.poll(() => namesIn(page, 3)).toHaveLength(1)
    const looks = await page.locator('[data-viewers] [role=img] > *').evaluateAll((avatars) =>
      avatars.map((avatar) => {
        const { borderWidth, borderStyle, borderColor } = getComputedStyle(avatar)
        return `${borderWidth} ${borderStyle} ${borderColor}`
      }),
    )
    expect(new Set(looks).size).toBe(3)
    expect(looks[0]).toMatch(/^2px solid/)
  }
})
