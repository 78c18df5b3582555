import type { Locator, Page } from 'playwright-core'
import { expect, it } from 'vitest'
import type { User } from '../../functions/contracts/people.ts'
import type { Ticket } from '../../functions/contracts/ticket.ts'
import { adminApi } from '../support/admin-api.ts'
import { deskApi, signedInAs } from '../support/desk-api.ts'
import { anAdmin, anId, aTicket, aUser, manyTickets } from '../support/desk-records.ts'
import { heldSocket } from '../support/held-socket.ts'
import { Refusal, type Responders } from '../support/mock-api.ts'
import { isFocused, preparePages } from '../support/page-fixture.ts'

const { open } = preparePages()

const rows = (page: Page) => page.getByRole('listbox', { name: 'Tickets' }).getByRole('option')
const all = (items: readonly Ticket[]) => ({ items: [...items], next_cursor: null })

const inbox = (path: string, given: Responders = {}, as: User = anAdmin, width = 1_440) =>
  open(`/console${path}`, deskApi(as.role === 'admin' ? { ...adminApi, ...given } : given), {
    width,
    before: (page) => signedInAs(page, as),
  })

const liveInbox = async (path: string, given: Responders) => {
  const { hold, sockets, tell } = heldSocket()
  const desk = await open(
    `/console${path}`,
    deskApi({ ...adminApi, openRealtime: () => ({ ticket: 'admission' }), ...given }),
    {
      before: async (page) => {
        await signedInAs(page, anAdmin)
        await hold(page)
      },
    },
  )
  await expect.poll(() => sockets.length).toBe(1)
  return { ...desk, tellOfQueue: () => tell({ event: 'queue_changed', data: {} }) }
}

const [pending = aTicket(), ...decided] = manyTickets(6)

it('reads on while a page has nothing that belongs into the view', async () => {
  const { page } = await inbox('?view=ai_review', {
    listTickets: ({ query }) =>
      query.has('cursor') ? all([pending]) : { items: [...decided], next_cursor: 'the second page' },
  })

  await rows(page).filter({ hasText: pending.number }).waitFor()
  expect(await page.getByText('No suggestion waits for you.').count()).toBe(0)
})

it('asks for a refused page once, and again only when told to', async () => {
  let refusing = true
  const { page, api } = await inbox('?view=all', {
    listTickets: ({ query }) => {
      if (!query.has('cursor')) return { items: [...decided], next_cursor: 'the second page' }
      return refusing ? new Refusal(429, 'limited') : all([pending])
    },
  })
  const reads = (isNext: boolean) => api.of('listTickets').filter(({ query }) => query.has('cursor') === isNext).length
  const again = page.getByRole('alert').getByRole('button', { name: 'Try again' })
  await again.waitFor()
  for (let step = 0; step < 20; step += 1) await page.keyboard.press('j')
  expect(reads(true)).toBe(1)
  const before = reads(false)
  refusing = false
  await again.click()

  await rows(page).filter({ hasText: pending.number }).waitFor()
  expect(reads(true)).toBe(2)
  // At most the look that is taken every ten seconds: to read the list anew takes a reading and a look at it.
  expect(reads(false)).toBeLessThan(before + 2)
})

it('lets rows follow their tickets where they stand, and drops who left only when asked', async () => {
  const [leaving = aTicket(), staying = aTicket()] = manyTickets(2).map((ticket) => ({ ...ticket, assignee: null }))
  const tom = { id: anId(902), name: 'Tom Berger', presence: 'online' } as const
  let items = [leaving, staying]
  const { page, tellOfQueue } = await liveInbox('?view=unassigned', {
    listTickets: () => all(items),
    getTicket: () => ({ ...leaving, assignee: tom, version: leaving.version + 1 }),
  })
  await rows(page).nth(1).waitFor()
  items = [{ ...staying, title: 'Now with another title', version: staying.version + 1 }]
  tellOfQueue()
  await page.clock.runFor(3_000)

  await rows(page).nth(1).filter({ hasText: 'Now with another title' }).waitFor()
  await rows(page).nth(0).filter({ hasText: 'Tom Berger' }).waitFor()
  await page.getByRole('button', { name: 'Refresh the list' }).click()
  await expect.poll(() => rows(page).count()).toBe(1)
})

it('counts arrivals also while messages never pause', async () => {
  let items = manyTickets(2)
  const { page, tellOfQueue } = await liveInbox('?view=all', { listTickets: () => all(items) })
  await rows(page).first().waitFor()
  items = [aTicket({ id: anId(77) }), ...items]
  const arrival = page.getByRole('button', { name: '1 new, show' })
  const tellAgain = async () => {
    tellOfQueue()
    await page.clock.runFor(100)
    return arrival.count()
  }

  await expect.poll(tellAgain, { interval: 1 }).toBe(1)
})

