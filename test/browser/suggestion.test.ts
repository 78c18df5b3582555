import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import type { Ticket } from '../../functions/contracts/ticket.ts'
import { deskApi, signedInAs } from '../support/desk-api.ts'
import { aTicket, aTriage, at, aUser, manyTickets } from '../support/desk-records.ts'
import { Refusal, type Responders } from '../support/mock-api.ts'
import { comeBack, isFocused, preparePages } from '../support/page-fixture.ts'

const { open } = preparePages()

const tickets = manyTickets(3)
const [first = aTicket(), second = aTicket()] = tickets
const decided: Ticket = {
  ...first,
  triage: first.triage && { ...first.triage, state: 'accepted', decided_at: at(0) },
  version: 9,
}

const desk = (given: Responders = {}) =>
  open(`/console/tickets/${first.id}`, deskApi(given, tickets), { before: (page) => signedInAs(page, aUser()) })
/** A host that answers the decision on a suggestion once it is released. */
const slowDesk = async () => {
  const { promise: held, resolve: release } = Promise.withResolvers<void>()
  let current = first
  const opened = await desk({
    getTicket: () => current,
    decideTriage: async () => {
      await held
      current = decided
      return current
    },
  })
  return { ...opened, release }
}
const panel = (page: Page) => page.getByRole('region', { name: 'Suggested, not confirmed' })
const reply = (page: Page) => panel(page).getByLabel('Reply')
const edit = async (page: Page, words: string) => {
  await page.getByRole('button', { name: 'Edit first' }).click()
  await reply(page).fill(words)
}

it('lets an edited draft be copied when somebody else decides meanwhile, and takes none of its letters for a shortcut', async () => {
  let current = first
  const { page, api } = await desk({ getTicket: () => current })
  await edit(page, 'Dear Lena, in many words of my own')
  current = decided
  await comeBack(page)
  await page.getByText('Suggestion accepted').waitFor()

  const kept = page.getByRole('textbox', { name: 'The suggestion in your words, not used' })
  expect(await kept.inputValue()).toBe('Dear Lena, in many words of my own')
  await expect.poll(() => kept.evaluate(isFocused)).toBe(true)
  await page.keyboard.press('e')
  expect(api.of('patchTicket')).toHaveLength(0)
})

it('keeps the reason for its rejection through another ticket, to be copied if somebody else decides meanwhile', async () => {
  let current = first
  const { page } = await desk({ getTicket: ({ params }) => (params.id === first.id ? current : second) })
  await panel(page).waitFor()
  await page.keyboard.press('Shift+X')
  const reason = page.getByLabel('Why? (optional)')
  await reason.fill('It is no refund')
  const rows = page.getByRole('listbox', { name: 'Tickets' }).getByRole('option')
  await rows.nth(1).click()
  await page.getByRole('heading', { name: second.title, level: 2 }).waitFor()
  await rows.first().click()
  await expect.poll(() => reason.inputValue()).toBe('It is no refund')
  expect(await reason.evaluate(isFocused)).toBe(false)
  await page.keyboard.press('Shift+X')
  expect(await reason.evaluate(isFocused)).toBe(true)
  current = decided
  await comeBack(page)

  const kept = page.getByRole('textbox', { name: 'Your reason, not told' })
  expect(await kept.inputValue()).toBe('It is no refund')
  await expect.poll(() => kept.evaluate(isFocused)).toBe(true)
})

