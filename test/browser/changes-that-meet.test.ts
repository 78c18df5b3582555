import { describe, expect, it } from 'vitest'
import { newerOf, versionFor } from '../../frontend/src/console/workspace/ticket-change.ts'
import type { Ticket } from '../../functions/contracts/ticket.ts'
import { aTicket } from '../support/desk-records.ts'
import { Refusal } from '../support/mock-api.ts'
import { comeBack, secondClick } from '../support/page-fixture.ts'
import { first, prepareDesk, reading, somebodyFaster, status } from '../support/ticket-desk.ts'

const { desk } = prepareDesk()

describe('two quick changes of one ticket', () => {
  it('go out one after the other, the second on the version that the first made, and are both seen at once', async () => {
    const { promise: held, resolve: release } = Promise.withResolvers<void>()
    let current: Ticket = first
    const { page, api } = await desk({
      getTicket: reading(() => current),
      patchTicket: async ({ body, headers }) => {
        await held
        if (headers['if-match'] !== `"${current.version}"`) return new Refusal(412, 'version_mismatch')
        current = { ...current, ...(body as Partial<Ticket>), version: current.version + 1 }
        return current
      },
    })
    await status(page).selectOption('in_progress')
    await page.getByLabel('Priority', { exact: true }).selectOption('low')
    await expect.poll(() => status(page).inputValue()).toBe('in_progress')
    await expect.poll(() => page.getByLabel('Priority', { exact: true }).inputValue()).toBe('low')
    await expect.poll(() => api.of('patchTicket')).toHaveLength(1)
    // Neither waits for the network.
    expect(await page.getByText('sent when it is back').count()).toBe(0)
    release()

    await expect.poll(() => api.of('patchTicket').map(({ headers }) => headers['if-match'])).toEqual(['"4"', '"5"'])
    await page
      .getByRole('listitem')
      .filter({ hasText: `${first.number}: Priority Low` })
      .waitFor()
    expect(current).toMatchObject({ status: 'in_progress', priority: 'low' })
    expect(await page.getByRole('alert').count()).toBe(0)
  })

  const seen = aTicket({ status: 'resolved', tags: ['vip'], version: 4 })

  it.each([
    ['one’s own change before it', aTicket({ status: 'resolved', tags: ['vip'], version: 5 }), 5],
    ['somebody’s change of something else', aTicket({ ...seen, priority: 'low', version: 6 }), 6],
    ['somebody’s change of the same', aTicket({ ...seen, status: 'open', version: 6 }), 4],
  ])('conflict only with somebody else’s change of the same field: after %s', (_case, newest, version) => {
    expect(versionFor({ status: 'closed' }, seen, newest)).toBe(version)
  })

  it('compare lists by what is in them', () => {
    expect(versionFor({ tags: [] }, seen, aTicket({ ...seen, tags: ['vip'], version: 5 }))).toBe(5)
  })
})

it('lets a double click decide of one change, and not of the next that takes its place', async () => {
  const { promise: held, resolve: release } = Promise.withResolvers<void>()
  const { page } = await desk(somebodyFaster(first, { status: 'in_progress', priority: 'medium' }, held))
  await status(page).selectOption('resolved')
  await page.getByLabel('Priority', { exact: true }).selectOption('low')
  release()
  const cards = page.getByRole('alert', { name: 'Somebody was faster' })
  await cards.nth(1).waitFor()
  await cards.first().getByRole('button', { name: 'Take theirs' }).click()
  await expect.poll(() => cards.count()).toBe(1)
  await cards.getByRole('button', { name: 'Take theirs' }).hover()
  await secondClick(page)
  await page.evaluate(() => new Promise(requestAnimationFrame))

  expect(await cards.count()).toBe(1)
})

it('lets a person decide each of several conflicts, one after the other', async () => {
  const { promise: held, resolve: release } = Promise.withResolvers<void>()
  let current: Ticket = first
  const { page, api } = await desk({
    getTicket: reading(() => current),
    patchTicket: async ({ body, headers }) => {
      await held
      if (current === first) current = { ...first, status: 'in_progress', priority: 'medium', version: 9 }
      if (headers['if-match'] !== `"${current.version}"`) return new Refusal(412, 'version_mismatch')
      current = { ...current, ...(body as Partial<Ticket>), version: current.version + 1 }
      return current
    },
  })
  await status(page).selectOption('resolved')
  await page.getByLabel('Priority', { exact: true }).selectOption('low')
  release()
  const cards = page.getByRole('alert', { name: 'Somebody was faster' })
  await expect.poll(() => cards.count()).toBe(2)
  await cards.filter({ hasText: 'You wanted Resolved.' }).getByRole('button', { name: 'Keep mine' }).click()
  await expect.poll(() => cards.count()).toBe(1)
  await expect.poll(() => current.status).toBe('resolved')
  await cards.getByRole('button', { name: 'Keep mine' }).click()

  await expect.poll(() => current).toMatchObject({ status: 'resolved', priority: 'low', version: 11 })
  await expect.poll(() => cards.count()).toBe(0)
  expect(api.of('patchTicket')).toHaveLength(4)
})

it('keeps the newer of two versions of a ticket, whichever arrives last', () => {
  const [older, newer] = [aTicket({ version: 4 }), aTicket({ version: 5 })]
  expect([newerOf(newer, older), newerOf(older, newer), newerOf(undefined, older)]).toEqual([newer, newer, older])
})

it('shows the value read after the refusal beside a refused change, not one requested before', async () => {
  const { promise: held, resolve: release } = Promise.withResolvers<void>()
  let current: Ticket = first
  let slow = false
  const { page, api } = await desk({
    getTicket: async (request) => {
      const read = reading(() => current)(request)
      if (slow) await held
      return read
    },
    patchTicket: () => {
      current = { ...first, status: 'in_progress', version: 9 }
      slow = false
      return new Refusal(412, 'version_mismatch')
    },
  })
  await status(page).waitFor()
  slow = true
  await comeBack(page)
  await expect.poll(() => api.of('getTicket').length).toBe(2)
  await status(page).selectOption('resolved')
  await expect.poll(() => api.of('getTicket').length).toBe(3)
  release()

  await page
    .getByRole('alert', { name: 'Somebody was faster' })
    .getByText(/set this to In progress/)
    .waitFor()
})

it('shows what was read meanwhile when a change is refused, not what was there before it', async () => {
  const { promise: held, resolve: release } = Promise.withResolvers<void>()
  let current: Ticket = first
  const { page } = await desk({
    getTicket: reading(() => current),
    patchTicket: async () => {
      await held
      return new Refusal(500, 'internal')
    },
  })
  await status(page).selectOption('resolved')
  current = { ...first, priority: 'low', version: 8 }
  release()

  await page.getByRole('alert').getByText('Not saved: Status Resolved.').waitFor()
  await expect.poll(() => page.getByLabel('Priority', { exact: true }).inputValue()).toBe('low')
  await expect.poll(() => status(page).inputValue()).toBe('open')
})