it('shows neither rows nor arrivals of one view under the heading of another', async () => {
  const { promise: held, resolve: release } = Promise.withResolvers<void>()
  const tickets = manyTickets(6)
  const { page, api } = await inbox('?view=all', {
    listTickets: async ({ query }) => {
      if (query.get('status') !== 'resolved') return all(tickets.slice(0, 3))
      if (query.get('limit') === '100') await held
      return all(tickets.slice(3))
    },
  })
  await rows(page).first().waitFor()
  await page.keyboard.press('j')
  await page.getByRole('link', { name: 'Resolved' }).click()
  await page.getByRole('heading', { name: 'Resolved', level: 2 }).waitFor()
  await expect.poll(() => api.of('listTickets').some(({ query }) => query.get('status') === 'resolved')).toBe(true)
  expect(await rows(page).count()).toBe(0)
  expect(await page.getByRole('button', { name: /new, show/ }).count()).toBe(0)
  release()
  await rows(page).first().waitFor()
  await page.getByRole('listbox', { name: 'Tickets' }).press('Enter')

  // The row that was chosen in the other view is not one of these.
  await expect.poll(() => new URL(page.url()).pathname).toBe(`/console/tickets/${tickets[3]?.id}`)
})

it('tells nothing of an earlier reading of a list that was left and come back to', async () => {
  const tickets = manyTickets(3)
  let items = tickets
  const { page, api } = await inbox('?view=all', {
    listTickets: ({ query }) => all(query.has('status') ? [] : items),
  })
  const looks = () => api.of('listTickets').filter(({ query }) => [...query.keys()].join() === 'limit').length
  await expect.poll(looks).toBe(2)
  items = tickets.slice(1)
  await page.getByRole('link', { name: 'Resolved' }).click()
  await page.getByText('Nothing resolved yet.').waitFor()
  await page.clock.runFor(5_000)
  await page.getByRole('link', { name: 'All' }).click()
  await expect.poll(() => rows(page).count()).toBe(2)

  expect(await page.getByRole('button', { name: /new, show/ }).count()).toBe(0)
})

it('tells by name and number what is selected, apart from the row that keys act on', async () => {
  const { page } = await inbox('?view=all')
  await rows(page).first().waitFor()
  await page.keyboard.press('x')
  await page.keyboard.press('j')

  const list = page.getByRole('listbox', { name: 'Tickets' })
  expect(await list.getAttribute('aria-multiselectable')).toBe('true')
  expect(await list.getAttribute('aria-activedescendant')).toBe(await rows(page).nth(1).getAttribute('id'))
  expect(await list.getByRole('option', { selected: true }).count()).toBe(1)
  expect(await rows(page).first().getAttribute('aria-selected')).toBe('true')
})

it.each([
  ['the list', '', 'listTickets', { items: decided, next_cursor: null }],
  ['a ticket', `/tickets/${anId(1)}`, 'getTicket', pending],
] as const)('owns up to a long wait for %s, and asks anew when told to', async (_what, path, route, answer) => {
  let hangs = true
  const { page, api } = await inbox(path, { [route]: () => (hangs ? new Promise(() => undefined) : answer) })
  await expect.poll(() => api.of(route).length).toBeGreaterThan(0)
  const late = page.getByRole('status').filter({ hasText: 'This takes longer than usual.' })
  await page.clock.runFor(4_000)
  expect(await late.count()).toBe(0)
  await page.clock.runFor(2_000)
  hangs = false
  await late.getByRole('button', { name: 'Try again' }).click()

  await page.getByText(path ? pending.description : (decided[0]?.number ?? '')).waitFor()
  await expect.poll(() => late.count()).toBe(0)
})

it('selects by what appears under the pointer, and opens nothing by that', async () => {
  const { page } = await inbox('?view=all', { listTickets: () => all(decided) })
  const [first, second, third] = [rows(page).nth(0), rows(page).nth(1), rows(page).nth(2)]
  await first.waitFor()
  const pick = (row: Locator) => row.getByTitle('Select the ticket').locator('span')
  expect(await pick(first).isVisible()).toBe(false)
  await first.hover()
  await pick(first).click()
  await page.getByText('1 ticket selected').waitFor()
  // From the first one on it is at hand in every row.
  await pick(third).click()
  await page.getByText('2 tickets selected').waitFor()
  await pick(first).click()
  await page.getByText('1 ticket selected').waitFor()
  expect(await third.getAttribute('aria-selected')).toBe('true')
  expect(await page.getByText('No ticket open').count()).toBe(1)
  await second.click()

  await page.getByRole('article', { name: decided[1]?.title ?? '' }).waitFor()
})

