import type { Page } from 'playwright-core'
import type { OpenedTicket } from '../../functions/contracts/ticket.ts'
import type { Classification } from '../../functions/contracts/triage.ts'
import { deskApi } from './desk-api.ts'
import { anId, aTicket, aUser } from './desk-records.ts'
import { Refusal, type Responders } from './mock-api.ts'
import { preparePages } from './page-fixture.ts'

export const lena = aUser({ id: anId(31), role: 'customer', name: 'Lena König', email: 'lena@example.org' })
export const session = { access_token: 'a', id_token: 'i', refresh_token: 'r', expires_in: 3_600, user: lena }
export const billing: Classification = {
  suggested_category: 'billing',
  suggested_priority: 'high',
  confidence: 0.9,
  source: 'local',
}
export const unavailable = new Refusal(503, 'unavailable')
export const noAddress = new Refusal(422, 'validation_failed', {}, [
  { path: 'requester.email', message: 'not an address' },
])
export const ticket = { ...aTicket(), tracking_token: 'token' }

export const TEXT = 'I was charged twice for my March subscription'
export const description = (page: Page) => page.getByLabel('Describe the problem')
export const send = (page: Page) => page.getByRole('button', { name: 'Send ticket' }).click()
export const fillGuest = async (page: Page) => {
  await page.getByLabel('Your name').fill('Lena König')
  await page.getByLabel('E-mail').fill('lena@example.org')
}
export const goAway = async (page: Page) => {
  await page.getByRole('link', { name: 'Sign in' }).click()
  await page.getByRole('heading', { name: 'Sign in' }).waitFor()
}

/** For one file of tests: the portal's form for a new ticket. */
export const prepareNewTicket = () => {
  const { open } = preparePages()
  const portal = (given: Responders = {}, before?: (page: Page) => Promise<unknown>) =>
    open(
      '/',
      deskApi({
        classifyTicket: () => unavailable,
        createTicket: () => ticket,
        getTicket: () => ticket,
        listTickets: () => ({ items: [], next_cursor: null }),
        login: () => session,
        ...given,
      }),
      before ? { before } : {},
    )
  /** A guest has just sent a ticket with the suggested category; the host answers after `release`. */
  const sendingSlowly = async (answer: OpenedTicket | Refusal | Promise<never>) => {
    const { promise: held, resolve: release } = Promise.withResolvers<void>()
    const opened = await portal({
      classifyTicket: () => billing,
      createTicket: async () => {
        await held
        return answer
      },
    })
    const { page } = opened
    await description(page).fill(TEXT)
    await page.getByText('Suggested from your text').waitFor()
    await fillGuest(page)
    await send(page)
    return { ...opened, release }
  }
  return { portal, sendingSlowly }
}
