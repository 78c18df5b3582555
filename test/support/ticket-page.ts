import type { Page } from 'playwright-core'
import type { Comment, Ticket } from '../../functions/contracts/ticket.ts'
import { deskApi } from './desk-api.ts'
import { aComment, anId } from './desk-records.ts'
import type { Responders } from './mock-api.ts'
import { preparePages } from './page-fixture.ts'

/** An agent's answer, in Markdown. */
export const answer = aComment({
  author: { id: anId(901), name: 'Ines Martin', role: 'agent', presence: 'online' },
  body: '**Refunded**, see [the rules](https://example.org/rules).',
  visibility: 'public',
})

/** For one file of tests: a customer's ticket, opened by its tracking link. */
export const prepareTicketPage = () => {
  const { open } = preparePages()
  const follow = (ticket: Ticket, comments: readonly Comment[] = [], given: Responders = {}) =>
    open(
      `/t/${ticket.id}#secret`,
      deskApi({ getTicket: () => ticket, listComments: () => ({ items: [...comments], next_cursor: null }), ...given }),
    )
  return { open, follow }
}

export const replyBox = (page: Page) => page.getByRole('textbox')
