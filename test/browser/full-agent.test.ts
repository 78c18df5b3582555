import { expect, it } from 'vitest'
import { deskApi, signedInAs } from '../support/desk-api.ts'
import { anAdmin, anId, aTicket, manyTickets } from '../support/desk-records.ts'
import { Refusal } from '../support/mock-api.ts'
import { isFocused, preparePages } from '../support/page-fixture.ts'

const { open } = preparePages()

const tickets = manyTickets(2)
const [first = aTicket(), second = aTicket()] = tickets
const tom = anId(902)

/** An administrator's desk, where an agent is full; the host answers once it is let go of. */
const desk = async () => {
  const { promise: held, resolve: release } = Promise.withResolvers<void>()
  const { page, api } = await open(
    `/console/tickets/${first.id}`,
    deskApi(
      {
        getMe: () => ({ user: anAdmin }),
        changeAssignment: async ({ body }) => {
          await held
          return body.override ? first : new Refusal(409, 'agent_at_capacity')
        },
      },
      tickets,
    ),
    { before: (fresh) => signedInAs(fresh, anAdmin) },
  )
  const agent = page.getByLabel('Agent', { exact: true })
  await agent.selectOption(tom)
  await expect.poll(() => api.of('changeAssignment').length).toBe(1)
  return { page, api, agent, release, anyway: page.getByRole('button', { name: 'Assign anyway' }) }
}

it('is told to whoever has gone to another ticket by then, and offered again on coming back', async () => {
  const { page, release, anyway } = await desk()
  const list = page.getByRole('listbox', { name: 'Tickets' })
  await list.getByRole('option', { name: second.title }).click()
  await page.getByRole('heading', { name: second.title, level: 2 }).waitFor()
  release()
  await page.getByRole('alert').filter({ hasText: 'Not given to anybody else.' }).waitFor()
  await list.getByRole('option', { name: first.title }).click()
  await anyway.waitFor()

  expect(await page.getByText('Not given to anybody else.').count()).toBe(0)
})

it('is given a ticket all the same by the key, which then is where agents are chosen', async () => {
  const { api, agent, release, anyway } = await desk()
  release()
  await anyway.press('Enter')
  await expect.poll(() => anyway.count()).toBe(0)

  await expect.poll(() => api.of('changeAssignment').at(-1)?.body).toEqual({ agent_id: tom, override: true })
  expect(await agent.evaluate(isFocused)).toBe(true)
})
