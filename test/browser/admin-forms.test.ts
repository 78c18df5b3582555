import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { changedFields } from '../../frontend/src/console/admin/changed-fields.ts'
import type { Application } from '../../functions/contracts/people.ts'
import type { CannedReply, Settings } from '../../functions/contracts/workspace.ts'
import { adminApi } from '../support/admin-api.ts'
import { deskApi, signedInAs } from '../support/desk-api.ts'
import { anAdmin, anId, at, departments } from '../support/desk-records.ts'
import { Refusal, type Responders } from '../support/mock-api.ts'
import { comeBack, isFocused, preparePages } from '../support/page-fixture.ts'

const { open } = preparePages()

const screen = (path: string, given: Responders = {}) =>
  open(`/console${path}`, deskApi({ ...adminApi, ...given }), { before: (page) => signedInAs(page, anAdmin) })
const refused = (...paths: readonly string[]) =>
  new Refusal(
    422,
    'invalid_request',
    {},
    paths.map((path) => ({ path, message: 'is wrong' })),
  )

const [billing] = departments
const editBilling = async (page: Page) => {
  await page.getByRole('button', { name: 'Edit Billing' }).click()
  return page.getByRole('dialog', { name: 'Edit Billing' })
}

describe('the form of a department', () => {
  const patchDepartment: Responders['patchDepartment'] = () => billing ?? new Refusal(404, 'not_found')

  it('sends what was changed and nothing else, as somebody else may have changed the rest', async () => {
    const { page, api } = await screen('/departments', { patchDepartment })
    const dialog = await editBilling(page)
    await dialog.getByLabel('Minutes away before return').fill('20')
    await dialog.getByRole('button', { name: 'Save' }).click()

    await expect.poll(() => api.of('patchDepartment').map(({ body }) => body)).toEqual([{ offline_grace_minutes: 20 }])
    await expect.poll(() => dialog.count()).toBe(0)
  })

  it('closes without a word to the host where nothing was changed', async () => {
    const { page, api } = await screen('/departments', { patchDepartment })
    const dialog = await editBilling(page)
    await dialog.getByRole('button', { name: 'Save' }).click()

    await expect.poll(() => dialog.count()).toBe(0)
    expect(api.of('patchDepartment')).toHaveLength(0)
  })

  it('takes weights of any size, and goes to them while they do not add up', async () => {
    const { page, api } = await screen('/departments', { patchDepartment })
    const dialog = await editBilling(page)
    await dialog.getByLabel('Weight of skill').fill('0.33')
    await dialog.getByLabel('Weight of free capacity').fill('0.33')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await expect.poll(() => dialog.getByLabel('Weight of skill').evaluate(isFocused)).toBe(true)
    await dialog.getByText('The weights must add up to 1.').waitFor()
    expect(api.of('patchDepartment')).toHaveLength(0)
    await dialog.getByLabel('Weight of speed').fill('0.34')
    await dialog.getByRole('button', { name: 'Save' }).click()

    await expect
      .poll(() => api.of('patchDepartment').map(({ body }) => body))
      .toEqual([{ weights: { skill: 0.33, availability: 0.33, performance: 0.34 } }])
  })

  it('shows at its field what the host refuses, and goes to the first of them', async () => {
    const { page } = await screen('/departments', {
      patchDepartment: () => refused('overflow.after_minutes', 'sla.first_response_hours.low', 'business_hours.2'),
    })
    const dialog = await editBilling(page)
    await dialog.getByLabel('Only within business hours').check()
    await dialog.getByLabel('Overflow after minutes').fill('0.5')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await expect.poll(() => dialog.getByLabel('Overflow after minutes').evaluate(isFocused)).toBe(true)

    const invalid = dialog.locator('[aria-invalid="true"]')
    expect(await invalid.evaluateAll((fields) => fields.map((field) => field.getAttribute('name')))).toEqual([
      'overflow.after_minutes',
      'from.2',
      'to.2',
      'sla.first_response_hours.low',
    ])
    await dialog.getByText('A day must open before it closes.').waitFor()
  })
})

it.each([
  ['the same in another order of its names', { weights: { b: 2, a: 1 } }, {}],
  ['a list in another order', { skills: ['vat', 'refunds'] }, { skills: ['vat', 'refunds'] }],
  ['nothing where something was', { hours: null }, { hours: null }],
])('tells a changed field: %s', (_case, form, changed) => {
  const filledWith = { weights: { a: 1, b: 2 }, skills: ['refunds', 'vat'], hours: { 1: 'all day' } }
  expect(changedFields<Record<string, unknown>>(form, filledWith)).toEqual(changed)
})

