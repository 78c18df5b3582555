import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import type { Ticket } from '../../functions/contracts/ticket.ts'
import { adminApi } from '../support/admin-api.ts'
import { deskApi, signedInAs } from '../support/desk-api.ts'
import { anAdmin, anId, aTicket, manyTickets } from '../support/desk-records.ts'
import { heldSocket } from '../support/held-socket.ts'
import { Refusal, type Responders } from '../support/mock-api.ts'
import { preparePages } from '../support/page-fixture.ts'

const { open } = preparePages()

const tickets = manyTickets(2)
const [one = aTicket(), two = aTicket()] = tickets

const rows = (page: Page) => page.getByRole('listbox', { name: 'Tickets' }).getByRole('option')
const bar = (page: Page) => page.getByRole('toolbar', { name: 'Change the selected tickets' })
const toast = (page: Page, text: string) => page.getByRole('listitem').filter({ hasText: text })

/** Two tickets, both selected, and a live line already open, so that its opening causes no further reads. */
const selected = async (given: Responders, listed: readonly Ticket[] = tickets) => {
  const { hold, tell } = heldSocket()
  const desk = await open(
    '/console?view=all',
    deskApi({ ...adminApi, openRealtime: () => ({ ticket: 'admission' }), ...given }, listed),
    {
      before: async (page) => {
        await signedInAs(page, anAdmin)
        await hold(page)
      },
    },
  )
  await rows(desk.page).nth(1).waitFor()
  await desk.page.getByTitle('Live', { exact: true }).waitFor()
  for (const key of ['x', 'j', 'x']) await desk.page.keyboard.press(key)
  await bar(desk.page).getByText('2 tickets selected').waitFor()
  return { ...desk, tell }
}

it('writes on the list’s version if the cached ticket is older', async () => {
  const listed = tickets.map((ticket) => ({ ...ticket, version: 6 }))
  const { page, api } = await selected({ listTickets: () => ({ items: listed, next_cursor: null }) })
  await rows(page).first().click()
  await page.getByRole('heading', { name: one.title, level: 2 }).waitFor()
  await bar(page).getByLabel('Priority').selectOption('low')

  await expect.poll(() => api.of('patchTicket').map(({ headers }) => headers['if-match'])).toEqual(['"6"', '"6"'])
})

/**
 * Both tickets are set to low while an older answer about the first is held, which then arrives last.
 *
 * @returns the priority shown for the first ticket in the end
 */
const priorityAfterOldAnswer = async (page: Page, release: () => void): Promise<string> => {
  await rows(page).nth(1).click()
  await page.getByRole('heading', { name: two.title, level: 2 }).waitFor()
  await bar(page).getByLabel('Priority').selectOption('low')
  await bar(page).getByText('2 tickets changed.').waitFor()
  const answered = page.waitForResponse(`**/api/tickets/${one.id}`)
  release()
  await answered
  await rows(page).first().click()
  await page.getByRole('heading', { name: one.title, level: 2 }).waitFor()
  return page.getByLabel('Priority', { exact: true }).last().inputValue()
}

it('stands, although an older answer arrives later', async () => {
  const { promise: held, resolve: release } = Promise.withResolvers<void>()
  const { page, api } = await selected({
    getTicket: async ({ params }) => {
      if (params.id !== one.id) return two
      await held
      return one
    },
  })
  await rows(page).first().click()
  await expect.poll(() => api.of('getTicket').length).toBe(1)

  expect(await priorityAfterOldAnswer(page, release)).toBe('low')
})

it('stands, although an older answer to a read caused by the socket arrives later', async () => {
  const { promise: held, resolve: release } = Promise.withResolvers<void>()
  let slow = false
  const { page, api, tell } = await selected({
    getTicket: async ({ params }) => {
      if (params.id !== one.id) return two
      if (slow) await held
      return one
    },
  })
  await rows(page).first().click()
  await page.getByRole('heading', { name: one.title, level: 2 }).waitFor()
  // The row is drawn anew after the ticket.
  for (const _press of ['off', 'on']) await page.keyboard.press('x')
  await bar(page).getByText('2 tickets selected').waitFor()
  const before = api.of('getTicket').length
  slow = true
  tell({ event: 'ticket_updated', ticket_id: one.id, seq: 99, data: {} })
  await expect.poll(() => api.of('getTicket').length).toBe(before + 1)

  expect(await priorityAfterOldAnswer(page, release)).toBe('low')
})

