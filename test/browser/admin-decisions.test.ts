import { describe, expect, it } from 'vitest'
import type { CannedReply } from '../../functions/contracts/workspace.ts'
import { adminApi, anApplication, aPlan } from '../support/admin-api.ts'
import { deskApi, signedInAs } from '../support/desk-api.ts'
import { anAdmin, anId, at } from '../support/desk-records.ts'
import { Refusal, type Responders } from '../support/mock-api.ts'
import { comeBack, isFocused, preparePages, secondClick } from '../support/page-fixture.ts'

const { open } = preparePages()

const screen = (path: string, given: Responders = {}) =>
  open(`/console${path}`, deskApi({ ...adminApi, ...given }), { before: (page) => signedInAs(page, anAdmin) })

it('shows an application that has waited behind a hundred newer ones', async () => {
  const newer = Array.from({ length: 100 }, (_one, index) =>
    anApplication(index, { state: 'rejected', decided_at: at(10) }),
  )
  const { page } = await screen('/applications', {
    listApplications: ({ query }) =>
      query.get('cursor') ? { items: [anApplication(500)], next_cursor: null } : { items: newer, next_cursor: 'more' },
  })

  await page.getByRole('article', { name: /Customer 500/ }).waitFor()
})

it('says once that the departments are not there, however many applications wait for one', async () => {
  const { page } = await screen('/applications', {
    listApplications: () => ({
      items: [1, 2, 3].map((number) => anApplication(number)),
      next_cursor: null,
    }),
    listDepartments: () => new Refusal(403, 'forbidden'),
  })
  await page.getByRole('alert').first().waitFor()

  expect(await page.getByRole('main').getByRole('alert').count()).toBe(1)
})

describe('applications that wait', () => {
  /** @param held what the host waits for before it answers */
  const decideNext = async (held = Promise.resolve()) => {
    let items = [1, 2, 3].map((number) => anApplication(number))
    const { page, api } = await screen('/applications', {
      listApplications: () => ({ items, next_cursor: null }),
      decideApplication: async ({ params }) => {
        await held
        const decided = items.find(({ id }) => id === params.id)
        items = items.filter((one) => one !== decided)
        return decided ?? new Refusal(404, 'not_found')
      },
    })
    const decide = (number: number, word: string) =>
      page.getByRole('article', { name: `Customer ${number} ` }).getByRole('button', { name: word })
    const decided = () => api.of('decideApplication').map(({ params, body }) => [params.id, body.state])
    return { page, decide, decided }
  }

  it.each([
    ['Reject', 'rejected'],
    ['Approve', 'approved'],
  ])('are decided one by a double click on %s, however soon the next one takes its place', async (word, state) => {
    const { page, decide, decided } = await decideNext()
    await decide(1, word).click()
    await expect.poll(() => decide(1, word).count()).toBe(0)
    await decide(2, word).hover()
    await secondClick(page)
    await decide(3, word).click()

    await expect.poll(decided).toEqual([
      [anId(1), state],
      [anId(3), state],
    ])
  })

  it('are decided once, however often they are asked for meanwhile', async () => {
    const { promise: held, resolve: release } = Promise.withResolvers<void>()
    const { decide, decided } = await decideNext(held)
    await decide(1, 'Reject').click()
    await decide(1, 'Saving…').click({ force: true })
    await decide(1, 'Reject').click({ force: true })
    await expect.poll(decided).toHaveLength(1)
    release()
    await decide(2, 'Reject').click()

    await expect.poll(decided).toEqual([
      [anId(1), 'rejected'],
      [anId(2), 'rejected'],
    ])
  })

  it('are shown as still under way after leaving the screen and coming back', async () => {
    const { promise: held, resolve: release } = Promise.withResolvers<void>()
    const { page, decide, decided } = await decideNext(held)
    await decide(1, 'Approve').click()
    await decide(1, 'Saving…').waitFor()
    await page.getByRole('link', { name: 'Departments' }).click()
    await page.getByRole('heading', { name: 'Departments', level: 1 }).waitFor()
    await page.goBack()
    await decide(1, 'Reject').click({ force: true })
    await expect.poll(decided).toHaveLength(1)
    release()
    await decide(2, 'Reject').click()

    await expect.poll(decided).toEqual([
      [anId(1), 'approved'],
      [anId(2), 'rejected'],
    ])
  })
})