it('takes the role away from an agent only when asked twice, with what that means', async () => {
  const { page, api } = await screen('/agents', { removeAgent: () => undefined })
  const edit = page.getByRole('button', { name: 'Edit Ines Martin' })
  await edit.click()
  await page.getByRole('dialog').getByRole('button', { name: 'Take the role away' }).click()
  const dialog = page.getByRole('dialog', { name: 'Take the role away from Ines Martin' })
  await dialog.getByText('4 open tickets go back to the queue').waitFor()
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await expect.poll(() => dialog.count()).toBe(0)
  expect(await edit.evaluate(isFocused)).toBe(true)
  expect(api.of('removeAgent')).toHaveLength(0)
  await edit.click()
  await page.getByRole('dialog').getByRole('button', { name: 'Take the role away' }).click()
  await dialog.getByRole('button', { name: 'Take the role away' }).click()

  await expect.poll(() => api.of('removeAgent').length).toBe(1)
})

it('ties what the host refuses of an agent to its field, whichever skill it was', async () => {
  const { page, api } = await screen('/agents', { patchAgent: () => refused('skills.1') })
  await page.getByRole('button', { name: 'Edit Ines Martin' }).click()
  const skills = page.getByRole('dialog').getByLabel('Skills, separated by commas')
  await skills.fill('refunds, a very long one')
  await page.getByRole('button', { name: 'Save' }).click()

  await expect.poll(() => skills.getAttribute('aria-invalid')).toBe('true')
  expect(api.of('patchAgent')[0]?.body).toEqual({ skills: ['refunds', 'a very long one'] })
})

it('leaves settings that somebody else has changed meanwhile as they are now', async () => {
  let now: Settings = {
    fallback_category: 'general',
    fallback_priority: 'medium',
    skill_aliases: {},
    skill_keywords: {},
    rate_limit: 500,
    mail_digest: true,
  }
  const { page, api } = await screen('/settings', {
    getSettings: () => now,
    putSettings: ({ body }) => {
      now = body as Settings
      return now
    },
  })
  const save = page.getByRole('region', { name: 'For everybody' }).getByRole('button', { name: 'Save' })
  await page.getByLabel('At most one mail about a ticket').uncheck()
  now = { ...now, rate_limit: 700 }
  await save.click()
  await page.getByText('Saved').waitFor()
  expect(api.of('putSettings').at(-1)?.body).toMatchObject({ rate_limit: 700, mail_digest: false })
  await page.getByLabel('Priority when nothing is known').selectOption('high')
  await save.click()

  await expect.poll(() => api.of('putSettings').length).toBe(2)
  expect(now).toMatchObject({ rate_limit: 700, mail_digest: false, fallback_priority: 'high' })
})

const anApplication = (number: number, part: Partial<Application> = {}): Application => ({
  id: anId(number),
  user: { id: anId(number), name: `Customer ${number}`, email: `customer${number}@example.org` },
  motivation: 'I would like to help.',
  skills: [],
  state: 'rejected',
  decided_by: null,
  decided_at: at(10),
  created_at: at(100),
  ...part,
})

it('shows an application that has waited behind a hundred newer ones', async () => {
  const newer = Array.from({ length: 100 }, (_one, index) => anApplication(index))
  const { page } = await screen('/applications', {
    listApplications: ({ query }) =>
      query.get('cursor')
        ? { items: [anApplication(500, { state: 'open' })], next_cursor: null }
        : { items: newer, next_cursor: 'more' },
  })

  await page.getByRole('article', { name: /Customer 500/ }).waitFor()
})

it('says once that the departments are not there, however many applications wait for one', async () => {
  const { page } = await screen('/applications', {
    listApplications: () => ({
      items: [1, 2, 3].map((number) => anApplication(number, { state: 'open' })),
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
    let items = [1, 2, 3].map((number) => anApplication(number, { state: 'open' }))
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
    await page.mouse.down({ clickCount: 2 })
    await page.mouse.up({ clickCount: 2 })
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
    release()
    await decide(2, 'Reject').click()

    await expect.poll(decided).toEqual([
      [anId(1), 'rejected'],
      [anId(2), 'rejected'],
    ])
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
  await page.mouse.down({ clickCount: 2 })
  await page.mouse.up({ clickCount: 2 })
  expect(await page.getByRole('button', { name: 'Remove Greeting 302' }).evaluate(isFocused)).toBe(true)
  // Whatever the second click had asked for would have gone out before this.
  await page.getByRole('button', { name: 'Remove Greeting 303' }).press('Enter')

  await expect.poll(() => api.of('removeCannedReply').map(({ params }) => params.id)).toEqual([anId(301), anId(303)])
  const last = page.getByRole('button', { name: 'Remove Greeting 302' })
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

it('counts what was touched since a merge once, however often the house moves', async () => {
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
