import { expect, it } from 'vitest'
import type { Ticket } from '../../functions/contracts/ticket.ts'
import { aUser } from '../support/desk-records.ts'
import { Refusal } from '../support/mock-api.ts'
import { comeBack, secondClick } from '../support/page-fixture.ts'
import { rows, status } from '../support/ticket-desk.ts'
import { FIRST, first, prepareUndo, second, tickets, toast } from '../support/undo-desk.ts'

const desk = prepareUndo()

it('takes a change of status back on the version that the change made', async () => {
  const { page, api } = await desk(FIRST)
  await status(page).selectOption('resolved')
  await toast(page, `${first.number}: Status Resolved`).getByRole('button', { name: 'Undo' }).click()

  await expect.poll(() => api.of('patchTicket').length).toBe(2)
  const [, back] = api.of('patchTicket')
  expect(back).toMatchObject({ body: { status: first.status }, headers: { 'if-match': `"${first.version + 1}"` } })
  await expect.poll(() => toast(page, first.number).count()).toBe(0)
})

it('takes a change back after what is on its way, and shows that at once', async () => {
  const { promise: held, resolve: release } = Promise.withResolvers<void>()
  let current: Ticket = first
  const { page, api } = await desk(FIRST, {
    getTicket: () => current,
    patchTicket: async ({ body, headers }) => {
      if (body.priority) await held
      if (headers['if-match'] !== `"${current.version}"`) return new Refusal(412, 'stale')
      current = { ...current, ...(body as Partial<Ticket>), version: current.version + 1 }
      return current
    },
  })
  await status(page).selectOption('resolved')
  const undo = toast(page, `${first.number}: Status Resolved`).getByRole('button', { name: 'Undo' })
  await undo.waitFor()
  await page.getByLabel('Priority', { exact: true }).selectOption('low')
  await expect.poll(() => api.of('patchTicket').length).toBe(2)
  await undo.click()
  await expect.poll(() => status(page).inputValue()).toBe(first.status)
  expect(api.of('patchTicket')).toHaveLength(2)
  release()
  await toast(page, 'Priority Low').waitFor()
  await expect.poll(() => page.getByRole('button', { name: /^Undo/ }).count()).toBe(1)

  expect(api.of('patchTicket')[2]).toMatchObject({ body: { status: first.status }, headers: { 'if-match': '"6"' } })
  expect(await page.getByRole('alert').count()).toBe(0)
})

it('takes the newest change back by z, and says what it cannot take back', async () => {
  const { page, api } = await desk(FIRST, {
    patchTicket: ({ body, headers }) =>
      body.priority === first.priority
        ? new Refusal(409, 'ticket_merged')
        : { ...first, ...(body as Partial<Ticket>), version: Number(headers['if-match']?.slice(1, -1)) + 1 },
  })
  await page.getByLabel('Priority', { exact: true }).selectOption('low')
  await toast(page, 'Priority Low').waitFor()
  await page.getByRole('heading', { level: 2, name: first.title }).click()
  await page.keyboard.press('z')

  await toast(page, 'Could not be undone. This ticket was merged into another one.').waitFor()
  expect(api.of('patchTicket')).toHaveLength(2)
})

/**
 * Changes a ticket's status, priority and tags, each with its own toast.
 *
 * @param held the host undoes none of them before this resolves
 */
const changeThrice = async (held = Promise.resolve()) => {
  let current: Ticket = first
  const { page, api } = await desk(FIRST, {
    getTicket: () => current,
    patchTicket: async ({ body }) => {
      if (api.of('patchTicket').length > 3) await held
      current = { ...current, ...(body as Partial<Ticket>), version: current.version + 1 }
      return current
    },
  })
  await status(page).selectOption('resolved')
  await page.getByLabel('Priority', { exact: true }).selectOption('low')
  await page.getByLabel('Add a tag').fill('vip')
  await page.getByLabel('Add a tag').press('Enter')
  const press = (field: string, word: string) =>
    toast(page, `${first.number}: ${field}`).getByRole('button', { name: word })
  await press('Tags', 'Undo').waitFor()
  const takenBack = () => api.of('patchTicket').flatMap(({ body }, index) => (index < 3 ? [] : [body]))
  return { page, press, takenBack }
}

