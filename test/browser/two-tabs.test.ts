import { expect, it } from 'vitest'
import { deskApi } from '../support/desk-api.ts'
import { aTicket } from '../support/desk-records.ts'
import { mockApi } from '../support/mock-api.ts'
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
