import { expect, it } from 'vitest'
import type { Department } from '../../functions/contracts/department.ts'
import { adminApi, anOutcome, aPlan } from '../support/admin-api.ts'
import { deskApi, signedInAs } from '../support/desk-api.ts'
import { anAdmin, anId, aUser, departments, manyTickets } from '../support/desk-records.ts'
import { Refusal, type Responders } from '../support/mock-api.ts'
import { preparePages } from '../support/page-fixture.ts'

const { open } = preparePages()

const screen = (path: string, given: Responders = {}) =>
  open(`/console${path}`, deskApi({ ...adminApi, ...given }), { before: (page) => signedInAs(page, anAdmin) })

it('replays the past under another rule and says whether it would have mattered', async () => {
  const { page, api } = await screen('/policy-lab')
  await page.getByLabel('Strategy').selectOption('round_robin')
  await page.getByLabel('First day').fill('2026-02-20')
  await page.getByLabel('Last day').fill('2026-02-26')
  await page.getByRole('button', { name: 'Replay' }).click()
  await page.getByText('Customers would have waited 7 mins less on average.').waitFor()

  expect(api.of('comparePolicies')[0]?.body).toEqual({
    department_id: anId(801),
    strategy: 'round_robin',
    from: '2026-02-20T00:00:00.000Z',
    to: '2026-02-27T00:00:00.000Z',
  })
  const row = page.getByRole('row', { name: /^Mean wait/ })
  expect(await row.getByRole('cell').allTextContents()).toEqual(['15 mins ± 60 secs', '8 mins ± 60 secs'])
})

it('claims no difference that chance could have made, and sends no weights that do not add up', async () => {
  const { page, api } = await screen('/policy-lab', {
    comparePolicies: () => ({ today: anOutcome(), proposed: anOutcome({ mean_wait_seconds: 500 }) }),
  })
  await page.getByLabel('Weight of skill').fill('0.9')
  await page.getByText('The weights must add up to 1.').waitFor()
  await page.getByRole('button', { name: 'Replay' }).click()
  await page.getByLabel('Weight of skill').fill('0.5')
  await page.getByText(/would score 0.79/).waitFor()
  await page.getByLabel('Tickets at once').fill('0')
  await page.getByRole('button', { name: 'Replay' }).click()
  await page.getByText('Please check this.').waitFor()
  await page.getByLabel('Tickets at once').fill('')
  await page.getByRole('button', { name: 'Replay' }).click()

  await page.getByText('The mean wait does not differ more than chance would have it.').waitFor()
  expect(api.of('comparePolicies').map(({ body }) => body.weights)).toEqual([
    { skill: 0.5, availability: 0.3, performance: 0.2 },
  ])
})

it('puts an earlier version of the model in force after showing both scores, and back', async () => {
  const { page, api } = await screen('/triage')
  await page.getByText('On average its confidence is 2% away').waitFor()
  await page.getByRole('button', { name: 'Roll back to version 2' }).click()
  const dialog = page.getByRole('dialog', { name: 'Roll back to version 2' })
  await dialog.getByText('version 2 scored 0.79, version 3 0.79').waitFor()
  await dialog.getByRole('button', { name: 'Roll back to version 2' }).click()
  await expect.poll(() => page.getByRole('dialog').count()).toBe(0)
  await page.getByRole('button', { name: 'Undo' }).click()

  await expect.poll(() => api.of('rollbackTriageModel').map(({ params }) => params.version)).toEqual(['2', '3'])
  expect(await page.getByRole('button', { name: 'Roll back to version 1' }).count()).toBe(0)
})

it('says a forecast in words and numbers while its chart cannot be had', async () => {
  const { page } = await open('/console/overview', deskApi(adminApi), {
    before: async (fresh) => {
      await signedInAs(fresh, anAdmin)
      await fresh.route('**/line-chart-*.js', (route) => route.abort())
    },
  })
  await page.getByText('Add 2 agents from 13:00.').waitFor()

  expect(await page.getByRole('figure', { name: 'Next hours' }).getByRole('row').count()).toBe(25)
  expect(await page.getByRole('img', { name: /Tickets by hour/ }).count()).toBe(0)
})

/** Departments with these loads and the default rules. */
const loaded = (...loads: readonly Partial<Department['load']>[]): Responders => {
  const items = departments.flatMap((one, place) =>
    loads[place] ? [{ ...one, load: { ...one.load, ...loads[place] } }] : [],
  )
  return { listDepartments: () => ({ items, next_cursor: null }) }
}
const calm = { active: 2, capacity: 10, waiting: 0, pressure: 0.2, agents_online: 1 }
const overloaded = { active: 10, capacity: 10, waiting: 15, pressure: 2.5, agents_online: 1 }
const unmanned = { active: 3, capacity: 0, waiting: 19, pressure: 22, agents_online: 0 }

