import { expect, it } from 'vitest'
import type { Ticket } from '../../functions/contracts/ticket.ts'
import { adminApi } from '../support/admin-api.ts'
import { deskApi, signedInAs } from '../support/desk-api.ts'
import { anAdmin, anId, aTicket, aUser, manyTickets } from '../support/desk-records.ts'
import { heldSocket } from '../support/held-socket.ts'
import { prepareInbox } from '../support/inbox.ts'
import { Refusal, type Responders } from '../support/mock-api.ts'
import { rows } from '../support/ticket-desk.ts'

const { open, inbox } = prepareInbox()

const all = (items: readonly Ticket[]) => ({ items: [...items], next_cursor: null })

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

it('reads further pages while a page has nothing that belongs in the view', async () => {
  const { page } = await inbox('?view=ai_review', {
    listTickets: ({ query }) =>
      query.has('cursor') ? all([pending]) : { items: [...decided], next_cursor: 'the second page' },
  })

  await rows(page).filter({ hasText: pending.number }).waitFor()
  expect(await page.getByText('No suggestion waits for you.').count()).toBe(0)
})

it('requests a refused page once, and again only on demand', async () => {
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
  // At most the check every ten seconds: reading the list again would take one read and one check.
  expect(reads(false)).toBeLessThan(before + 2)
})

it('updates rows in place, and removes tickets that left the view only on demand', async () => {
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

it('notices what is reported while an earlier look is still under way, however late that is answered', async () => {
  const { promise: held, resolve: release } = Promise.withResolvers<void>()
  const [ticket = aTicket()] = manyTickets(1)
  let current = ticket
  let looks = 0
  const { page, tellOfQueue } = await liveInbox('?view=all', {
    listTickets: async ({ query }) => {
      const answer = all([current])
      if ([...query.keys()].join() !== 'limit') return answer
      looks += 1
      // The first one is the list itself.
      if (looks === 2) await held
      return answer
    },
  })
  await page.getByTitle('Live', { exact: true }).waitFor()
  await expect.poll(() => looks).toBe(2)
  current = { ...ticket, title: 'Now with another title', version: ticket.version + 1 }
  tellOfQueue()
  await page.clock.runFor(3_000)
  release()
  await page.clock.runFor(3_000)

  await rows(page).filter({ hasText: 'Now with another title' }).waitFor()
})

it('counts arrivals even while messages never pause', async () => {
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

  // The row chosen in the other view is not in this one.
  await expect.poll(() => new URL(page.url()).pathname).toBe(`/console/tickets/${tickets[3]?.id}`)
})

it('shows no news from an earlier reading of a list after leaving it and coming back', async () => {
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

const owner = aUser()
const view = {
  id: anId(601),
  name: 'Urgent',
  query: 'priority=critical',
  shared: false,
  owner_id: owner.id,
  created_at: owner.created_at,
}

it('removes a view only once on a double click, and says if it could not be removed', async () => {
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

it('keeps a form open when a text selection is dragged out of it, and closes it on a press outside', async () => {
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
