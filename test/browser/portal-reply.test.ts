import { expect, it } from 'vitest'
import { todayAt } from '../support/clock.ts'
import { deskApi } from '../support/desk-api.ts'
import { aComment, anId, aTicket } from '../support/desk-records.ts'
import { heldSocket } from '../support/held-socket.ts'
import { Refusal } from '../support/mock-api.ts'
import { isFocused, pressTwice } from '../support/page-fixture.ts'
import { answer, prepareTicketPage, replyBox } from '../support/ticket-page.ts'

const { open, follow } = prepareTicketPage()

it('keeps a reply through reloads and a failure, and sends it once under one key', async () => {
  let attempts = 0
  const { page, api } = await follow(aTicket(), [], {
    addComment: ({ body }) => {
      attempts += 1
      return attempts === 1 ? new Refusal(503, 'unavailable') : aComment({ body: String(body.body) })
    },
  })
  await replyBox(page).fill('It happened again today')
  await page.reload()
  await expect.poll(() => replyBox(page).inputValue()).toBe('It happened again today')
  await page.getByRole('button', { name: 'Send reply' }).click()
  await page.getByText('Your reply was not sent').waitFor()
  await page.reload()
  await expect.poll(() => replyBox(page).inputValue()).toBe('It happened again today')
  await page.getByRole('button', { name: 'Send reply' }).click()
  await expect.poll(() => replyBox(page).inputValue()).toBe('')

  const sent = api.of('addComment')
  expect(sent.map(({ body }) => body)).toEqual([
    { body: 'It happened again today' },
    { body: 'It happened again today' },
  ])
  expect(new Set(sent.map(({ headers }) => headers['idempotency-key'])).size).toBe(1)
  expect(sent[0]?.headers['x-tracking-token']).toBe('secret')
})

it('keeps a reply while there is no network, says so, and sends it once there is', async () => {
  const { page, api } = await follow(aTicket())
  await replyBox(page).fill('From the train')
  await page.context().setOffline(true)
  await page.getByText('What you write stays here').waitFor()
  await page.getByRole('button', { name: 'Send reply' }).click()
  await page.getByText('1 message is sent when you are back').waitFor()
  expect(api.of('addComment')).toHaveLength(0)
  await page.context().setOffline(false)

  await expect.poll(() => api.of('addComment').length).toBe(1)
  await expect.poll(() => page.getByText('You are offline').count()).toBe(0)
})

it('sends a reply once, even if its author comes back to it while it is on its way', async () => {
  const { promise: held, resolve: release } = Promise.withResolvers<void>()
  const { page, api } = await follow(aTicket(), [], {
    addComment: async ({ body }) => {
      await held
      return aComment({ body: String(body.body) })
    },
  })
  await replyBox(page).fill('From a slow train')
  await page.getByRole('button', { name: 'Send reply' }).click()
  await page.getByRole('link', { name: 'Work with us' }).click()
  await page.getByRole('heading', { name: 'Become an agent' }).waitFor()
  await page.goBack()
  await page.getByRole('button', { name: 'Sending…' }).click({ force: true })
  release()
  await expect.poll(() => replyBox(page).inputValue()).toBe('')

  expect(api.of('addComment')).toHaveLength(1)
})

it('sends a reply once when pressed twice, even if nothing shows yet at the second press', async () => {
  const { promise: held, resolve: release } = Promise.withResolvers<void>()
  const { page, api } = await follow(aTicket(), [], {
    addComment: async ({ body }) => {
      await held
      return aComment({ body: String(body.body) })
    },
  })
  await replyBox(page).fill('In a hurry')
  await pressTwice(page.getByRole('button', { name: 'Send reply' }))
  await page.getByRole('button', { name: 'Sending…' }).waitFor()
  release()
  await expect.poll(() => replyBox(page).inputValue()).toBe('')

  expect(api.of('addComment')).toHaveLength(1)
})

it('says that nothing is lost while a reply takes long, and no longer once it has arrived', async () => {
  const { promise: held, resolve: release } = Promise.withResolvers<void>()
  const { page } = await follow(aTicket(), [], {
    addComment: async ({ body }) => {
      await held
      return aComment({ body: String(body.body) })
    },
  })
  const slow = page.getByText('This takes longer than usual')
  await page.clock.pauseAt(todayAt('10:05'))
  await replyBox(page).fill('From a slow train')
  await page.getByRole('button', { name: 'Send reply' }).click()
  await page.getByRole('button', { name: 'Sending…' }).waitFor()
  await page.clock.runFor(7_900)
  expect(await slow.count()).toBe(0)
  await page.clock.runFor(200)
  await slow.waitFor()
  release()

  await expect.poll(() => slow.count()).toBe(0)
})