it('is kept as edited through another ticket and a reload, and forgotten once it is applied', async () => {
  let current = first
  const { page } = await desk({
    getTicket: ({ params }) => (params.id === first.id ? current : second),
    decideTriage: () => {
      current = decided
      return current
    },
  })
  await edit(page, 'Half a reply\n')
  const rows = page.getByRole('listbox', { name: 'Tickets' }).getByRole('option')
  await rows.nth(1).click()
  await page.getByRole('heading', { name: second.title, level: 2 }).waitFor()
  await rows.first().click()
  await expect.poll(() => reply(page).inputValue()).toBe('Half a reply\n')
  await page.reload()
  await expect.poll(() => reply(page).inputValue()).toBe('Half a reply\n')
  expect(await reply(page).evaluate(isFocused)).toBe(false)
  await panel(page).getByRole('button', { name: 'Apply' }).click()

  await page.getByText('Suggestion accepted').waitFor()
  await expect.poll(() => page.getByRole('textbox', { name: /^Reply to/ }).inputValue()).toBe('Half a reply')
  expect(await page.getByRole('group', { name: /not used$/ }).count()).toBe(0)
})

it('keeps what one goes on writing while it is being applied', async () => {
  const { page, api, release } = await slowDesk()
  await edit(page, 'Dear Lena')
  await panel(page).getByRole('button', { name: 'Apply' }).click()
  await expect.poll(() => api.of('decideTriage').length).toBe(1)
  await reply(page).fill('Dear Lena, we are sorry')
  release()
  await page.getByText('Suggestion accepted').waitFor()

  const kept = page.getByRole('textbox', { name: 'The suggestion in your words, not used' })
  expect(await kept.inputValue()).toBe('Dear Lena, we are sorry')
  // Not to the reply's draft, where the rest of the sentence would end up.
  await expect.poll(() => kept.evaluate(isFocused)).toBe(true)
  expect(await page.getByRole('textbox', { name: /^Reply to/ }).inputValue()).toBe('Dear Lena')
})

it('puts no word of a note that was begun while it was being applied into the reply', async () => {
  const { page, api, release } = await slowDesk()
  await page.getByRole('button', { name: 'Use as reply' }).waitFor()
  await page.keyboard.press('Shift+A')
  await expect.poll(() => api.of('decideTriage').length).toBe(1)
  await page.keyboard.press('n')
  const note = page.getByRole('textbox', { name: /^Note for/ })
  await expect.poll(() => note.evaluate(isFocused)).toBe(true)
  await page.keyboard.type('Only for us')
  release()
  await page.getByText('Suggestion accepted').waitFor()
  await page.keyboard.type(', to the end')

  expect(await note.inputValue()).toBe('Only for us, to the end')
  await page.getByRole('radio', { name: 'Reply' }).check()
  expect(await page.getByRole('textbox', { name: /^Reply to/ }).inputValue()).toBe(first.triage?.reply_draft)
})

it('takes whoever used it by its key to the reply, wherever on the page they were', async () => {
  const { page } = await desk({ decideTriage: () => decided })
  await page.getByRole('button', { name: 'Use as reply' }).waitFor()
  await page.getByRole('button', { name: 'Merge…' }).focus()
  await page.keyboard.press('Shift+A')

  await expect.poll(() => page.getByRole('textbox', { name: /^Reply to/ }).evaluate(isFocused)).toBe(true)
})

it('says that it is being applied, and is not given up meanwhile, to whoever comes back to it, too', async () => {
  const { page, api } = await desk({ decideTriage: () => new Promise(() => undefined) })
  await edit(page, 'Dear Lena')
  await panel(page).getByRole('button', { name: 'Apply' }).click()
  const applying = panel(page).getByRole('button', { name: 'Saving…' })
  const cancel = panel(page).getByRole('button', { name: 'Cancel' })
  await applying.click({ force: true })
  expect(await cancel.isDisabled()).toBe(true)
  const rows = page.getByRole('listbox', { name: 'Tickets' }).getByRole('option')
  await rows.nth(1).click()
  await page.getByRole('heading', { name: second.title, level: 2 }).waitFor()
  await rows.first().click()
  await applying.waitFor()

  expect(await cancel.isDisabled()).toBe(true)
  expect(api.of('decideTriage')).toHaveLength(1)
})