it('says that nobody is online where there are no places to have a share of', async () => {
  const { page } = await screen('/overview', loaded(calm, unmanned))
  const technical = page.getByRole('region', { name: 'Department load' }).getByRole('listitem').nth(1)

  expect(await technical.innerText()).toMatch(/^Technical\s+nobody online\s+3 carried, 19 waiting$/)
  await page.getByTitle('Technical: nobody online, 19 waiting').waitFor()
})

it('draws all loads on one scale', async () => {
  const { page } = await screen('/overview', loaded({ ...calm, pressure: 0.5 }, overloaded))
  const bars = page.getByRole('region', { name: 'Department load' }).locator('svg')
  await bars.nth(1).waitFor()
  const [first, second] = await bars.evaluateAll((all) =>
    all.map((bar) => [
      bar.querySelector('line')?.getAttribute('x1'),
      bar.querySelectorAll('rect')[1]?.getAttribute('width'),
    ]),
  )

  expect(first?.[0]).toBe(second?.[0])
  expect(Number(first?.[1])).toBeCloseTo(33.3, 1)
  expect(second?.[1]).toBe('100')
})

it.each([
  ['no department is over its load line', [calm, calm], 'No merge is proposed. No department is over its load line.'],
  ['nobody could help', [overloaded, unmanned], 'No merge is proposed. No department has room to help.'],
  ['somebody could help', [overloaded, calm], 'No merge is proposed yet.'],
])('says why no merge is proposed while %s', async (_case, loads, said) => {
  const { page } = await screen('/overview', {
    ...loaded(...loads),
    listMerges: () => ({ items: [], next_cursor: null }),
  })

  await page.getByRole('region', { name: 'Proposals' }).getByText(said).waitFor()
})

it('keeps the page around a screen whose code fails to load', async () => {
  const { page } = await open('/console/settings', deskApi(adminApi), {
    tolerates: /dynamically imported module/,
    before: async (fresh) => {
      await signedInAs(fresh, anAdmin)
      await fresh.route('**/policy-lab-screen-*.js', (route) => route.abort())
    },
  })
  await page.getByRole('link', { name: 'Policy lab' }).click()
  await page.getByRole('alert').waitFor()

  await page.getByRole('button', { name: 'Try again' }).waitFor()
  expect(await page.getByRole('link', { name: 'Overview' }).count()).toBe(1)
})

it('finds the users of a role on whatever page of the host they are', async () => {
  const customers = Array.from({ length: 100 }, (_user, index) =>
    aUser({ id: anId(index), role: 'customer', name: `Customer ${index}` }),
  )
  const { page } = await screen('/agents', {
    listUsers: ({ query }) =>
      query.get('cursor')
        ? { items: [anAdmin], next_cursor: null }
        : { items: customers.slice(0, Number(query.get('limit'))), next_cursor: 'more' },
  })
  const users = page.getByRole('region', { name: 'Users' })
  await users.getByRole('row', { name: /Customer 24/ }).waitFor()
  expect(await users.getByRole('row', { name: /Customer \d/ }).count()).toBe(25)
  await users.getByLabel('Role').selectOption('admin')

  await users.getByRole('row', { name: /Ada Admin/ }).waitFor()
  expect(await users.getByRole('row', { name: /Customer \d/ }).count()).toBe(0)
})

it('turns the pages of the audit log, and begins again with every filter', async () => {
  const { page, api } = await screen('/audit')
  const pages = page.getByRole('navigation', { name: 'Audit: pages' })
  await pages.getByRole('button', { name: 'Next page' }).click()
  await pages.getByText('Page 2').waitFor()
  await expect.poll(() => api.of('listAudit').at(-1)?.query.get('cursor')).toBe('more')
  await page.getByLabel('What').selectOption('status_changed')
  await pages.getByText('Page 1').waitFor()

  await expect.poll(() => api.of('listAudit').at(-1)?.query.get('type')).toBe('status_changed')
  expect(api.of('listAudit').at(-1)?.query.get('cursor')).toBeNull()
})

