import { expect, it } from 'vitest'
import type { Ticket } from '../../functions/contracts/ticket.ts'
import { AGENT_ID, anAdmin, anId, aTicket } from '../support/desk-records.ts'
import { Refusal } from '../support/mock-api.ts'
import { rows } from '../support/ticket-desk.ts'
import { FIRST, first, prepareUndo, tickets, toast } from '../support/undo-desk.ts'

const desk = prepareUndo()

it('merges a ticket into one that was found by its words, and back', async () => {
  let now: Ticket = first
  const { page, api } = await desk(FIRST, {
    getTicket: () => now,
    mergeTicket: ({ body }) => {
      now = { ...first, merged_into: String(body.into), queue_state: 'done', version: 9 }
      return now
    },
    unmergeTicket: () => {
      now = { ...first, version: 10 }
      return now
    },
  })
  await page.getByRole('button', { name: 'Merge…' }).click()
  const dialog = page.getByRole('dialog', { name: `Merge ${first.number} into another ticket` })
  await dialog.getByLabel('Number or words').fill('sign in')
  await page.clock.runFor(300)
  await expect.poll(() => api.of('listTickets').some(({ query }) => query.get('search') === 'sign in')).toBe(true)
  await dialog.getByRole('radio', { name: /Cannot sign in/ }).check()
  await dialog.getByRole('button', { name: 'Merge', exact: true }).click()
  await page.getByText('This ticket was merged. Replies continue in the other one.').waitFor()
  expect(api.of('mergeTicket')[0]?.body).toEqual({ into: anId(2) })
  await toast(page, 'was merged').getByRole('button', { name: 'Undo' }).click()

  await expect.poll(() => api.of('unmergeTicket').length).toBe(1)
  await expect.poll(() => page.getByText('This ticket was merged.').count()).toBe(0)
})

it('gives a ticket back to the agent who had it', async () => {
  const { page, api } = await desk(
    FIRST,
    {
      changeAssignment: ({ body }) =>
        aTicket({ assignee: { id: String(body.agent_id), name: 'Tom Berger', presence: 'online' }, version: 8 }),
    },
    anAdmin,
  )
  await page.getByLabel('Agent', { exact: true }).selectOption(anId(902))
  await toast(page, 'was given to Tom Berger').getByRole('button', { name: 'Undo' }).click()

  await expect
    .poll(() => api.of('changeAssignment').map(({ body }) => body))
    .toEqual([{ agent_id: anId(902) }, { agent_id: AGENT_ID, override: true }])
})

it('changes all selected tickets, says who refused, and takes back what went through', async () => {
  const [one = aTicket(), two = aTicket()] = tickets
  const { page, api } = await desk('?view=all', {
    patchTicket: ({ params, body }) =>
      params.id === two.id
        ? new Refusal(412, 'stale')
        : { ...one, ...(body as Partial<Ticket>), version: one.version + 1 },
  })
  await rows(page).first().waitFor()
  await page.keyboard.press('x')
  await page.keyboard.press('j')
  await page.keyboard.press('x')
  const bar = page.getByRole('toolbar', { name: 'Change the selected tickets' })
  await bar.getByText('2 tickets selected').waitFor()
  await bar.getByLabel('Status').selectOption('resolved')
  await toast(page, '1 ticket changed, 1 refused.').getByRole('button', { name: 'Undo' }).click()

  await expect.poll(() => api.of('patchTicket').length).toBe(3)
  expect(api.of('patchTicket')[2]).toMatchObject({
    params: { id: one.id },
    body: { status: one.status },
    headers: { 'if-match': `"${one.version + 1}"` },
  })
})
