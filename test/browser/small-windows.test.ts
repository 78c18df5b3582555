import type { Locator, Page } from 'playwright-core'
import { expect, it } from 'vitest'
import type { Ticket } from '../../functions/contracts/ticket.ts'
import { adminApi } from '../support/admin-api.ts'
import { deskApi, signedInAs } from '../support/desk-api.ts'
import { aComment, anAdmin, anId, aTicket, aTriage, manyTickets } from '../support/desk-records.ts'
import type { Responders } from '../support/mock-api.ts'
import { preparePages } from '../support/page-fixture.ts'

const { open } = preparePages()

interface Size {
  readonly width: number
  readonly height: number
}

const desk = async (size: Size, given: Responders = {}, tickets?: readonly Ticket[]) => {
  const { page } = await open(`/console/tickets/${anId(1)}`, deskApi({ ...adminApi, ...given }, tickets), {
    ...size,
    before: (fresh) => signedInAs(fresh, anAdmin),
  })
  await page.getByText('Hello Lena, I am looking into it').last().waitFor()
  await page.waitForLoadState('networkidle')
  return page
}

const conversation = (page: Page) => page.getByRole('region', { name: 'Conversation' })

/** For `evaluate`: the visible height, in pixels, of the area that scrolls an element. */
const windowOnto = (element: Element): number => {
  const scrolls = (box: Element) => ['auto', 'scroll'].includes(getComputedStyle(box).overflowY)
  let box: Element | null = element
  while (box && !(scrolls(box) && box.scrollHeight > box.clientHeight)) box = box.parentElement
  return (box ?? document.documentElement).clientHeight
}

const isInView = (locator: Locator) =>
  locator.evaluate((element) => {
    const { top, bottom, left, right } = element.getBoundingClientRect()
    return top >= 0 && bottom <= innerHeight && left >= 0 && right <= innerWidth
  })

it.each([
  ['at twice the size', { width: 720, height: 450 }],
  ['above a keyboard on the screen', { width: 390, height: 500 }],
  ['on a phone that lies', { width: 844, height: 390 }],
  ['on a phone', { width: 390, height: 844 }],
  ['on a low laptop', { width: 1_366, height: 625 }],
])('a conversation has most of the window %s, the way back stays, and an answer can be sent', async (_where, size) => {
  const page = await desk(size)
  expect(await conversation(page).evaluate(windowOnto)).toBeGreaterThan(size.height * 0.6)
  if (size.width <= 900) expect(await isInView(page.getByRole('link', { name: 'Back to the list' }))).toBe(true)
  await page.keyboard.press('r')
  await page.keyboard.type('We refunded it.')
  expect(await isInView(page.getByRole('textbox', { name: /^Reply to/ }))).toBe(true)
  await page.getByRole('button', { name: /^Send/ }).first().click()

  await expect.poll(() => page.getByRole('textbox', { name: /^Reply to/ }).inputValue()).toBe('')
  // Nothing but the conversation has moved: what is around it is where it was.
  expect(await isInView(page.getByRole('navigation', { name: 'Main' }))).toBe(true)
})

it('shows all fields of a ticket side by side on a phone', async () => {
  const page = await desk({ width: 390, height: 844 })
  for (const name of ['Status', 'Priority', 'Topic', 'Department', 'Agent']) {
    const { x = -1, width = 0 } = (await page.getByLabel(name, { exact: true }).boundingBox()) ?? {}
    expect(x, name).toBeGreaterThanOrEqual(0)
    expect(x + width, name).toBeLessThanOrEqual(390)
  }
})

it.each([
  ['on a phone', { width: 390, height: 844 }],
  ['beside the list', { width: 1_440, height: 880 }],
])('opens a long conversation at the beginning of its newest message %s', async (_where, size) => {
  const newest = aComment({
    id: anId(700),
    seq: 90,
    visibility: 'public',
    body: `It begins here.${' And on.'.repeat(400)}`,
  })
  const early = Array.from({ length: 12 }, (_comment, index) =>
    aComment({ id: anId(600 + index), seq: 10 + index, body: 'Hello Lena, I am looking into it.' }),
  )
  const page = await desk(size, { listComments: () => ({ items: [...early, newest], next_cursor: null }) })
  const message = page.getByText('It begins here.')
  const { y = 0 } = (await message.boundingBox()) ?? {}
  const { y: above = 0, height = 0 } = (await page.getByText('PL-00000001').last().boundingBox()) ?? {}

  expect(y).toBeGreaterThan(above + height)
  expect(y).toBeLessThan(size.height / 2)
})

it.each([390, 1_024, 1_440])('keeps a suggestion of very long words in its box at %i px', async (width) => {
  const word = 'Rechnungskorrekturanforderungsbestätigungsschreiben'.repeat(4)
  const triage = aTriage({ summary: word, reply_draft: `${word} ${word}`, required_skills: [word] })
  const [first = aTicket(), ...others] = manyTickets(3)
  const page = await desk({ width, height: 880 }, {}, [
    { ...first, requester: { ...first.requester, name: word }, triage },
    ...others,
  ])
  const box = page.getByRole('region', { name: 'Suggested, not confirmed' })
  const right = await box.evaluate((element) => element.getBoundingClientRect().right)
  const parts = await box.evaluate((element) =>
    [...element.querySelectorAll('*')].map((part) => part.getBoundingClientRect().right),
  )

  expect(Math.max(...parts)).toBeLessThanOrEqual(right)
  expect(await conversation(page).evaluate((element) => element.scrollWidth - element.clientWidth)).toBe(0)
})
