import type { Page } from 'playwright-core'
import type { User } from '../../functions/contracts/people.ts'
import type { Ticket } from '../../functions/contracts/ticket.ts'
import { deskApi, signedInAs } from './desk-api.ts'
import { aTicket, aUser, manyTickets } from './desk-records.ts'
import { Refusal, type Responders } from './mock-api.ts'
import { preparePages } from './page-fixture.ts'

export const [first = aTicket(), second = aTicket(), third = aTicket()] = manyTickets(3)

interface DeskOptions {
  /** The signed-in user; an agent by default. */
  readonly as?: User
  /** The first ticket in the list, if not the default one. */
  readonly ticket?: Ticket
}

/** For one file of tests: the console at the first of three tickets. */
export const prepareDesk = () => {
  const { open } = preparePages()
  const desk = (given: Responders = {}, { as = aUser(), ticket = first }: DeskOptions = {}) =>
    open(`/console/tickets/${first.id}`, deskApi(given, [ticket, second, third]), {
      before: (page) => signedInAs(page, as),
    })
  return { open, desk }
}

export const composer = (page: Page) => page.getByRole('textbox', { name: /^Reply to/ })
export const status = (page: Page) => page.getByLabel('Status', { exact: true })
export const rows = (page: Page) => page.getByRole('listbox', { name: 'Tickets' }).getByRole('option')
export const openSecond = async (page: Page): Promise<void> => {
  await rows(page).nth(1).click()
  await page.getByRole('heading', { name: second.title, level: 2 }).waitFor()
}

/** Answers of a host on which the first ticket changes; the second one stays as it is. */
export const reading =
  (current: () => Ticket): NonNullable<Responders['getTicket']> =>
  ({ params }) => {
    const one = current()
    return params.id === one.id ? one : second
  }

/**
 * A host on which somebody else changes a ticket just before this page's change arrives, which is then refused.
 *
 * @param before the ticket until then
 * @param theirs the fields that they change
 * @param held delays both changes until it resolves
 */
export const somebodyFaster = (before: Ticket, theirs: Partial<Ticket>, held?: Promise<void>): Responders => {
  let current = before
  return {
    getTicket: reading(() => current),
    patchTicket: async () => {
      await held
      current = { ...before, ...theirs, version: 9 }
      return new Refusal(412, 'version_mismatch')
    },
  }
}
