import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { deskApi, signedInAs } from '../support/desk-api.ts'
import { anId, aTicket, at, aUser } from '../support/desk-records.ts'
import { preparePages } from '../support/page-fixture.ts'

const { open } = preparePages()

/** Tracks answers that contain a new record, to count how many the page still holds. */
const watchAnswers = (page: Page) =>
  page.addInitScript(() => {
    const answers: WeakRef<object>[] = []
    const { json } = Response.prototype
    Response.prototype.json = async function read(this: Response) {
      const answer = await json.call(this)
      if (this.status === 201) answers.push(new WeakRef(answer))
      return answer
    }
    Object.assign(window, { held: () => answers.filter((one) => one.deref()).length })
  })

const heldBy = async (page: Page): Promise<number> => {
  await page.requestGC()
  return page.evaluate(() => (window as unknown as { readonly held: () => number }).held())
}

it('holds of tickets that were sent one after the other no more than the last', async () => {
  const lena = aUser({ role: 'customer' })
  const ticket = aTicket({ requester: lena })
  const { page } = await open('/', deskApi({ createTicket: () => ticket, getTicket: () => ticket }), {
    before: async (fresh) => {
      await signedInAs(fresh, lena)
      await watchAnswers(fresh)
    },
  })
  for (const number of [1, 2, 3]) {
    await page.getByLabel('Describe the problem').fill(`Invoice ${number} is wrong`)
    await page.getByRole('button', { name: 'Send ticket' }).click()
    await page.getByRole('link', { name: 'Write another ticket' }).click()
  }

  await expect.poll(() => heldBy(page)).toBe(1)
})

it('holds nothing that nobody can come back to, five minutes later', async () => {
  const view = { id: anId(1), name: 'Open', query: 'status=open', shared: false, owner_id: anId(2), created_at: at(1) }
  const { page } = await open('/console?status=open', deskApi({ createView: () => view }), {
    before: async (fresh) => {
      await signedInAs(fresh, aUser())
      await watchAnswers(fresh)
    },
  })
  await page.getByRole('button', { name: 'Save this view' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Name of the view').fill('Open')
  await dialog.getByRole('button', { name: 'Save', exact: true }).click()
  await dialog.waitFor({ state: 'detached' })
  expect(await heldBy(page)).toBe(1)
  await page.clock.fastForward('05:30')

  await expect.poll(() => heldBy(page)).toBe(0)
})