it.each([412, 503])('tries again on the current version of a ticket that was refused with %i', async (refused) => {
  const { page, api } = await selected({
    getTicket: ({ params }) => ({ ...(params.id === one.id ? one : two), version: 8 }),
    patchTicket: ({ params, body, headers }) =>
      headers['if-match'] === '"8"' || params.id === one.id
        ? { ...(params.id === one.id ? one : two), ...(body as Partial<Ticket>), version: 9 }
        : new Refusal(refused, 'refused'),
  })
  await bar(page).getByLabel('Priority').selectOption('low')
  await bar(page).getByText('1 ticket changed, 1 refused.').waitFor()
  await bar(page).getByLabel('Priority').selectOption('low')

  await bar(page).getByText('2 tickets changed.').waitFor()
  expect(api.of('patchTicket').map(({ headers }) => headers['if-match'])).toContain('"8"')
})

/** A host that changes the second ticket without ever answering, and refuses old versions. */
const makingUnheard = (): Responders => {
  const now = new Map(tickets.map((ticket) => [ticket.id, ticket]))
  const make = (id: string | undefined, change: Partial<Ticket>) => {
    const before = now.get(id ?? '') ?? one
    const after = { ...before, ...change, version: before.version + 1 }
    now.set(after.id, after)
    return after.id === two.id ? new Refusal(502, 'unexpected') : after
  }
  return {
    getTicket: ({ params }) => now.get(params.id ?? '') ?? one,
    patchTicket: ({ params, body, headers }) =>
      headers['if-match'] === `"${now.get(params.id ?? '')?.version}"`
        ? make(params.id, body)
        : new Refusal(412, 'stale'),
    changeAssignment: ({ params, body }) =>
      make(params.id, { assignee: { id: String(body.agent_id), name: 'Tom Berger', presence: 'online' } }),
  }
}

it('counts a change made without an answer, and recognises it as undone later', async () => {
  const { page, api } = await selected(makingUnheard())
  await bar(page).getByLabel('Priority').selectOption('medium')
  await bar(page).getByText('2 tickets changed.').waitFor()
  await toast(page, '2 tickets changed.').getByRole('button', { name: 'Undo' }).click()
  await expect.poll(() => page.getByRole('button', { name: /^Undo/ }).count()).toBe(0)

  const undone = api.of('patchTicket').slice(2)
  expect(Object.fromEntries(undone.map(({ params, body }) => [params.id, body]))).toEqual({
    [one.id]: { priority: one.priority },
    [two.id]: { priority: two.priority },
  })
})

it('counts an assignment made without an answer', async () => {
  const { page } = await selected(makingUnheard())
  await bar(page).getByLabel('Agent').selectOption(anId(902))

  await bar(page).getByText('2 tickets changed.').waitFor()
})

it('undoes only the remaining changes when undone again', async () => {
  let refusing = true
  const { page, api } = await selected({
    patchTicket: ({ params, body, headers }) => {
      const isUndo = body.priority !== 'low'
      if (isUndo && refusing && params.id === two.id) return new Refusal(503, 'unavailable')
      const before = params.id === one.id ? one : two
      return { ...before, ...(body as Partial<Ticket>), version: Number(headers['if-match']?.slice(1, -1)) + 1 }
    },
  })
  await bar(page).getByLabel('Priority').selectOption('low')
  const undo = page.getByRole('button', { name: /^Undo/ })
  await undo.click()
  await toast(page, 'Could not be undone.').waitFor()
  refusing = false
  await undo.click()

  await expect.poll(() => toast(page, 'Could not be undone.').count()).toBe(0)
  const undone = api.of('patchTicket').slice(2)
  expect(undone.map(({ params }) => params.id).toSorted()).toEqual([one.id, two.id, two.id].toSorted())
})

it('takes no ticket from an agent who got it after the list was read', async () => {
  const waiting = tickets.map((ticket) => ({ ...ticket, assignee: null }))
  const tom = { id: anId(902), name: 'Tom Berger', presence: 'online' } as const
  const { page, api } = await selected(
    {
      getTicket: ({ params }) => ({
        ...(waiting.find(({ id }) => id === params.id) ?? aTicket()),
        assignee: params.id === two.id ? tom : null,
      }),
      changeAssignment: ({ params, body }) => ({
        ...(waiting.find(({ id }) => id === params.id) ?? aTicket()),
        assignee: { ...tom, id: String(body.agent_id) },
        version: 9,
      }),
    },
    waiting,
  )
  await bar(page).getByLabel('Agent').selectOption(anId(901))
  await bar(page).getByText('1 ticket changed, 1 refused.').waitFor()

  expect(api.of('changeAssignment').map(({ params }) => params.id)).toEqual([one.id])
})