it('finds what happened to a ticket by its number, as soon as it is entered', async () => {
  const { page, api } = await screen('/audit', { exportAudit: () => 'at,who' })
  const field = page.getByLabel('Ticket number or id')
  const asked = () => api.of('listAudit').at(-1)?.query.get('ticket_id')
  await field.fill('pl-00000003')
  await field.press('Enter')
  await expect.poll(asked).toBe(anId(3))
  await field.fill('PL-ZZZZZZZZ')
  await field.press('Enter')
  await page.getByRole('alert').filter({ hasText: 'There is no such ticket.' }).waitFor()
  expect(await field.getAttribute('aria-invalid')).toBe('true')
  await page.getByRole('button', { name: 'Download CSV' }).click()
  await expect.poll(() => api.of('exportAudit').map(({ query }) => query.get('ticket_id'))).toEqual([null])
  await field.fill(anId(7))
  await field.blur()

  await expect.poll(asked).toBe(anId(7))
})

it('filters by the ticket that the field names, whichever answer comes last, and looks again when told to', async () => {
  const { promise: held, resolve: release } = Promise.withResolvers<void>()
  let isUp = true
  const { page, api } = await screen('/audit', {
    listTickets: async ({ query }) => {
      if (!isUp) return new Refusal(503, 'unavailable')
      if (query.get('search') === 'PL-00000003') await held
      return { items: manyTickets(5), next_cursor: null }
    },
  })
  const field = page.getByLabel('Ticket number or id')
  const name = async (number: string) => {
    await field.fill(number)
    await field.press('Enter')
  }
  await name('PL-00000003')
  await expect.poll(() => api.of('listTickets').at(-1)?.query.get('search')).toBe('PL-00000003')
  await name('')
  release()
  isUp = false
  await name('PL-00000004')
  await page.getByRole('alert').filter({ hasText: 'Please try again' }).waitFor()
  expect(api.of('listAudit').filter(({ query }) => query.has('ticket_id'))).toEqual([])
  isUp = true
  await field.press('Enter')

  await expect.poll(() => api.of('listAudit').at(-1)?.query.get('ticket_id')).toBe(anId(4))
})

it('calls departments in the audit log by their names', async () => {
  const { listAudit } = adminApi
  const request = { params: {}, query: new URLSearchParams(), body: {}, headers: {} }
  const log = await listAudit?.(request)
  if (!log || log instanceof Refusal) throw new Error('there is a log')
  const [event] = log.items
  if (!event) throw new Error('there is an event')
  const { ticket_id: _none, ...rest } = event
  const { page } = await screen('/audit', {
    listAudit: () => ({ items: [{ ...rest, subject: `PRESSURE#${anId(801)}` }], next_cursor: null }),
  })

  await page.getByRole('cell', { name: 'Load Billing' }).waitFor()
})

it.each([
  ['nothing came of it', [], 'there is no merge to propose.'],
  ['something did', [aPlan(), aPlan({ id: anId(702), state: 'applied' })], '1 proposal waits for you.'],
])('answers a person who has the departments checked, when %s', async (_case, items, said) => {
  const { page } = await screen('/merges', { checkMerges: () => ({ items, next_cursor: null }) })
  await page.getByRole('button', { name: 'Check now' }).click()

  await page
    .getByRole('status')
    .filter({ hasText: `Checked at 10:00: ${said}` })
    .waitFor()
})

it('works out what a threshold means while it is typed', async () => {
  const { page } = await screen('/departments')
  await page.getByRole('button', { name: 'Edit Billing' }).click()
  await page.getByText('with 30 places as now it is overloaded from 26 tickets').waitFor()
  await page.getByLabel('Overloaded from').fill('0.5')

  await page.getByText('with 30 places as now it is overloaded from 15 tickets').waitFor()
})

it('shows which tickets a merge would share now before anybody approves it, and takes the approval back', async () => {
  const [billing, ...others] = departments
  if (!billing) throw new Error('there is a department')
  const { page, api } = await screen('/merges', {
    listDepartments: () => ({
      items: [{ ...billing, load: { ...billing.load, waiting: 5 } }, ...others],
      next_cursor: null,
    }),
    listTickets: () => ({ items: manyTickets(5), next_cursor: null }),
    undoMerge: () => new Refusal(409, 'illegal_transition'),
  })
  await page.getByRole('button', { name: 'Preview' }).click()
  const dialog = page.getByRole('dialog', { name: 'Preview' })
  await expect.poll(() => dialog.getByRole('row', { name: /^PL-/ }).count()).toBe(5)
  await dialog.getByRole('heading', { name: '5 tickets move' }).waitFor()
  expect(api.of('listTickets').at(-1)?.query.get('queue_state')).toBe('waiting')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Approve' }).click()
  const offer = page.getByRole('listitem').filter({ hasText: 'In effect: Billing 96% into General 22%' })
  await offer.getByRole('button', { name: 'Undo' }).click()

  await expect.poll(() => api.of('undoMerge').length).toBe(1)
})
