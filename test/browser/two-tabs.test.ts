import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { deskApi, signedInAs } from '../support/desk-api.ts'
import { aTicket, aTriage, aUser } from '../support/desk-records.ts'
import { mockApi, Refusal, type Responders } from '../support/mock-api.ts'
import { preparePages } from '../support/page-fixture.ts'

const { open } = preparePages()

it('goes on in one tab with the reply that was begun in the other', async () => {
  const ticket = aTicket()
  const api = deskApi({ getTicket: () => ticket })
  const { page: first } = await open(`/t/${ticket.id}#secret`, api)
  await first.getByRole('textbox').waitFor()
  const second = await first.context().newPage()
  await mockApi(second, api)
  await second.goto(first.url())
  await second.getByRole('textbox').fill('It happened again')
  await expect.poll(() => first.getByRole('textbox').inputValue()).toBe('It happened again')
  await first.getByRole('textbox').press('End')
  await first.getByRole('textbox').pressSequentially(' today')

  await expect.poll(() => second.getByRole('textbox').inputValue()).toBe('It happened again today')
})

it('says no more in one tab that a reply was not sent once the other one has sent it', async () => {
  const ticket = aTicket()
  const api = deskApi({ getTicket: () => ticket })
  const { page: first } = await open(`/t/${ticket.id}#secret`, { ...api, addComment: () => new Refusal(503, 'busy') })
  await first.getByRole('textbox').fill('It happened again')
  await first.getByRole('button', { name: 'Send reply' }).click()
  const failed = first.getByText('Your reply was not sent')
  await failed.waitFor()
  const second = await first.context().newPage()
  await mockApi(second, api)
  await second.goto(first.url())
  await second.getByRole('button', { name: 'Send reply' }).click()
  await expect.poll(() => first.getByRole('textbox').inputValue()).toBe('')

  await expect.poll(() => failed.count()).toBe(0)
})

/** One suggestion that is being edited in two tabs. */
const editedTwice = async (given: Responders = {}) => {
  const ticket = aTicket({ triage: aTriage() })
  const api = deskApi({ getTicket: () => ticket, ...given })
  const { page: first } = await open(`/console/tickets/${ticket.id}`, api, {
    before: (page) => signedInAs(page, aUser()),
  })
  await first.getByRole('button', { name: 'Edit first' }).click()
  const second = await first.context().newPage()
  await mockApi(second, api)
  await second.goto(first.url())
  await second.getByRole('button', { name: 'Edit first' }).click()
  return { first, second }
}
const replyOf = (page: Page) => page.getByRole('region', { name: 'Suggested, not confirmed' }).getByLabel('Reply')

it('continues in one tab with the suggestion that was edited in the other', async () => {
  const { first, second } = await editedTwice()
  await replyOf(second).fill('Dear Lena')
  await expect.poll(() => replyOf(first).inputValue()).toBe('Dear Lena')
  await replyOf(first).press('End')
  await replyOf(first).pressSequentially(', we are sorry')

  await expect.poll(() => replyOf(second).inputValue()).toBe('Dear Lena, we are sorry')
})

it('deletes the text of a suggestion in both tabs', async () => {
  const { first, second } = await editedTwice()
  expect(await replyOf(first).inputValue()).not.toBe('')
  await replyOf(second).fill('')

  await expect.poll(() => replyOf(first).inputValue()).toBe('')
})

it('does not restore the model’s text in one tab when the other one applies the suggestion', async () => {
  const { first, second } = await editedTwice({
    decideTriage: () => aTicket({ triage: { ...aTriage(), state: 'modified' }, version: 9 }),
  })
  await replyOf(second).fill('Dear Lena')
  await expect.poll(() => replyOf(first).inputValue()).toBe('Dear Lena')
  await second.getByRole('button', { name: 'Apply' }).click()
  // The text moved from the suggestion's draft to the reply's, which both tabs share.
  await expect.poll(() => first.getByRole('textbox', { name: /^Reply to/ }).inputValue()).toBe('Dear Lena')

  expect(await replyOf(first).inputValue()).toBe('Dear Lena')
})