it('offers no Undo once somebody has changed the same again, by its key neither', async () => {
  let current: Ticket = first
  const { page, api } = await desk(FIRST, {
    getTicket: () => current,
    patchTicket: ({ body }) => {
      current = { ...current, ...(body as Partial<Ticket>), version: current.version + 1 }
      return current
    },
  })
  await status(page).selectOption('resolved')
  const offer = toast(page, `${first.number}: Status Resolved`)
  await offer.getByRole('button', { name: 'Undo' }).waitFor()
  // Its timer stops meanwhile.
  await offer.hover()
  current = { ...current, status: 'in_progress', version: 9 }
  await comeBack(page)
  await offer.getByText('It was changed again since.').waitFor()
  expect(await offer.getByRole('button').allInnerTexts()).toEqual(['Close'])
  await page.getByRole('heading', { level: 2, name: first.title }).click()
  await page.keyboard.press('z')

  expect(api.of('patchTicket')).toHaveLength(1)
})

it('offers no second Undo after a refusal, and another one after no answer', async () => {
  let refusal = new Refusal(503, 'unavailable')
  const { page } = await desk(FIRST, {
    patchTicket: ({ body }) =>
      body.priority === 'low' ? { ...first, priority: 'low', version: first.version + 1 } : refusal,
  })
  await page.getByLabel('Priority', { exact: true }).selectOption('low')
  const undo = toast(page, first.number).getByRole('button', { name: 'Undo' })
  const undoOnceMore = toast(page, 'Could not be undone.').getByRole('button', { name: 'Undo' })
  await undo.click()
  await undoOnceMore.waitFor()
  refusal = new Refusal(409, 'ticket_merged')
  await undoOnceMore.click()
  const told = toast(page, 'This ticket was merged into another one.')
  await told.waitFor()

  expect(await told.getByRole('button').allInnerTexts()).toEqual(['Close'])
})

it.each([
  ['on a phone', { width: 390, height: 844 }],
  ['on a tablet', { width: 768, height: 1_024 }],
  ['on little room, where the answer goes by', { width: 390, height: 500 }],
])('covers neither the line of the ticket nor an answer that stays %s', async (_where, size) => {
  const { page } = await desk(FIRST, {}, aUser(), size)
  await page.getByLabel('Priority', { exact: true }).selectOption('low')
  const offer = toast(page, 'Priority Low')
  await offer.waitFor()
  const [top, bottom] = await offer.evaluate((element) => {
    const box = element.getBoundingClientRect()
    return [box.top, box.bottom] as const
  })
  const line = await page
    .getByRole('link', { name: 'Back to the list' })
    .evaluate((link) => link.getBoundingClientRect().bottom)
  const answer = await page.getByRole('radio', { name: /^Reply/ }).evaluate((tab) => tab.getBoundingClientRect().top)

  expect(top).toBeGreaterThan(line)
  expect(bottom).toBeLessThanOrEqual(size.height > 520 ? answer : size.height)
})

it('takes one change back by a double click, however soon the next toast takes its place', async () => {
  const { page, press, takenBack } = await changeThrice()
  await press('Status', 'Undo').click()
  await expect.poll(() => press('Status', 'Undo').count()).toBe(0)
  await press('Priority', 'Undo').hover()
  await secondClick(page)
  await press('Tags', 'Undo').click()

  await expect.poll(takenBack).toEqual([{ status: first.status }, { tags: [] }])
})