describe('merges that are proposed', () => {
  /** @param held what the host waits for before it answers */
  const decideNext = async (held = Promise.resolve()) => {
    const shareOf = (number: number) => 90 + number
    let items = [1, 2, 3].map((number) =>
      aPlan({ id: anId(number), pressure: { source: shareOf(number) / 100, target: 0.2 } }),
    )
    const decide = async (merge: string | undefined) => {
      await held
      const decided = items.find(({ id }) => id === merge)
      items = items.filter((one) => one !== decided)
      return decided ?? new Refusal(404, 'not_found')
    }
    const { page, api } = await screen('/merges', {
      listMerges: () => ({ items, next_cursor: null }),
      approveMerge: ({ params }) => decide(params.id),
      rejectMerge: ({ params }) => decide(params.id),
    })
    const press = (number: number, word: string) =>
      page
        .getByRole('region', { name: 'Merge, waiting for you' })
        .filter({ hasText: `Billing ${shareOf(number)}%` })
        .getByRole('button', { name: word })
    const decided = (route: 'approveMerge' | 'rejectMerge') => api.of(route).map(({ params }) => params.id)
    return { page, press, decided }
  }

  it.each([
    ['Approve', 'approveMerge'],
    ['Dismiss', 'rejectMerge'],
  ] as const)(
    'are decided one by a double click on %s, however soon the next one takes its place',
    async (word, route) => {
      const { page, press, decided } = await decideNext()
      await press(1, word).click()
      await expect.poll(() => press(1, word).count()).toBe(0)
      await press(2, word).hover()
      await secondClick(page)
      await press(3, word).click()

      await expect.poll(() => decided(route)).toEqual([anId(1), anId(3)])
    },
  )

  it('are decided once, however often they are asked for meanwhile', async () => {
    const { promise: held, resolve: release } = Promise.withResolvers<void>()
    const { press, decided } = await decideNext(held)
    await press(1, 'Approve').click()
    await press(1, 'Saving…').click({ force: true })
    await press(1, 'Dismiss').click({ force: true })
    release()
    await press(2, 'Dismiss').click()

    await expect.poll(() => decided('rejectMerge')).toEqual([anId(2)])
    expect(decided('approveMerge')).toEqual([anId(1)])
  })

  it('are shown as still under way after leaving the screen and coming back', async () => {
    const { promise: held, resolve: release } = Promise.withResolvers<void>()
    const { page, press, decided } = await decideNext(held)
    await press(1, 'Approve').click()
    await press(1, 'Saving…').waitFor()
    await page.getByRole('link', { name: 'Departments' }).click()
    await page.getByRole('heading', { name: 'Departments', level: 1 }).waitFor()
    await page.goBack()
    await press(1, 'Dismiss').click({ force: true })
    release()
    await press(2, 'Dismiss').click()

    await expect.poll(() => decided('rejectMerge')).toEqual([anId(2)])
    expect(decided('approveMerge')).toEqual([anId(1)])
  })

  it('are not dismissed by whoever has just approved them, though nothing shows it yet', async () => {
    const { page, press, decided } = await decideNext()
    const [approve, dismiss] = await Promise.all([
      press(1, 'Approve').elementHandle(),
      press(1, 'Dismiss').elementHandle(),
    ])
    await page.evaluate(
      (buttons) => {
        for (const button of buttons) (button as HTMLElement | null)?.click()
      },
      [approve, approve, dismiss],
    )
    await expect.poll(() => press(1, 'Approve').count()).toBe(0)
    await press(2, 'Dismiss').click()

    await expect.poll(() => decided('rejectMerge')).toEqual([anId(2)])
    expect(decided('approveMerge')).toEqual([anId(1)])
  })
})

it('removes one shared reply by a double click, however soon the next one takes its place', async () => {
  const reply = (number: number): CannedReply => ({
    id: anId(number),
    title: `Greeting ${number}`,
    body: 'Hello and welcome.',
    created_by: anAdmin.id,
    created_at: at(100),
    updated_at: at(100),
  })
  let items = [301, 302, 303].map(reply)
  const { page, api } = await screen('/settings', {
    listCannedReplies: () => ({ items, next_cursor: null }),
    removeCannedReply: ({ params }) => {
      items = items.filter(({ id }) => id !== params.id)
    },
  })
  const remove = page.getByRole('button', { name: 'Remove Greeting 301' })
  await remove.click()
  await expect.poll(() => remove.count()).toBe(0)
  const last = page.getByRole('button', { name: 'Remove Greeting 302' })
  await last.hover()
  await secondClick(page)
  expect(await last.evaluate(isFocused)).toBe(true)
  // A request by the second click would have been sent before this.
  await page.getByRole('button', { name: 'Remove Greeting 303' }).press('Enter')

  await expect.poll(() => api.of('removeCannedReply').map(({ params }) => params.id)).toEqual([anId(301), anId(303)])
  await expect.poll(() => last.evaluate(isFocused)).toBe(true)
  await last.press('Enter')
  await expect.poll(() => page.getByRole('region', { name: 'Canned replies' }).evaluate(isFocused)).toBe(true)
})

it('downloads all tickets once, however often it is pressed', async () => {
  const { promise: held, resolve: release } = Promise.withResolvers<void>()
  const { page, api } = await screen('/statistics', {
    exportTickets: async () => {
      await held
      return new Refusal(503, 'dependency_unavailable')
    },
  })
  await page.getByRole('button', { name: 'Download tickets as CSV' }).click()
  await page.getByRole('button', { name: 'Preparing…' }).dispatchEvent('click')
  release()

  await page.getByRole('alert').getByText('The service is busy for a moment.').waitFor()
  expect(api.of('exportTickets')).toHaveLength(1)
})

it('counts the tickets changed since a merge once, however many other changes there are', async () => {
  const { page, api } = await screen('/merges')
  await page.getByText('2 tickets have been touched since').waitFor()
  // The first look back asks anew for all that has aged; the second one is heard of after those answers.
  for (const _look of [1, 2]) {
    const answered = page.waitForResponse('**/api/merges')
    await comeBack(page)
    await answered
  }

  expect(api.of('getTicket')).toHaveLength(2)
})
