import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import type { Ticket } from '../../functions/contracts/ticket.ts'
import { deskApi, signedInAs } from '../support/desk-api.ts'
import { aComment, aTicket, aUser } from '../support/desk-records.ts'
import { Refusal, type Responders } from '../support/mock-api.ts'
import { preparePages } from '../support/page-fixture.ts'

const { open } = preparePages()

const desk = async (ticket: Ticket, given: Responders) => {
  const opened = await open(`/console/tickets/${ticket.id}`, deskApi(given, [ticket]), {
    before: (page) => signedInAs(page, aUser()),
  })
  await opened.page.getByRole('heading', { name: ticket.title, level: 2 }).waitFor()
  return opened
}

const reply = (page: Page) => page.getByRole('textbox', { name: /^Reply to/ })
const note = (page: Page) => page.getByRole('textbox', { name: /^Note for/ })

it('resolves a ticket after a reply only if it is still as its author saw it', async () => {
  let ticket = aTicket({ status: 'in_progress' })
  const { promise: held, resolve: release } = Promise.withResolvers<void>()
  const { page, api } = await desk(ticket, {
    getTicket: () => ticket,
    addComment: async ({ body }) => {
      await held
      return aComment({ body: String(body.body) })
    },
    patchTicket: ({ body }) => {
      if (body.status === 'resolved') return new Refusal(412, 'stale')
      ticket = { ...ticket, status: 'open', version: ticket.version + 1 }
      return ticket
    },
  })
  await page.getByRole('radio', { name: 'Note' }).check()
  await note(page).fill('Only for us')
  await note(page).press('Control+Enter')
  await page.getByRole('radio', { name: 'Reply' }).check()
  await reply(page).fill('For the customer')
  await page.getByRole('button', { name: 'Send and resolve' }).click()
  await page.getByLabel('Status', { exact: true }).selectOption('open')
  await expect.poll(() => api.of('patchTicket').length).toBe(1)
  release()
  await page.getByText('Sent, but the ticket could not be resolved.').waitFor()

  expect(api.of('patchTicket').map(({ body }) => body.status)).toEqual(['open', 'resolved'])
})
