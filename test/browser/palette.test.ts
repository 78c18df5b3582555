import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import type { User } from '../../functions/contracts/people.ts'
import type { Ticket } from '../../functions/contracts/ticket.ts'
import { deskApi, signedInAs } from '../support/desk-api.ts'
import { anAdmin, anId, aTicket, aTriage, aUser } from '../support/desk-records.ts'
import { heldSocket } from '../support/held-socket.ts'
import { isFocused, preparePages } from '../support/page-fixture.ts'

const { open } = preparePages()

const dialog = (page: Page) => page.getByRole('dialog', { name: 'Commands' })
const heading = (page: Page) => page.getByRole('heading', { level: 2, name: aTicket().title })

/** A desk with this ticket open and nothing focused. */
const workspace = async (part: Partial<Ticket> = {}, as: User = aUser()) => {
  const tickets = [aTicket({ triage: aTriage(), ...part })]
  const given = { listAgents: () => ({ items: [], next_cursor: null }), decideTriage: () => aTicket({ version: 9 }) }
  const desk = await open(`/console/tickets/${anId(1)}`, deskApi(given, tickets), {
    before: (fresh) => signedInAs(fresh, as),
  })
  await heading(desk.page).waitFor()
  await desk.page.getByRole('listbox', { name: 'Tickets' }).focus()
  return desk
}

const openPalette = async (page: Page) => {
  await page.keyboard.press('Control+k')
  await dialog(page).waitFor()
}

/** The commands before the first view, each with its key. */
const actionsIn = async (page: Page) => {
  const commands = await dialog(page)
    .getByRole('option')
    .evaluateAll((options) =>
      options.map((option) => [...option.children].map(({ textContent }) => textContent).join(' | ')),
    )
  return commands.slice(
    0,
    commands.findIndex((command) => command.startsWith('My open')),
  )
}

const run = async (page: Page, name: string) => {
  await openPalette(page)
  await page.keyboard.insertText(name)
  await expect.poll(() => dialog(page).getByRole('option').first().textContent()).toContain(name)
  await page.keyboard.press('Enter')
  await expect.poll(() => dialog(page).count()).toBe(0)
}

it('lists first what can be done to the open ticket, each with its key', async () => {
  const { page } = await workspace({}, anAdmin)
  await openPalette(page)

  expect(await actionsIn(page)).toEqual([
    'Reply | r',
    'Note | n',
    'Use the suggestion | ⇧A',
    'Edit the suggestion | ⇧E',
    'Reject the suggestion | ⇧X',
    'Resolve | e',
    'Change the status | s',
    'Change the priority | p',
    'Assign | a',
  ])
})

it.each([
  ['an agent’s ticket without a suggestion', { triage: null }, ['Reply', 'Note', 'Resolve', 'Change the status']],
  ['a resolved ticket', { triage: null, status: 'resolved' }, ['Reply', 'Note', 'Change the status']],
  ['a closed ticket', { triage: null, status: 'closed' }, []],
  ['a merged ticket', { triage: null, merged_into: anId(2) }, ['Reply', 'Note']],
] as const)('lists nothing that is impossible now: %s', async (_case, part, possible) => {
  const { page } = await workspace(part)
  await openPalette(page)
  const names = (await actionsIn(page)).map((action) => action.split(' | ')[0])

  expect(names.filter((name) => name !== 'Change the priority')).toEqual(possible)
  expect(names.includes('Change the priority')).toBe(!('merged_into' in part))
})

it('lists no action where no ticket is open', async () => {
  const { page } = await open('/console', deskApi(), { before: (fresh) => signedInAs(fresh, aUser()) })
  await page.getByRole('listbox', { name: 'Tickets' }).getByRole('option').first().waitFor()
  await openPalette(page)

  expect(await actionsIn(page)).toEqual([])
})

it('shows no keys to those who have turned them off, and runs the actions nevertheless', async () => {
  const { page, api } = await workspace()
  await page.evaluate(() => localStorage.setItem('plimsoll.single-keys', 'off'))
  await openPalette(page)
  expect((await actionsIn(page)).slice(0, 2)).toEqual(['Reply', 'Note'])
  await page.keyboard.press('Escape')
  await run(page, 'Resolve')

  await expect.poll(() => api.of('patchTicket').map(({ body }) => body)).toEqual([{ status: 'resolved' }])
})

it('resolves, and then offers to undo it', async () => {
  const { page, api } = await workspace()
  await run(page, 'Resolve')
  expect(await page.getByRole('listbox', { name: 'Tickets' }).evaluate(isFocused)).toBe(true)
  await page.getByRole('button', { name: /^Undo/ }).waitFor()
  await run(page, 'Undo the last change')

  await expect.poll(() => api.of('patchTicket').map(({ body }) => body.status)).toEqual(['resolved', 'open'])
})

it('uses the suggestion as its key does: its reply is the draft, with the focus', async () => {
  const { page, api } = await workspace()
  await run(page, 'Use the suggestion')
  await expect.poll(() => api.of('decideTriage').map(({ body }) => body)).toEqual([{ decision: 'accept' }])
  const reply = page.getByRole('textbox', { name: /^Reply to/ })

  await expect.poll(() => reply.inputValue()).toBe(aTriage().reply_draft)
  await expect.poll(() => reply.evaluate(isFocused)).toBe(true)
})

it.each([
  ['Reply', (page: Page) => page.getByRole('textbox', { name: /^Reply to/ })],
  ['Note', (page: Page) => page.getByRole('textbox', { name: /^Note for colleagues/ })],
  ['Edit the suggestion', (page: Page) => page.getByRole('textbox', { name: 'Reply', exact: true })],
  ['Reject the suggestion', (page: Page) => page.getByRole('textbox', { name: /^Why/ })],
  ['Change the status', (page: Page) => page.getByLabel('Status', { exact: true })],
  ['Change the priority', (page: Page) => page.getByLabel('Priority', { exact: true })],
  ['Assign', (page: Page) => page.getByLabel('Agent', { exact: true })],
] as const)('leaves the focus where “%s” puts it', async (name, field) => {
  const { page } = await workspace({}, anAdmin)
  await run(page, name)

  await expect.poll(() => field(page).evaluate(isFocused)).toBe(true)
})

it.each([
  ['Use the suggestion', { triage: aTriage({ state: 'accepted', decided_at: aTicket().created_at }) }],
  ['Resolve', { status: 'resolved' }],
] as const)('lists “%s” no longer once somebody else has made it impossible', async (name, change) => {
  let changed = false
  const before = aTicket({ triage: aTriage() })
  const { hold, said, tell } = heldSocket()
  const given = {
    openRealtime: () => ({ ticket: 'admission' }),
    getTicket: () => (changed ? { ...before, ...change, version: 20 } : before),
  }
  const { page } = await open(`/console/tickets/${anId(1)}`, deskApi(given, [before]), {
    before: async (fresh) => {
      await signedInAs(fresh, aUser())
      await hold(fresh)
    },
  })
  await expect.poll(() => said.some(({ action }) => action === 'join_ticket')).toBe(true)
  await heading(page).waitFor()
  await openPalette(page)
  const action = dialog(page).getByRole('option', { name, exact: true })
  expect(await action.count()).toBe(1)
  changed = true
  tell({ event: 'ticket_updated', ticket_id: anId(1), seq: 20, data: {} })

  await expect.poll(() => action.count()).toBe(0)
})
