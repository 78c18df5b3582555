import { expect, it } from 'vitest'
import { anAdmin, anId } from '../support/desk-records.ts'
import { Refusal } from '../support/mock-api.ts'
import { isFocused } from '../support/page-fixture.ts'
import { first, openSecond, prepareDesk, rows } from '../support/ticket-desk.ts'

const { desk } = prepareDesk()

const tom = anId(902)

/** An administrator's desk with a full agent; the host answers once it is released. */
const fullDesk = async () => {
  const { promise: held, resolve: release } = Promise.withResolvers<void>()
  const { page, api } = await desk(
    {
      changeAssignment: async ({ body }) => {
        await held
        return body.override ? first : new Refusal(409, 'agent_at_capacity')
      },
    },
    { as: anAdmin },
  )
  const agent = page.getByLabel('Agent', { exact: true })
  await agent.selectOption(tom)
  await expect.poll(() => api.of('changeAssignment').length).toBe(1)
  return { page, api, agent, release, anyway: page.getByRole('button', { name: 'Assign anyway' }) }
}

it('is reported to a person who has gone to another ticket, and offered again on coming back', async () => {
  const { page, release, anyway } = await fullDesk()
  await openSecond(page)
  release()
  await page.getByRole('alert').filter({ hasText: 'Not given to anybody else.' }).waitFor()
  await rows(page).first().click()
  await anyway.waitFor()

  await expect.poll(() => page.getByText('Not given to anybody else.').count()).toBe(0)
})

it('is given a ticket nevertheless by the key, which then moves the focus to the choice of agents', async () => {
  const { api, agent, release, anyway } = await fullDesk()
  release()
  await anyway.press('Enter')
  await expect.poll(() => anyway.count()).toBe(0)

  await expect.poll(() => api.of('changeAssignment').at(-1)?.body).toEqual({ agent_id: tom, override: true })
  await expect.poll(() => agent.evaluate(isFocused)).toBe(true)
})

it('is asked about in view of the person who has chosen them on a phone', async () => {
  const { page, release, anyway } = await fullDesk()
  await page.setViewportSize({ width: 360, height: 880 })
  release()
  await anyway.waitFor()
  const { left, right } = await anyway.evaluate((button) => button.getBoundingClientRect().toJSON())

  expect(left).toBeGreaterThanOrEqual(0)
  expect(right).toBeLessThanOrEqual(360)
})
