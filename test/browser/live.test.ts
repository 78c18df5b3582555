import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import type { RouteName } from '../../functions/contracts/paths.ts'
import { todayAt } from '../support/clock.ts'
import { deskApi, signedInAs } from '../support/desk-api.ts'
import { aComment, anId, aTicket, aUser } from '../support/desk-records.ts'
import { heldSocket } from '../support/held-socket.ts'
import { answerOf, type Responders } from '../support/mock-api.ts'
import { preparePages } from '../support/page-fixture.ts'

const { open } = preparePages()

const TICKET = anId(1)

const liveDesk = async (given: Responders = {}) => {
  const { hold, ...socket } = heldSocket()
  let tickets = 0
  const openRealtime = () => {
    tickets += 1
    return { ticket: `admission-${tickets}` }
  }
  const desk = await open(`/console/tickets/${TICKET}`, deskApi({ openRealtime, ...given }), {
    before: async (page) => {
      await signedInAs(page, aUser())
      await hold(page)
    },
  })
  await expect.poll(() => socket.said.filter(({ action }) => action === 'join_ticket').length).toBe(1)
  return { ...desk, ...socket }
}

it('shows a comment as soon as the socket reports it', async () => {
  let items = [aComment()]
  const { page, tell } = await liveDesk({ listComments: () => ({ items, next_cursor: null }) })
  await page.getByText('Duplicate webhook').waitFor()
  items = [...items, aComment({ id: anId(555), seq: 5, body: 'It works again!', visibility: 'public' })]
  tell({ event: 'comment_added', ticket_id: TICKET, seq: 5, data: {} })

  await page.getByText('It works again!', { exact: true }).waitFor()
})

/** Releases an answer, and waits until the page has processed it. */
const answeredAt = async (page: Page, asked: RouteName, release: () => void) => {
  const answered = page.waitForResponse(answerOf(asked))
  release()
  await answered
  await page.evaluate(() => fetch('/robots.txt'))
  await page.evaluate(() => new Promise(requestAnimationFrame))
}

it('shows a comment that the socket reports while the first ones are still loading', async () => {
  const { promise: held, resolve: release } = Promise.withResolvers<void>()
  let items = [aComment()]
  let isFirst = true
  const { page, tell } = await liveDesk({
    listComments: async () => {
      const answer = { items, next_cursor: null }
      if (isFirst) await held
      return answer
    },
  })
  isFirst = false
  items = [...items, aComment({ id: anId(555), seq: 5, body: 'It works again!', visibility: 'public' })]
  tell({ event: 'comment_added', ticket_id: TICKET, seq: 5, data: {} })
  const comment = page.getByText('It works again!', { exact: true })
  await comment.waitFor()
  await answeredAt(page, 'listComments', release)

  expect(await comment.count()).toBe(1)
})

it('reads a ticket again if it was requested before the connection opened', async () => {
  const [older, newer] = [aTicket({ title: 'As it was' }), aTicket({ title: 'As it is', version: 9 })]
  const [reading, admission] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const { hold } = heldSocket()
  let isFirst = true
  const { page, api } = await open(
    `/console/tickets/${TICKET}`,
    deskApi({
      openRealtime: async () => {
        await admission.promise
        return { ticket: 'admission' }
      },
      getTicket: async () => {
        if (!isFirst) return newer
        isFirst = false
        await reading.promise
        return older
      },
    }),
    {
      before: async (fresh) => {
        await signedInAs(fresh, aUser())
        await hold(fresh)
      },
    },
  )
  await expect.poll(() => api.of('getTicket').length).toBe(1)
  admission.resolve()

  const heading = page.getByRole('heading', { name: newer.title, level: 2 })
  await heading.waitFor()
  await answeredAt(page, 'getTicket', reading.resolve)

  expect(await heading.count()).toBe(1)
})

it('applies each message once, however often it comes', async () => {
  const { api, tell, page } = await liveDesk()
  await page.getByText('Duplicate webhook').waitFor()
  const reads = () => api.of('listComments').length
  // Opening the connection also causes a read.
  const settled = async () => {
    const before = reads()
    await page.clock.runFor(500)
    await page.evaluate(() => fetch('/robots.txt'))
    return reads() === before
  }
  await expect.poll(settled).toBe(true)
  const before = reads()
  tell({ event: 'comment_added', ticket_id: TICKET, seq: 5, data: {} })
  await expect.poll(reads).toBe(before + 1)
  tell({ event: 'comment_added', ticket_id: TICKET, seq: 5, data: {} })
  tell({ event: 'status_updated', ticket_id: TICKET, seq: 6, data: {} })

  await expect.poll(reads).toBe(before + 2)
})

