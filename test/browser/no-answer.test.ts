import { expect, it } from 'vitest'
import type { Presence } from '../../functions/contracts/people.ts'
import type { Ticket } from '../../functions/contracts/ticket.ts'
import { deskApi, signedInAs } from '../support/desk-api.ts'
import { anAdmin, anAgent, anId, aTicket, manyTickets } from '../support/desk-records.ts'
import type { Responders } from '../support/mock-api.ts'
import { preparePages } from '../support/page-fixture.ts'

const { open } = preparePages()

const tickets = manyTickets(2)
const [first = aTicket()] = tickets

/** Longer than anybody waits for the host. */
const TOO_LONG_MS = 33_000

/** A desk of an administrator. */
const desk = async (given: Responders) => {
  const opened = await open(
    `/console/tickets/${first.id}`,
    deskApi({ getMe: () => ({ user: anAdmin }), ...given }, tickets),
    { before: (page) => signedInAs(page, anAdmin) },
  )
  await opened.page.getByRole('heading', { name: first.title, level: 2 }).waitFor()
  return opened
}

const never = () => new Promise<never>(() => undefined)

it('gives up a change that is not answered, says so, and sends the one that waits behind it', async () => {
  const { page, api } = await desk({
    patchTicket: ({ body }) =>
      body.status ? never() : { ...first, ...(body as Partial<Ticket>), version: first.version + 1 },
  })
  await page.getByLabel('Status', { exact: true }).selectOption('in_progress')
  await page.getByLabel('Priority', { exact: true }).selectOption('low')
  await expect.poll(() => api.of('patchTicket').length).toBe(1)
  await page.clock.runFor(TOO_LONG_MS)

  await page.getByText('The service cannot be reached.').waitFor()
  await expect
    .poll(() => api.of('patchTicket').map(({ body }) => body))
    .toEqual([{ status: 'in_progress' }, { priority: 'low' }])
})

it('takes an answer that breaks off for none', async () => {
  const { page } = await desk({})
  await page.route('**/api/tickets/*', async (route, request) => {
    if (request.method() !== 'PATCH') return route.fallback()
    return route.fulfill({ status: 200, contentType: 'application/json', body: '{"id": "' })
  })
  await page.getByLabel('Status', { exact: true }).selectOption('in_progress')

  await page.getByText('The service cannot be reached.').waitFor()
})

it('shows the presence that the host took, though its answer did not come', async () => {
  let presence: Presence = anAdmin.presence
  const { page } = await desk({
    getMe: () => ({ user: { ...anAdmin, presence } }),
    changePresence: ({ body }) => {
      presence = body.presence as Presence
      return never()
    },
  })
  await page.getByRole('button', { name: anAdmin.name }).click()
  const busy = page.getByRole('radio', { name: /^Do not disturb/ })
  await busy.click()
  await expect.poll(() => presence).toBe('dnd')
  await page.clock.runFor(TOO_LONG_MS)

  await page.getByText('The service cannot be reached.').waitFor()
  await expect.poll(() => busy.isChecked()).toBe(true)
})

it('shows whom the host gave a ticket, though its answer did not come', async () => {
  let current = first
  const kim = anAgent({ id: anId(903), name: 'Kim Lee' })
  const { page } = await desk({
    listAgents: () => ({ items: [anAgent(), kim], next_cursor: null }),
    getTicket: () => current,
    changeAssignment: () => {
      const { id, name, presence } = kim
      current = { ...current, assignee: { id, name, presence }, version: current.version + 1 }
      return never()
    },
  })
  const agent = page.getByLabel('Agent', { exact: true })
  await agent.selectOption(kim.id)
  await expect.poll(() => current.assignee?.id).toBe(kim.id)
  await page.clock.runFor(TOO_LONG_MS)

  await page.getByText('The service cannot be reached.').waitFor()
  await expect.poll(() => agent.inputValue()).toBe(kim.id)
})