it('is gone on with by its key, whether it was just begun or found again', async () => {
  const { page } = await desk()
  await edit(page, 'Half a reply')
  await panel(page).getByRole('button', { name: 'Apply' }).focus()
  await page.keyboard.press('Shift+E')
  expect(await reply(page).evaluate(isFocused)).toBe(true)
  await page.reload()
  await expect.poll(() => reply(page).inputValue()).toBe('Half a reply')
  expect(await reply(page).evaluate(isFocused)).toBe(false)
  await page.keyboard.press('Shift+E')

  expect(await reply(page).evaluate(isFocused)).toBe(true)
  expect(await reply(page).inputValue()).toBe('Half a reply')
})

it('has no reply once that is deleted', async () => {
  let current = first
  const { page } = await desk({
    getTicket: () => current,
    decideTriage: () => {
      current = decided
      return current
    },
  })
  await edit(page, '')
  expect(await reply(page).inputValue()).toBe('')
  await panel(page).getByRole('button', { name: 'Apply' }).click()

  await page.getByText('Suggestion accepted').waitFor()
  expect(await page.getByRole('textbox', { name: /^Reply to/ }).inputValue()).toBe('')
})

it('is not replaced by a later one in the form that is open', async () => {
  let current = { ...first, triage: { ...aTriage(), reply_draft: '' } }
  const { page } = await desk({ getTicket: () => current })
  await edit(page, '')
  current = { ...first, triage: { ...aTriage(), reply_draft: 'Hello Lena' }, version: first.version + 1 }
  await comeBack(page)
  await panel(page).getByText('Hello Lena').waitFor()

  expect(await reply(page).inputValue()).toBe('')
})

it('still has its reply deleted after another ticket', async () => {
  const { page } = await desk({ getTicket: ({ params }) => (params.id === first.id ? first : second) })
  await edit(page, '')
  const rows = page.getByRole('listbox', { name: 'Tickets' }).getByRole('option')
  await rows.nth(1).click()
  await page.getByRole('heading', { name: second.title, level: 2 }).waitFor()
  await rows.first().click()

  await expect.poll(() => reply(page).inputValue()).toBe('')
})

it('is still to be copied when its ticket is taken away', async () => {
  let current: Ticket | Refusal = first
  const { page } = await desk({ getTicket: () => current })
  await edit(page, 'Half a reply')
  current = new Refusal(404, 'not_found')
  await comeBack(page)
  await page.getByText('This ticket is not yours to see any more.').waitFor()

  const kept = page.getByRole('textbox', { name: 'The suggestion in your words, not used' })
  expect(await kept.inputValue()).toBe('Half a reply')
})

it('is neither accepted nor rejected by a key while one puts it in other words, but given up by its button', async () => {
  const { page, api } = await desk({ decideTriage: () => decided })
  await page.getByRole('heading', { name: 'Suggested, not confirmed' }).waitFor()
  await page.keyboard.press('Shift+E')
  expect(await reply(page).evaluate(isFocused)).toBe(true)
  await panel(page).getByRole('button', { name: 'Apply' }).focus()
  for (const key of ['Shift+A', 'Shift+X']) await page.keyboard.press(key)
  await panel(page).getByRole('button', { name: 'Cancel' }).click()
  await page.getByRole('button', { name: 'Use as reply' }).waitFor()

  expect(api.of('decideTriage')).toHaveLength(0)
})

it('takes a topic by its first letter, as every form does that is sent by its button', async () => {
  const { page, api } = await desk({ decideTriage: () => decided })
  await page.getByRole('button', { name: 'Edit first' }).click()
  const topic = panel(page).getByLabel('Topic')
  await topic.focus()
  await page.keyboard.press('t')
  await expect.poll(() => topic.inputValue()).toBe('technical')
  expect(api.of('decideTriage')).toHaveLength(0)
  await panel(page).getByRole('button', { name: 'Apply' }).click()

  await expect.poll(() => api.of('decideTriage')[0]?.body).toMatchObject({ decision: 'modify', category: 'technical' })
})