it('comes back after a lost connection with a new admission and asks for what it missed', async () => {
  const { page, api, sockets, said, tell } = await liveDesk()
  await page.getByText('Duplicate webhook').waitFor()
  tell({ event: 'comment_added', ticket_id: TICKET, seq: 9, data: {} })
  await sockets[0]?.close()
  await page.clock.runFor(3_000)

  await expect.poll(() => sockets.length).toBe(2)
  expect(api.of('openRealtime')).toHaveLength(2)
  await expect
    .poll(() => said.filter(({ action }) => action === 'join_ticket').at(-1))
    .toEqual({ action: 'join_ticket', ticket_id: TICKET, after_seq: 9 })
})

it('shows who else reads and who writes, and tells others when its own user writes', async () => {
  const { page, said, tell } = await liveDesk()
  await expect.poll(() => said.some(({ action }) => action === 'viewing')).toBe(true)
  const admin = { id: anId(900), name: 'Ada Admin' }
  tell({ event: 'viewers', ticket_id: TICKET, data: { viewers: [{ ...admin, state: 'viewing' }] } })
  await page.getByText('Ada Admin is looking at this ticket').waitFor()
  tell({ event: 'viewers', ticket_id: TICKET, data: { viewers: [{ ...admin, state: 'typing' }] } })
  await page.getByText('Ada Admin is writing a reply').waitFor()
  tell({ event: 'viewers', ticket_id: TICKET, data: { viewers: [] } })
  await expect.poll(() => page.getByText('Ada Admin').count()).toBe(0)
  // They are told again after three seconds, which a slow machine may need for these letters.
  await page.clock.pauseAt(todayAt('10:05'))
  await page.getByRole('textbox', { name: /^Reply to/ }).pressSequentially('Hello')
  const typing = () => said.filter(({ action }) => action === 'typing').length
  await expect.poll(typing).toBe(1)
  await page.evaluate(() => fetch('/robots.txt'))

  expect(typing()).toBe(1)
})

it('says that the connection is lost, until it is back', async () => {
  let up = true
  const { page, sockets } = await liveDesk()
  await page.route('**/api/realtime/ticket', (route) => (up ? route.fallback() : route.abort()))
  up = false
  await sockets[0]?.close()
  await page.clock.runFor(5_000)
  await page.getByText('Connection lost.').waitFor()
  up = true
  await page.clock.runFor(40_000)

  await expect.poll(() => page.getByText('Connection lost.').count()).toBe(0)
})

it('gives up a connection that does not answer, even if the browser believes it open', async () => {
  const { page, sockets, said } = await liveDesk()
  await page.clock.fastForward(60_000)
  await expect.poll(() => said.some(({ action }) => action === 'ping')).toBe(true)
  expect(sockets).toHaveLength(1)
  await page.clock.fastForward(6_500)

  await expect.poll(() => sockets.length).toBe(2)
})

it('keeps a connection that answers', async () => {
  const { page, sockets, said, tell } = await liveDesk()
  await page.clock.fastForward(60_000)
  await expect.poll(() => said.some(({ action }) => action === 'ping')).toBe(true)
  tell({ event: 'pong', data: {} })
  tell({
    event: 'viewers',
    ticket_id: TICKET,
    data: { viewers: [{ id: anId(900), name: 'Ada Admin', state: 'viewing' }] },
  })
  await page.getByText('Ada Admin is looking at this ticket').waitFor()
  await page.clock.fastForward(12_000)

  expect(await page.getByTitle('Live', { exact: true }).count()).toBe(1)
  expect(sockets).toHaveLength(1)
})

it('tests the connection once the network is back', async () => {
  const { page, said } = await liveDesk()
  await page.evaluate(() => window.dispatchEvent(new Event('online')))

  await expect.poll(() => said.some(({ action }) => action === 'ping')).toBe(true)
})

it('knows that the connection is gone once the browser reports that the network is', async () => {
  const { page, sockets } = await liveDesk()
  await page.route('**/api/realtime/ticket', (route) => route.abort())
  await page.evaluate(() => window.dispatchEvent(new Event('offline')))

  await page.getByTitle('Connection lost.').waitFor({ state: 'attached' })
  expect(sockets).toHaveLength(1)
})

it('tests the connection while an answer does not come', async () => {
  const { promise: held, resolve: release } = Promise.withResolvers<void>()
  const { page, said } = await liveDesk({
    listTickets: async () => {
      await held
      return { items: [], next_cursor: null }
    },
  })
  await page.clock.runFor(3_500)

  await expect.poll(() => said.some(({ action }) => action === 'ping')).toBe(true)
  release()
})