it('changes all that is selected within the width of a phone', async () => {
  const { page } = await inbox('?view=all', { listTickets: () => all(decided) }, anAdmin, 390)
  await rows(page).first().waitFor()
  await page.keyboard.press('x')
  const bar = page.getByRole('toolbar', { name: 'Change the selected tickets' })
  await bar.waitFor()
  const ends = await bar.evaluate((element) =>
    [...element.querySelectorAll('select, input, button')].map((control) => control.getBoundingClientRect().right),
  )

  expect(ends).toHaveLength(5)
  expect(Math.max(...ends)).toBeLessThanOrEqual(390)
})

it('keeps the focus in the list however far one goes from the row that was clicked', async () => {
  const many = manyTickets(80)
  const { page } = await inbox('?view=all', { listTickets: () => all(many), getTicket: () => many[0] ?? aTicket() })
  await rows(page).first().click()
  await page.getByRole('article').first().waitFor()
  for (let step = 0; step < 60; step += 1) await page.keyboard.press('j')
  const list = page.getByRole('listbox', { name: 'Tickets' })
  expect(await list.evaluate(isFocused)).toBe(true)
  await page.keyboard.press('Enter')

  await expect.poll(() => new URL(page.url()).pathname).toBe(`/console/tickets/${many[60]?.id}`)
})

it('keeps the focus in sight where list and ticket take each other’s place', async () => {
  const { page } = await inbox('', {}, aUser(), 800)
  await rows(page).first().waitFor()
  const list = page.getByRole('listbox', { name: 'Tickets' })
  await list.focus()
  await page.keyboard.press('Enter')
  const title = page.getByRole('article').getByRole('heading', { level: 2 })
  await expect.poll(() => title.evaluate(isFocused)).toBe(true)
  await page.keyboard.press('Escape')

  await expect.poll(() => list.evaluate(isFocused)).toBe(true)
})

it('leaves what is being typed alone while the list follows it', async () => {
  const { page } = await inbox('')
  const box = page.getByRole('searchbox', { name: 'Search tickets' })
  await box.pressSequentially('printer ')
  await expect.poll(() => new URL(page.url()).searchParams.get('search')).toBe('printer')
  await box.pressSequentially('jam')

  expect(await box.inputValue()).toBe('printer jam')
  await expect.poll(() => new URL(page.url()).searchParams.get('search')).toBe('printer jam')
  await page.getByRole('button', { name: 'Clear filters' }).click()
  await expect.poll(() => box.inputValue()).toBe('')
})

const owner = aUser()
const view = {
  id: anId(601),
  name: 'Urgent',
  query: 'priority=critical',
  shared: false,
  owner_id: owner.id,
  created_at: owner.created_at,
}

it('removes a view once by a double click, and says that it could not be removed', async () => {
  const { page, api } = await inbox(
    '',
    { listViews: () => ({ items: [view], next_cursor: null }), removeView: () => new Refusal(403, 'forbidden') },
    owner,
  )
  await page.getByRole('button', { name: 'Remove view Urgent' }).dblclick()

  await page.getByRole('navigation').getByRole('alert').getByText('You may not do this.').waitFor()
  expect(api.of('removeView')).toHaveLength(1)
})

it('removes a view once, however long its key is held', async () => {
  const { promise: held, resolve: release } = Promise.withResolvers<void>()
  let items = [view]
  const { page, api } = await inbox(
    '',
    {
      listViews: () => ({ items, next_cursor: null }),
      removeView: async () => {
        await held
        items = []
      },
    },
    owner,
  )
  const remove = page.getByRole('button', { name: 'Remove view Urgent' })
  await remove.focus()
  await page.keyboard.down('Enter')
  await expect.poll(() => remove.getAttribute('aria-disabled')).toBe('true')
  await page.keyboard.down('Enter')
  release()
  await expect.poll(() => remove.count()).toBe(0)

  expect(api.of('removeView')).toHaveLength(1)
})

it('keeps a form that a selection is dragged out of, and leaves it for a press beside it', async () => {
  const { page } = await inbox('?status=open')
  await page.getByRole('button', { name: 'Save this view' }).click()
  const name = page.getByRole('dialog').getByLabel('Name of the view')
  await name.fill('Everything that is open')
  const field = await name.boundingBox()
  const beside = [20, 20] as const
  await page.mouse.move((field?.x ?? 0) + 60, (field?.y ?? 0) + 10)
  await page.mouse.down()
  await page.mouse.move(...beside)
  await page.mouse.up()
  expect(await name.inputValue()).toBe('Everything that is open')
  await page.mouse.click(...beside)

  await expect.poll(() => page.getByRole('dialog').count()).toBe(0)
})
