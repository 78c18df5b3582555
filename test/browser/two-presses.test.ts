import { expect, it } from 'vitest'
import { deskApi, signedInAs } from '../support/desk-api.ts'
import { aUser } from '../support/desk-records.ts'
import { preparePages, pressTwice } from '../support/page-fixture.ts'

const { open } = preparePages()

// An answer that never comes: all requests have been sent by then.
const never = () => new Promise<never>(() => undefined)

it('sends an application once by two presses, though nothing shows yet at the second', async () => {
  const { page, api } = await open(
    '/apply',
    deskApi({ listApplications: () => ({ items: [], next_cursor: null }), applyAsAgent: never }),
    { before: (fresh) => signedInAs(fresh, aUser({ role: 'customer' })) },
  )
  await page.getByLabel('Why you, and why here?').fill('I like to help')
  await pressTwice(page.getByRole('button', { name: 'Send application' }))
  await page.getByRole('button', { name: 'Saving…' }).waitFor()
  await page.evaluate(() => fetch('/robots.txt'))

  expect(api.of('applyAsAgent')).toHaveLength(1)
})

it('stops a mail once by two presses', async () => {
  const { page, api } = await open('/unsubscribe#signed', deskApi({ unsubscribe: never }))
  await pressTwice(page.getByRole('button', { name: 'Stop the mail' }))
  await page.getByRole('button', { name: 'Saving…' }).waitFor()
  await page.evaluate(() => fetch('/robots.txt'))

  expect(api.of('unsubscribe')).toHaveLength(1)
})

it('saves a view once by two presses', async () => {
  const { page, api } = await open('/console?status=open', deskApi({ createView: never }), {
    before: (fresh) => signedInAs(fresh, aUser()),
  })
  await page.getByRole('button', { name: 'Save this view' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Name of the view').fill('Everything that is open')
  await pressTwice(dialog.getByRole('button', { name: 'Save', exact: true }))
  await dialog.getByRole('button', { name: 'Saving…' }).waitFor()
  await page.evaluate(() => fetch('/robots.txt'))

  expect(api.of('createView')).toHaveLength(1)
})
