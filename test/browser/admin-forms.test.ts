import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { changedFields } from '../../frontend/src/console/admin/changed-fields.ts'
import type { Agent } from '../../functions/contracts/people.ts'
import type { Settings } from '../../functions/contracts/workspace.ts'
import { adminApi } from '../support/admin-api.ts'
import { deskApi, signedInAs } from '../support/desk-api.ts'
import { anAdmin, anAgent, anId, aUser, departments } from '../support/desk-records.ts'
import { Refusal, type Responders } from '../support/mock-api.ts'
import { isFocused, preparePages } from '../support/page-fixture.ts'

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

  it('sends nothing and closes if nothing was changed', async () => {
    const { page, api } = await screen('/departments', { patchDepartment })
    const dialog = await editBilling(page)
    await dialog.getByRole('button', { name: 'Save' }).click()

    await expect.poll(() => dialog.count()).toBe(0)
    expect(api.of('patchDepartment')).toHaveLength(0)
  })

  it('says under a field what is wrong with it, in the words of the page, and sends nothing', async () => {
    const { page, api } = await screen('/departments', { patchDepartment })
    const dialog = await editBilling(page)
    const [grace, line] = [dialog.getByLabel('Minutes away before return'), dialog.getByLabel('Overloaded from')]
    await grace.fill('')
    await line.fill('-1')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await dialog.getByText('Please fill this in.').waitFor()
    await dialog.getByText('Please check this.').waitFor()

    await expect.poll(() => line.evaluate(isFocused)).toBe(true)
    expect(await grace.getAttribute('aria-invalid')).toBe('true')
    expect(api.of('patchDepartment')).toHaveLength(0)
  })

  it('asks before it drops changes, and otherwise keeps the focus where it was', async () => {
    const { page } = await screen('/departments', { patchDepartment })
    const dialog = await editBilling(page)
    const grace = dialog.getByLabel('Minutes away before return')
    await grace.fill('20')
    await page.keyboard.press('Escape')
    await dialog.getByText('What you have changed is not saved.').waitFor()
    await dialog.getByRole('button', { name: 'Keep editing' }).click()
    await expect.poll(() => grace.evaluate(isFocused)).toBe(true)
    expect(await grace.inputValue()).toBe('20')
    await page.keyboard.press('Escape')
    await dialog.getByRole('button', { name: 'Discard it' }).click()

    await expect.poll(() => dialog.count()).toBe(0)
  })

  it('closes at once where nothing was changed', async () => {
    const { page } = await screen('/departments', { patchDepartment })
    const dialog = await editBilling(page)
    await page.keyboard.press('Escape')

    await expect.poll(() => dialog.count()).toBe(0)
  })

  it('accepts weights of any size, and focuses them while they do not add up', async () => {
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
  await expect.poll(() => edit.evaluate(isFocused)).toBe(true)
  expect(api.of('removeAgent')).toHaveLength(0)
  await edit.click()
  await page.getByRole('dialog').getByRole('button', { name: 'Take the role away' }).click()
  await dialog.getByRole('button', { name: 'Take the role away' }).click()

  await expect.poll(() => api.of('removeAgent').length).toBe(1)
})