it('takes a change back once, however often it is asked to meanwhile', async () => {
  const { promise: held, resolve: release } = Promise.withResolvers<void>()
  const { press, takenBack } = await changeThrice(held)
  await press('Status', 'Undo').click()
  await press('Status', 'Undoing…').click({ force: true })
  await press('Tags', 'Undo').click()
  release()

  await expect.poll(takenBack).toEqual([{ status: first.status }, { tags: [] }])
})

it('closes one toast by a double click, however soon the next one takes its place', async () => {
  const { page, press } = await changeThrice()
  await press('Status', 'Close').click()
  await expect.poll(() => press('Status', 'Close').count()).toBe(0)
  await press('Priority', 'Close').hover()
  await secondClick(page)
  await press('Tags', 'Close').click()
  await expect.poll(() => press('Tags', 'Close').count()).toBe(0)

  expect(await press('Priority', 'Close').count()).toBe(1)
})

it('offers nothing after closing, since nothing follows it', async () => {
  const { page, api } = await desk(FIRST)
  await status(page).selectOption('closed')
  await expect.poll(() => api.of('patchTicket').length).toBe(1)
  await expect.poll(() => api.of('getTicket').length).toBeGreaterThan(1)

  expect(await page.getByRole('button', { name: 'Undo' }).count()).toBe(0)
})

it('keeps its offer for ten seconds, and longer while somebody points at it', async () => {
  const { page } = await desk(FIRST)
  await page.getByLabel('Add a tag').fill('refund now')
  await page.getByLabel('Add a tag').press('Enter')
  const offer = toast(page, 'Tags refund-now')
  await offer.hover()
  await page.clock.runFor(20_000)
  expect(await offer.count()).toBe(1)
  await page.mouse.move(0, 0)
  await page.clock.runFor(11_000)

  await expect.poll(() => offer.count()).toBe(0)
})

/** A resolved ticket, and a host that in the end refuses to undo that change, but undoes any other. */
const undoingSlowly = async () => {
  const { promise: held, resolve: refuse } = Promise.withResolvers<void>()
  const now = new Map(tickets.map((ticket) => [ticket.id, ticket]))
  const find = (id = '') => now.get(id) ?? first
  const { page } = await desk(FIRST, {
    getTicket: ({ params }) => find(params.id),
    patchTicket: async ({ params, body }) => {
      if (body.status === first.status) {
        await held
        return new Refusal(503, 'unavailable')
      }
      const before = find(params.id)
      const after = { ...before, ...(body as Partial<Ticket>), version: before.version + 1 }
      now.set(after.id, after)
      return after
    },
  })
  await status(page).selectOption('resolved')
  await toast(page, 'Status Resolved').waitFor()
  await page.getByRole('heading', { level: 2, name: first.title }).click()
  await page.keyboard.press('z')
  await page.getByRole('button', { name: 'Undoing…' }).waitFor()
  return { page, refuse }
}

it('stays while it undoes a change, however long that takes, and alone shows that it failed', async () => {
  const { page, refuse } = await undoingSlowly()
  await page.clock.runFor(20_000)
  refuse()
  const failed = toast(page, 'Could not be undone.')
  await failed.waitFor()
  expect(await page.getByRole('alert').count()).toBe(0)
  await page.clock.runFor(8_000)
  expect(await failed.count()).toBe(1)
  await page.clock.runFor(4_000)

  await expect.poll(() => failed.count()).toBe(0)
})

it('stays while it is taking a change back, however many changes of another ticket follow', async () => {
  const { page, refuse } = await undoingSlowly()
  await rows(page).nth(1).click()
  await page.getByRole('heading', { level: 2, name: second.title }).waitFor()
  for (const tag of ['aa', 'bb', 'cc', 'dd']) {
    await page.getByLabel('Add a tag').fill(tag)
    await page.getByLabel('Add a tag').press('Enter')
    await toast(page, new RegExp(`Tags.*${tag}`))
      .last()
      .waitFor()
  }
  expect(await toast(page, 'Tags').count()).toBe(2)
  refuse()

  await toast(page, 'Could not be undone.').waitFor()
})
