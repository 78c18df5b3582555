import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { adminApi } from '../support/admin-api.ts'
import { deskApi, signedInAs } from '../support/desk-api.ts'
import { anAdmin, anEvent, anId, aUser, manyTickets } from '../support/desk-records.ts'
import { preparePages } from '../support/page-fixture.ts'

const { open } = preparePages()

const recorded = { ...anEvent(), event_id: anId(401), subject: `TICKET#${anId(1)}`, ticket_id: anId(1) }

const next = (page: Page) => page.getByRole('button', { name: 'Next page' })

it('leads from one page of tickets to the next, but not past one that is still loading', async () => {
  const { promise: held, resolve: release } = Promise.withResolvers<void>()
  const customer = aUser({ role: 'customer' })
  const { page } = await open(
    '/tickets',
    deskApi({
      listTickets: async ({ query }) => {
        if (query.get('page') === '2') await held
        return { items: manyTickets(20), next_cursor: 'further' }
      },
    }),
    { before: (fresh) => signedInAs(fresh, customer) },
  )
  await next(page).click()
  await page.getByText('Page 2').waitFor()
  expect(await next(page).isDisabled()).toBe(true)
  release()

  await expect.poll(() => next(page).isDisabled()).toBe(false)
})

it('leads from one page of the audit to the next, but not past one that is still loading', async () => {
  const { promise: held, resolve: release } = Promise.withResolvers<void>()
  const { page } = await open(
    '/console/audit',
    deskApi({
      ...adminApi,
      listAudit: async ({ query }) => {
        if (query.get('cursor')) await held
        return { items: [recorded], next_cursor: 'further' }
      },
    }),
    { before: (fresh) => signedInAs(fresh, anAdmin) },
  )
  await next(page).click()
  await page.getByText('Page 2').waitFor()
  expect(await next(page).isDisabled()).toBe(true)
  release()

  await expect.poll(() => next(page).isDisabled()).toBe(false)
})