describe('an administrator in a department', () => {
  const [billing, technical] = departments
  if (!billing || !technical) throw new Error('there are departments')
  const member = anAgent({ id: anAdmin.id, name: anAdmin.name })
  const listDepartments = () => ({ items: [billing, { ...technical, admins_take_tickets: true }], next_cursor: null })

  it('joins one, knowing whether tickets come there by themselves', async () => {
    const staff: Agent[] = []
    const { page, api } = await screen('/agents', {
      listDepartments,
      listAgents: () => ({ items: staff, next_cursor: null }),
      patchAgent: () => {
        staff.push(member)
        return member
      },
    })
    await page.getByRole('button', { name: 'Join a department…' }).click()
    const dialog = page.getByRole('dialog', { name: 'Ada Admin joins a department' })
    await dialog.getByText('Administrators get tickets here as agents do.').waitFor()
    await dialog.getByLabel('Department').selectOption('Billing')
    await dialog.getByText('Administrators get no tickets here unless').waitFor()
    await dialog.getByLabel('Tickets at once').fill('3')
    await dialog.getByLabel('Skills').fill('tax')
    await dialog.getByRole('button', { name: 'Join' }).click()

    const own = page.getByRole('button', { name: 'Your department…' })
    await own.waitFor()
    await expect.poll(() => dialog.count()).toBe(0)
    await expect.poll(() => own.evaluate(isFocused)).toBe(true)
    expect(api.of('patchAgent')).toMatchObject([
      { params: { id: anAdmin.id }, body: { department_id: billing.id, capacity: 3, skills: ['tax'] } },
    ])
  })

  it('leaves it, and is told that they stay what they are', async () => {
    const { page, api } = await screen('/agents', {
      listDepartments,
      listAgents: () => ({ items: [member], next_cursor: null }),
      removeAgent: () => undefined,
    })
    await page.getByRole('button', { name: 'Your department…' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Leave the department' }).click()
    const dialog = page.getByRole('dialog', { name: 'Ada Admin leaves the department' })
    await dialog.getByText('Ada Admin stays an administrator; 4 open tickets go back to the queue.').waitFor()
    await dialog.getByRole('button', { name: 'Leave the department' }).click()

    await expect.poll(() => api.of('removeAgent').map(({ params }) => params.id)).toEqual([anAdmin.id])
  })

  it('is brought into one by another', async () => {
    const bob = aUser({ id: anId(950), name: 'Bob', role: 'admin', department_id: null })
    const { page, api } = await screen('/agents', {
      listUsers: () => ({ items: [bob, aUser({ name: 'Ines Martin' })], next_cursor: null }),
      patchAgent: () => anAgent({ id: bob.id, name: bob.name }),
    })
    await page.getByRole('button', { name: /^Join…/ }).click()
    const dialog = page.getByRole('dialog', { name: 'Bob joins a department' })
    await dialog.getByLabel('Tickets at once').fill('101')
    await dialog.getByRole('button', { name: 'Join' }).click()
    await dialog.getByText('Please check this.').waitFor()
    await dialog.getByLabel('Tickets at once').fill('100')
    await dialog.getByRole('button', { name: 'Join' }).click()

    await expect.poll(() => api.of('patchAgent').map(({ params }) => params.id)).toEqual([bob.id])
  })
})

it('shows an agent’s faults at their fields, before and after the host was asked, whichever skill is wrong', async () => {
  const { page, api } = await screen('/agents', { patchAgent: () => refused('skills.1') })
  await page.getByRole('button', { name: 'Edit Ines Martin' }).click()
  const capacity = page.getByRole('dialog').getByLabel('Tickets at once')
  await capacity.fill('')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('dialog').getByText('Please fill this in.').waitFor()
  await expect.poll(() => capacity.evaluate(isFocused)).toBe(true)
  await capacity.fill(String(anAgent().capacity))
  const skills = page.getByRole('dialog').getByLabel('Skills, separated by commas')
  await skills.fill('refunds, a very long one')
  await page.getByRole('button', { name: 'Save' }).click()

  await expect.poll(() => skills.getAttribute('aria-invalid')).toBe('true')
  expect(api.of('patchAgent')[0]?.body).toEqual({ skills: ['refunds', 'a very long one'] })
})

it('asks in the words of the page for what a shared reply still needs', async () => {
  const { page, api } = await screen('/settings')
  await page.getByRole('button', { name: 'Add a reply' }).click()
  const dialog = page.getByRole('dialog', { name: 'Add a reply' })
  await dialog.getByLabel('Title').fill('Refund')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await dialog.getByText('Please fill this in.').waitFor()

  await expect.poll(() => dialog.getByLabel('Text').evaluate(isFocused)).toBe(true)
  expect(api.of('createCannedReply')).toHaveLength(0)
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
  const rate = page.getByLabel('Requests in 15 minutes without signing in')
  await rate.fill('-1')
  await save.click()
  await page.getByText('Please check this.').waitFor()
  await rate.fill('500')
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