/** A customer who is typing, while the test controls the conversation above the field. */
const typing = async (size: { readonly width: number; readonly height: number }) => {
  const { hold, tell } = heldSocket()
  let items = [answer]
  const { page } = await open(
    `/t/${aTicket().id}#secret`,
    deskApi({
      getTicket: () => aTicket(),
      openRealtime: () => ({ ticket: 'admission' }),
      listComments: () => ({ items, next_cursor: null }),
    }),
    { ...size, before: hold },
  )
  await page.locator('strong', { hasText: 'Refunded' }).waitFor()
  await replyBox(page).click()
  await page.keyboard.type('One more')
  const topOf = (text: string) =>
    page.getByText(text, { exact: true }).evaluate((one) => one.getBoundingClientRect().top)
  return {
    page,
    fieldTop: () => replyBox(page).evaluate((field) => field.getBoundingClientRect().top),
    topOf,
    answers: async () => {
      const long = `**At last** ${'a long answer, with all that there is to say. '.repeat(20)}`
      items = [...items, aComment({ ...answer, id: anId(502), seq: 9, body: long })]
      tell({ event: 'comment_added', ticket_id: aTicket().id, seq: 9, data: {} })
      await page.locator('strong', { hasText: 'At last' }).waitFor()
      await page.evaluate(() => new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted))))
    },
  }
}

it.each([
  ['a phone', { width: 390, height: 844 }],
  ['a desk', { width: 1_440, height: 880 }],
])('keeps the field that somebody types in where it is when an answer arrives, on %s', async (_device, size) => {
  const { page, fieldTop, answers } = await typing(size)
  const before = await fieldTop()
  await answers()

  expect(Math.abs((await fieldTop()) - before)).toBeLessThan(1)
  expect(await replyBox(page).evaluate(isFocused)).toBe(true)
})

it('keeps the field in place even when the device loses its network, and when answers arrive after that', async () => {
  const { page, fieldTop, answers } = await typing({ width: 390, height: 500 })
  await page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight))
  const before = await fieldTop()
  await page.evaluate(() => {
    Object.defineProperty(navigator, 'onLine', { value: false })
    window.dispatchEvent(new Event('offline'))
  })
  await page.getByText('What you write stays here').waitFor()
  await expect.poll(async () => Math.abs((await fieldTop()) - before)).toBeLessThan(1)
  await answers()

  expect(Math.abs((await fieldTop()) - before)).toBeLessThan(1)
})

it('keeps the field in place even if the conversation is off screen, without the browser’s scroll anchoring', async () => {
  const { page, fieldTop, answers } = await typing({ width: 390, height: 300 })
  await replyBox(page).evaluate((field) => field.scrollIntoView({ block: 'start' }))
  expect(await page.evaluate(() => getComputedStyle(document.documentElement).overflowAnchor)).toBe('none')
  const before = await fieldTop()
  await answers()

  expect(Math.abs((await fieldTop()) - before)).toBeLessThan(1)
})

it('moves nothing that somebody reads, even if they were in the field before', async () => {
  const { page, topOf, answers } = await typing({ width: 390, height: 300 })
  await page.evaluate(() => window.scrollTo(0, 0))
  const before = await topOf('Conversation')
  await answers()

  expect(await topOf('Conversation')).toBe(before)
})

it('tells an author who comes back that the reply was not sent', async () => {
  const { promise: held, resolve: release } = Promise.withResolvers<void>()
  const { page } = await follow(aTicket(), [], {
    addComment: async () => {
      await held
      return new Refusal(503, 'unavailable')
    },
  })
  await replyBox(page).fill('From a slow train')
  await page.getByRole('button', { name: 'Send reply' }).click()
  await page.getByRole('link', { name: 'Work with us' }).click()
  await page.getByRole('heading', { name: 'Become an agent' }).waitFor()
  await page.goBack()
  await page.getByRole('button', { name: 'Sending…' }).waitFor()
  release()

  await page.getByText('Your reply was not sent').waitFor()
  expect(await replyBox(page).inputValue()).toBe('From a slow train')
  await page.getByRole('link', { name: 'Work with us' }).click()
  await page.getByRole('heading', { name: 'Become an agent' }).waitFor()
  await page.clock.runFor('30:00')
  await page.goBack()
  await page.getByText('Your reply was not sent').waitFor()
})

it('lets an author copy a text that a ticket closed meanwhile can no longer accept', async () => {
  let ticket = aTicket({ assignee: null, queue_state: 'waiting', queue_position: 3 })
  const { page } = await follow(ticket, [], { getTicket: () => ticket })
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await replyBox(page).fill('One more thing')
  ticket = aTicket({ status: 'closed', queue_state: 'done', version: 9 })
  await page.clock.runFor(11_000)
  const unsent = page.getByRole('textbox', { name: 'Your reply, not sent' })
  await expect.poll(() => unsent.inputValue()).toBe('One more thing')
  expect(await unsent.isEditable()).toBe(false)
  await page.getByRole('button', { name: 'Copy text' }).click()
  await page.getByRole('button', { name: 'Copied' }).waitFor()
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('One more thing')
  await page.getByRole('button', { name: 'Remove' }).click()

  await expect.poll(() => unsent.count()).toBe(0)
})
