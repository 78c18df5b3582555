import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import type { Ticket } from '../../functions/contracts/ticket.ts'
import { anAdmin, anAgent, anId } from '../support/desk-records.ts'
import { Refusal } from '../support/mock-api.ts'
import { isFocused, pressTwice } from '../support/page-fixture.ts'
import { first, openSecond, prepareDesk, second, somebodyFaster, third } from '../support/ticket-desk.ts'

const { desk } = prepareDesk()

it.each<[string, Partial<Ticket>]>([
  ['resolved already', { status: 'resolved', queue_state: 'done' }],
  ['closed', { status: 'closed', queue_state: 'done' }],
  ['merged into another one', { merged_into: second.id, queue_state: 'done' }],
])('does not resolve by its key what is %s', async (_case, part) => {
  const ticket = { ...first, ...part }
  const { page, api } = await desk({}, { ticket })
  await page.getByRole('heading', { name: ticket.title, level: 2 }).waitFor()
  await page.keyboard.press('e')
  await openSecond(page)
  await page.keyboard.press('e')

  await expect.poll(() => api.of('patchTicket').map(({ params }) => params.id)).toEqual([second.id])
})

it('blames nobody for tags that are still the same', async () => {
  const tagged: Ticket = { ...first, tags: ['vip', 'refund'] }
  const { page } = await desk(somebodyFaster(tagged, {}), { ticket: tagged })
  await page.getByRole('button', { name: 'Remove tag vip' }).click()
  const card = page.getByRole('alert', { name: 'Somebody was faster' })

  await card.getByText('The ticket changed meanwhile; this is still vip, refund.').waitFor()
  await card.getByText('You wanted refund.').waitFor()
})

it('names the ticket that a suggestion takes for the same, with its state', async () => {
  const ticket = { ...first, triage: first.triage && { ...first.triage, suggested_duplicate_of: third.id } }
  const { page } = await desk({}, { ticket })
  const box = page.getByRole('region', { name: 'Suggested, not confirmed' })

  await box.getByText('Perhaps the same as').getByText('Open').waitFor()
  await box.getByRole('link', { name: `${third.number} ${third.title}` }).click()
  await page.getByRole('heading', { level: 2, name: third.title }).waitFor()
})

it.each([
  ['is hidden', undefined, 'Perhaps the same as a ticket that is not yours to see.'],
  ['was closed', { ...third, status: 'closed' as const }, third.title],
  ['was merged', { ...third, merged_into: second.id }, third.title],
])('merges into no ticket that %s', async (_why, other, told) => {
  const ticket = { ...first, triage: first.triage && { ...first.triage, suggested_duplicate_of: third.id } }
  const { page } = await desk(
    { getTicket: ({ params }) => (params.id === first.id ? ticket : (other ?? new Refusal(404, 'not_found'))) },
    { ticket },
  )
  const box = page.getByRole('region', { name: 'Suggested, not confirmed' })
  await box.getByText(told).waitFor()

  expect(await box.getByRole('button', { name: 'Merge into it' }).count()).toBe(0)
})

it('tells of a merge that failed after its author had gone to another ticket', async () => {
  const { promise: held, resolve: release } = Promise.withResolvers<void>()
  const ticket = { ...first, triage: first.triage && { ...first.triage, suggested_duplicate_of: anId(3) } }
  const { page } = await desk(
    {
      mergeTicket: async () => {
        await held
        return new Refusal(500, 'internal')
      },
    },
    { ticket },
  )
  await page.getByRole('button', { name: 'Merge into it' }).click()
  await openSecond(page)
  release()

  await page
    .getByRole('alert')
    .filter({ hasText: `${first.number}: Not merged.` })
    .waitFor()
})

it('gives a ticket to a full agent once by two presses, though nothing shows yet at the second', async () => {
  let current: Ticket = first
  const tom = anId(902)
  const { page, api } = await desk(
    {
      getTicket: () => current,
      changeAssignment: ({ body }) => {
        if (body.agent_id === tom && !body.override) return new Refusal(409, 'agent_at_capacity')
        const assignee = body.unassign ? null : ({ id: tom, name: 'Tom Berger', presence: 'online' } as const)
        current = { ...current, assignee, version: current.version + 1 }
        return current
      },
    },
    { as: anAdmin },
  )
  const agent = page.getByLabel('Agent', { exact: true })
  await agent.selectOption(tom)
  await pressTwice(page.getByRole('button', { name: 'Assign anyway' }))
  await page
    .getByRole('listitem')
    .filter({ hasText: `${first.number} was given to Tom Berger.` })
    .waitFor()
  // A request by the second press would be sent before this.
  await agent.selectOption('nobody')

  await expect
    .poll(() => api.of('changeAssignment').map(({ body }) => body))
    .toEqual([{ agent_id: tom }, { agent_id: tom, override: true }, { unassign: true }])
})

