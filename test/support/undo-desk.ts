import type { Page } from 'playwright-core'
import type { User } from '../../functions/contracts/people.ts'
import { adminApi } from './admin-api.ts'
import { deskApi, signedInAs } from './desk-api.ts'
import { anId, aTicket, aUser, manyTickets } from './desk-records.ts'
import type { Responders } from './mock-api.ts'
import { preparePages } from './page-fixture.ts'

/** Path of the first ticket. */
export const FIRST = `/tickets/${anId(1)}`
export const tickets = manyTickets(4)
export const [first = aTicket(), second = aTicket()] = tickets

/** For one file of tests: the console with four tickets. */
export const prepareUndo = () => {
  const { open } = preparePages()
  return (path: string, given: Responders = {}, as: User = aUser(), size = { width: 1_440, height: 880 }) =>
    open(`/console${path}`, deskApi({ ...(as.role === 'admin' ? adminApi : {}), ...given }, tickets), {
      ...size,
      before: (page) => signedInAs(page, as),
    })
}

export const toast = (page: Page, text: string | RegExp) => page.getByRole('listitem').filter({ hasText: text })
