import { describe, expect, it } from 'vitest'
import { adminApi } from '../support/admin-api.ts'
import { deskApi, signedInAs } from '../support/desk-api.ts'
import { anAdmin, anAgent, anId, departments } from '../support/desk-records.ts'
import { Refusal, type Responders } from '../support/mock-api.ts'
import { isFocused, preparePages } from '../support/page-fixture.ts'

const { open } = preparePages()

const screen = (path: string, given: Responders) =>
  open(`/console${path}`, deskApi({ ...adminApi, ...given }), { before: (page) => signedInAs(page, anAdmin) })

/** A screen whose departments arrive only once they are released. */
const lateScreen = async (path: string, given: Responders) => {
  const { promise: held, resolve: release } = Promise.withResolvers<void>()
  const listDepartments = async () => {
    await held
    return { items: [...departments], next_cursor: null }
  }
  return { ...(await screen(path, { ...given, listDepartments })), release }
}

it('leaves an agent in their department, however late the departments load', async () => {
  const agent = anAgent({ department_id: anId(803) })
  const { page, api, release } = await lateScreen('/agents', {
    listAgents: () => ({ items: [agent], next_cursor: null }),
    patchAgent: () => agent,
  })
  await page.getByRole('button', { name: 'Edit Ines Martin' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText('Loading…').waitFor({ state: 'attached' })
  expect(await dialog.getByRole('button', { name: 'Save' }).count()).toBe(0)
  release()
  await dialog.getByLabel('Tickets at once').fill('12')
  expect(await dialog.getByLabel('Department').inputValue()).toBe(anId(803))
  await dialog.getByRole('button', { name: 'Save' }).click()

  await expect.poll(() => api.of('patchAgent').map(({ body }) => body)).toEqual([{ capacity: 12 }])
})

it('approves an application only once departments have loaded', async () => {
  const { page, api, release } = await lateScreen('/applications', {
    decideApplication: () => new Refusal(503, 'unavailable'),
  })
  const application = page.getByRole('article', { name: /Karl Voss/ })
  await application.getByRole('button', { name: 'Reject' }).waitFor()
  expect(await application.getByRole('button', { name: 'Approve' }).count()).toBe(0)
  release()
  await application.getByLabel('Tickets at once').fill('0')
  await application.getByRole('button', { name: 'Approve' }).click()
  await application.getByText('Please check this.').waitFor()
  await application.getByLabel('Tickets at once').fill('10')
  await application.getByRole('button', { name: 'Approve' }).click()

  await expect
    .poll(() => api.of('decideApplication').map(({ body }) => body))
    .toEqual([{ state: 'approved', department_id: anId(801), capacity: 10 }])
})

it('shows applications and can reject them even if the departments cannot be read', async () => {
  const { page, api } = await screen('/applications', {
    listDepartments: () => new Refusal(500, 'internal'),
    decideApplication: () => new Refusal(503, 'unavailable'),
  })
  const application = page.getByRole('article', { name: /Karl Voss/ })
  await application.getByRole('button', { name: 'Reject' }).click()

  await expect.poll(() => api.of('decideApplication').map(({ body }) => body)).toEqual([{ state: 'rejected' }])
})

describe('where there is no department', () => {
  const given: Responders = { listDepartments: () => ({ items: [], next_cursor: null }) }

  it('nobody is approved into one', async () => {
    const { page, api } = await screen('/applications', given)
    const application = page.getByRole('article', { name: /Karl Voss/ })
    await application.getByRole('button', { name: 'Approve' }).click()

    await expect.poll(() => application.getByLabel('Department').evaluate(isFocused)).toBe(true)
    expect(api.of('decideApplication')).toHaveLength(0)
  })

  it('no agent is moved into one', async () => {
    const { page, api } = await screen('/agents', given)
    await page.getByRole('button', { name: 'Edit Ines Martin' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Tickets at once').fill('12')
    await dialog.getByRole('button', { name: 'Save' }).click()

    await expect.poll(() => dialog.getByLabel('Department').evaluate(isFocused)).toBe(true)
    expect(api.of('patchAgent')).toHaveLength(0)
  })
})
