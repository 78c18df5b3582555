import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { adminApi, anApplication, aPlan } from '../support/admin-api.ts'
import { deskApi, signedInAs } from '../support/desk-api.ts'
import { aComment, anAdmin, aTicket, aUser } from '../support/desk-records.ts'
import { Refusal, type Responders } from '../support/mock-api.ts'
import { preparePages } from '../support/page-fixture.ts'

const { open } = preparePages()

const screen = (path: string, given: Responders) =>
  open(`/console${path}`, deskApi({ ...adminApi, ...given }), { before: (page) => signedInAs(page, anAdmin) })

/** The host's answer once it is released: an internal failure. */
const breaksLate = () => {
  const { promise: held, resolve: release } = Promise.withResolvers<void>()
  return {
    release,
    answer: async () => {
      await held
      return new Refusal(500, 'internal')
    },
  }
}

/** Goes to the departments, lets the host answer meanwhile, and comes back. */
const awayAndBack = async (page: Page, address: string, release: () => void) => {
  await page.getByRole('link', { name: 'Departments' }).click()
  await page.getByRole('heading', { name: 'Departments', level: 1 }).waitFor()
  const answered = page.waitForResponse(address)
  release()
  await answered
  await page.goBack()
}

it('tells whoever comes back that a merge was not approved, and tries again under the same key', async () => {
  const { release, answer } = breaksLate()
  const { page, api } = await screen('/merges', {
    listMerges: () => ({ items: [aPlan()], next_cursor: null }),
    approveMerge: answer,
  })
  const proposal = page.getByRole('region', { name: 'Merge, waiting for you' })
  await proposal.getByRole('button', { name: 'Approve' }).click()
  await proposal.getByRole('button', { name: 'Saving…' }).waitFor()
  await awayAndBack(page, '**/approve', release)
  await proposal.getByRole('alert').waitFor()
  await proposal.getByRole('button', { name: 'Approve' }).click()

  await expect.poll(() => api.of('approveMerge').length).toBe(2)
  const [first, second] = api.of('approveMerge').map(({ headers }) => headers['idempotency-key'])
  expect(second).toBe(first)
})

it('tells whoever comes back that an application was not approved', async () => {
  const { release, answer } = breaksLate()
  const { page } = await screen('/applications', {
    listApplications: () => ({ items: [anApplication(1)], next_cursor: null }),
    decideApplication: answer,
  })
  const card = page.getByRole('article', { name: /Customer 1/ })
  await card.getByRole('button', { name: 'Approve' }).click()
  await card.getByRole('button', { name: 'Saving…' }).waitFor()
  await awayAndBack(page, '**/api/agent-applications/*', release)

  await card.getByRole('alert').waitFor()
})

const ticket = aTicket({ status: 'in_progress' })

/** A customer says that the ticket is solved, goes to their list and comes back. */
const solvedAndBack = async (given: Responders) => {
  const { page, api } = await open(`/t/${ticket.id}`, deskApi({ getTicket: () => ticket, ...given }), {
    before: (fresh) => signedInAs(fresh, aUser({ role: 'customer' })),
  })
  await page.getByRole('button', { name: 'This solved it' }).click()
  await expect.poll(() => api.of('confirmTicket').length).toBe(1)
  await page.getByRole('link', { name: 'My tickets' }).click()
  await page.getByRole('heading', { name: 'My tickets', level: 1 }).waitFor()
  await page.goBack()
  await page.getByRole('heading', { name: ticket.title }).waitFor()
  return { page, api }
}

it('says once that a ticket is solved, though who says so goes away and comes back meanwhile', async () => {
  const { promise: held, resolve: release } = Promise.withResolvers<void>()
  const { page, api } = await solvedAndBack({
    confirmTicket: async () => {
      await held
      return ticket
    },
  })
  await page.getByRole('button', { name: 'Sending…' }).click({ force: true })
  release()
  await page.getByText('The agent sees it').waitFor()

  expect(api.of('confirmTicket')).toHaveLength(1)
})

it('says under the same key that a ticket is solved, where it is not known whether that arrived', async () => {
  const { page, api } = await solvedAndBack({ confirmTicket: () => new Refusal(503, 'unavailable') })
  await page.getByRole('alert').waitFor()
  await page.getByRole('button', { name: 'This solved it' }).click()

  await expect.poll(() => api.of('confirmTicket').length).toBe(2)
  const [first, second] = api.of('confirmTicket').map(({ headers }) => headers['idempotency-key'])
  expect(second).toBe(first)
})

it('says anew that a ticket is solved to whoever has written on since, though it may have been said before', async () => {
  const { page, api } = await solvedAndBack({
    confirmTicket: () => new Refusal(503, 'unavailable'),
    addComment: () => aComment(),
  })
  await page.getByRole('alert').waitFor()
  await page.getByRole('textbox').fill('It is back')
  await page.getByRole('button', { name: 'Send reply' }).click()
  await expect.poll(() => page.getByRole('alert').count()).toBe(0)
  await page.getByRole('button', { name: 'This solved it' }).click()

  await expect.poll(() => api.of('confirmTicket').length).toBe(2)
  const [first, second] = api.of('confirmTicket').map(({ headers }) => headers['idempotency-key'])
  expect(second).not.toBe(first)
})

it('offers to say that a ticket is solved again to whoever has written on since', async () => {
  const { page } = await solvedAndBack({ confirmTicket: () => ticket, addComment: () => aComment() })
  await page.getByText('The agent sees it').waitFor()
  await page.getByRole('textbox').fill('Not quite, after all')
  await page.getByRole('button', { name: 'Send reply' }).click()

  await page.getByRole('button', { name: 'This solved it' }).waitFor()
})

it('says once that a ticket is solved, though who says so writes on before that has arrived', async () => {
  const { promise: held, resolve: release } = Promise.withResolvers<void>()
  const { page, api } = await open(
    `/t/${ticket.id}`,
    deskApi({ getTicket: () => ticket, addComment: () => aComment(), confirmTicket: () => held.then(() => ticket) }),
    { before: (fresh) => signedInAs(fresh, aUser({ role: 'customer' })) },
  )
  await page.getByRole('button', { name: 'This solved it' }).click()
  await expect.poll(() => api.of('confirmTicket').length).toBe(1)
  await page.getByRole('textbox').fill('Thank you')
  await page.getByRole('button', { name: 'Send reply' }).click()
  await expect.poll(() => page.getByRole('textbox').inputValue()).toBe('')
  expect(await page.getByRole('button', { name: 'This solved it' }).count()).toBe(0)
  release()

  await page.getByText('The agent sees it').waitFor()
})
