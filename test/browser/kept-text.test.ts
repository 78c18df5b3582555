import { expect, it } from 'vitest'
import type { Ticket } from '../../functions/contracts/ticket.ts'
import { deskApi, signedInAs } from '../support/desk-api.ts'
import { aTicket, aUser, manyTickets } from '../support/desk-records.ts'
import { Refusal } from '../support/mock-api.ts'
import { comeBack, isFocused, preparePages } from '../support/page-fixture.ts'

const { open } = preparePages()

const mine = aTicket()
const tickets = manyTickets(2)
const gone = new Refusal(404, 'not_found')
const closed: Ticket = { ...mine, status: 'closed', queue_state: 'done', version: 9 }

/** A desk where a reply and a note were being written when their ticket was closed. */
const interruptedDesk = async () => {
  let current = mine
  const { page } = await open(`/console/tickets/${mine.id}`, deskApi({ getTicket: () => current }), {
    before: (fresh) => signedInAs(fresh, aUser()),
  })
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.getByRole('textbox', { name: /^Reply to/ }).fill('Half a reply')
  await page.getByRole('radio', { name: 'Note' }).check()
  await page.getByRole('textbox', { name: /^Note for/ }).fill('Half a note')
  current = closed
  await comeBack(page)
  const reply = page.getByRole('group', { name: 'Your reply, not sent' })
  const note = page.getByRole('group', { name: 'Your note, not added' })
  await note.waitFor()
  return { page, reply, note }
}

it('distinguishes two texts that can no longer be sent, and announces that one was copied', async () => {
  const { page, reply, note } = await interruptedDesk()
  await note.getByRole('button', { name: 'Copy' }).click()

  await note.getByRole('status').filter({ hasText: 'Copied' }).waitFor({ state: 'attached' })
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('Half a note')
  expect(await reply.getByRole('status').allTextContents()).toEqual(['', ''])
})

it('restores a text that was removed by mistake, and leaves the focus where it was', async () => {
  const { reply, note } = await interruptedDesk()
  await reply.getByRole('button', { name: 'Remove' }).click()
  await expect.poll(() => reply.getByRole('textbox').count()).toBe(0)
  const undo = reply.getByRole('button', { name: 'Undo' })
  await expect.poll(() => undo.evaluate(isFocused)).toBe(true)
  await reply.getByText('Your reply, not sent: removed.').waitFor()
  expect(await note.getByRole('textbox').inputValue()).toBe('Half a note')
  await undo.press('Enter')

  await expect.poll(() => reply.getByRole('textbox').inputValue()).toBe('Half a reply')
  await expect.poll(() => reply.getByRole('button', { name: 'Remove' }).evaluate(isFocused)).toBe(true)
})

it('restores no text of one ticket on another one', async () => {
  const [first = mine, second = mine] = tickets
  let isThere = true
  const { page } = await open(
    `/console/tickets/${first.id}`,
    deskApi({ getTicket: ({ params }) => (isThere && tickets.find(({ id }) => id === params.id)) || gone }, tickets),
    { before: (fresh) => signedInAs(fresh, aUser()) },
  )
  const rows = page.getByRole('listbox', { name: 'Tickets' }).getByRole('option')
  const reply = page.getByRole('group', { name: 'Your reply, not sent' })
  await page.getByRole('textbox', { name: /^Reply to/ }).fill('Half a reply')
  await rows.nth(1).click()
  await page.getByRole('heading', { name: second.title, level: 2 }).waitFor()
  isThere = false
  await comeBack(page)
  await page.getByText('This ticket is not yours to see any more.').waitFor()
  await rows.first().click()
  await reply.getByRole('button', { name: 'Remove' }).click()
  await reply.getByRole('button', { name: 'Undo' }).waitFor()
  await rows.nth(1).click()

  await expect.poll(() => reply.count()).toBe(0)
  await page.getByText('This ticket is not yours to see any more.').waitFor()
})

it('moves the focus to a customer’s text when the form for it is removed', async () => {
  let current = mine
  const { page } = await open(`/t/${mine.id}#secret`, deskApi({ getTicket: () => current }))
  await page.getByRole('textbox').fill('One more thing')
  current = closed
  await comeBack(page)
  const unsent = page.getByRole('textbox', { name: 'Your reply, not sent' })

  await expect.poll(() => unsent.evaluate(isFocused)).toBe(true)
  expect(await unsent.inputValue()).toBe('One more thing')
})

it('leaves the focus alone on a ticket that was already closed on arrival', async () => {
  let current = mine
  const { page } = await open(`/t/${mine.id}#secret`, deskApi({ getTicket: () => current }))
  await page.getByRole('textbox').fill('One more thing')
  current = closed
  await page.reload()
  await page.getByRole('textbox', { name: 'Your reply, not sent' }).waitFor()

  expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('BODY')
})