it('gives a ticket to whom was chosen last, after the one before, and shows that choice all along', async () => {
  const tom = anAgent({ id: anId(902), name: 'Tom Berger' })
  const kim = anAgent({ id: anId(903), name: 'Kim Lee' })
  const held = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  let current: Ticket = first
  const { page, api } = await desk(
    {
      getTicket: () => current,
      listAgents: () => ({ items: [tom, kim], next_cursor: null }),
      changeAssignment: async ({ body }) => {
        await held[api.of('changeAssignment').length - 1]?.promise
        const { id, name, presence } = body.agent_id === tom.id ? tom : kim
        current = { ...current, assignee: { id, name, presence }, version: current.version + 1 }
        return current
      },
    },
    { as: anAdmin },
  )
  const agent = page.getByLabel('Agent', { exact: true })
  const given = () => api.of('changeAssignment').map(({ body }) => body)
  await agent.selectOption(tom.id)
  await expect.poll(given).toEqual([{ agent_id: tom.id }])
  await agent.selectOption(kim.id)
  expect(await agent.inputValue()).toBe(kim.id)
  held[0]?.resolve()
  await expect.poll(given).toEqual([{ agent_id: tom.id }, { agent_id: kim.id }])
  expect(await agent.inputValue()).toBe(kim.id)
  held[1]?.resolve()
  const toast = page.getByRole('listitem').filter({ hasText: `${first.number} was given to Kim Lee.` })
  await toast.waitFor()
  expect(await agent.inputValue()).toBe(kim.id)
  await toast.getByRole('button', { name: 'Undo' }).click()

  await expect.poll(() => given().at(-1)).toEqual({ agent_id: tom.id, override: true })
})

const mergeIntoSecond = async (page: Page) => {
  await page.getByRole('button', { name: 'Merge…' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('radio', { name: second.title }).check()
  await dialog.getByRole('button', { name: 'Merge', exact: true }).click()
  return dialog
}

it('tells of a merge that failed in the dialog for it, and no more once that is closed', async () => {
  const { page } = await desk({ mergeTicket: () => new Refusal(500, 'internal') })
  const dialog = await mergeIntoSecond(page)
  await dialog.getByRole('alert').waitFor()
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await expect.poll(() => dialog.count()).toBe(0)
  expect(await page.getByText('Not merged.').count()).toBe(0)
  await page.getByRole('button', { name: 'Merge…' }).click()
  await dialog.getByRole('radio').first().waitFor()

  expect(await page.getByRole('alert').count()).toBe(0)
})

/**
 * Starts a merge, and closes the dialog while it is under way.
 *
 * @param answer the host's answer once it is released
 */
const mergingSlowly = async (answer: Ticket | Refusal) => {
  const { promise: held, resolve: release } = Promise.withResolvers<void>()
  let current: Ticket = first
  const opened = await desk({
    getTicket: () => current,
    mergeTicket: async () => {
      await held
      if (!(answer instanceof Refusal)) current = answer
      return answer
    },
  })
  const dialog = await mergeIntoSecond(opened.page)
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await expect.poll(() => dialog.count()).toBe(0)
  return { ...opened, dialog, release }
}

it('tells of a merge that failed after the dialog for it was closed', async () => {
  const { page, release } = await mergingSlowly(new Refusal(500, 'internal'))
  release()

  await page.getByRole('alert').filter({ hasText: 'Not merged.' }).waitFor()
})

it('tells of a merge that failed in a dialog for it that was closed and opened again, and no more once that is closed', async () => {
  const { page, dialog, release } = await mergingSlowly(new Refusal(500, 'internal'))
  await page.getByRole('button', { name: 'Merge…' }).click()
  await dialog.getByRole('button', { name: 'Saving…' }).waitFor()
  release()
  await dialog.getByRole('alert').getByText('Not merged.').waitFor()
  await page.keyboard.press('Escape')
  await expect.poll(() => dialog.count()).toBe(0)

  expect(await page.getByText('Not merged.').count()).toBe(0)
})

it('knows a merge on its way in a dialog for it that was closed and opened again, and sends no second one', async () => {
  const { page, api, dialog, release } = await mergingSlowly({ ...first, merged_into: second.id, version: 9 })
  await page.getByRole('button', { name: 'Merge…' }).click()
  await dialog.getByRole('radio', { name: second.title }).check()
  await dialog.getByRole('button', { name: 'Saving…' }).click({ force: true })
  release()
  await page.getByText('This ticket was merged.').waitFor()

  expect(api.of('mergeTicket')).toHaveLength(1)
  expect(await page.getByText('Not merged.').count()).toBe(0)
})

const taggedDesk = () => {
  let current: Ticket = { ...first, tags: ['aa', 'bb', 'cc'] }
  return desk({
    getTicket: () => current,
    patchTicket: ({ body }) => {
      current = { ...current, ...(body as Partial<Ticket>), version: current.version + 1 }
      return current
    },
  })
}

it('takes one tag off by a double click, and not the next one with it', async () => {
  const { page, api } = await taggedDesk()
  await page.getByRole('button', { name: 'Remove tag aa' }).dblclick()
  await page
    .getByRole('listitem')
    .filter({ hasText: `${first.number}: Tags bb, cc` })
    .waitFor()
  // A request by the second click would have been sent before this.
  await page.getByRole('button', { name: 'Remove tag cc' }).click()

  await expect
    .poll(() => api.of('patchTicket').map(({ body }) => body))
    .toEqual([{ tags: ['bb', 'cc'] }, { tags: ['bb'] }])
})

it('goes from tag to tag with the key that removes them, one by each press, and stays by them after the last', async () => {
  const { page, api } = await taggedDesk()
  const remove = (tag: string) => page.getByRole('button', { name: `Remove tag ${tag}` })
  await remove('bb').focus()
  await page.keyboard.down('Enter')
  await expect.poll(() => remove('cc').evaluate(isFocused)).toBe(true)
  await page.keyboard.down('Enter')
  await page.keyboard.up('Enter')
  await page.keyboard.press('Enter')
  await expect.poll(() => remove('aa').evaluate(isFocused)).toBe(true)
  await page.keyboard.press('Enter')
  await expect.poll(() => page.getByRole('list', { name: 'Tags' }).evaluate(isFocused)).toBe(true)

  await expect
    .poll(() => api.of('patchTicket').map(({ body }) => body))
    .toEqual([{ tags: ['aa', 'cc'] }, { tags: ['aa'] }, { tags: [] }])
})
