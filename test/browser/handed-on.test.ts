import type { Locator } from 'playwright-core'
import { expect, it } from 'vitest'
import { adminApi, anApplication, aPlan } from '../support/admin-api.ts'
import { deskApi, signedInAs } from '../support/desk-api.ts'
import { anAdmin, anId, at } from '../support/desk-records.ts'
import { Refusal, type Responders } from '../support/mock-api.ts'
import { isFocused, preparePages } from '../support/page-fixture.ts'

const { open } = preparePages()

const screen = (path: string, given: Responders) =>
  open(`/console${path}`, deskApi({ ...adminApi, ...given }), { before: (page) => signedInAs(page, anAdmin) })

const getsFocus = (control: Locator) => expect.poll(() => control.evaluate(isFocused)).toBe(true)

it('moves from an application decided by the key to the next, to the previous one, and to their part of the screen', async () => {
  let items = [1, 2, 3].map((number) => anApplication(number))
  const { page } = await screen('/applications', {
    listApplications: () => ({ items, next_cursor: null }),
    decideApplication: ({ params }) => {
      const decided = items.find(({ id }) => id === params.id)
      items = items.filter((one) => one !== decided)
      return decided ?? new Refusal(404, 'not_found')
    },
  })
  const card = (number: number) => page.getByRole('article', { name: `Customer ${number} ` })
  const department = (number: number) => card(number).getByLabel('Department')
  await card(2).getByRole('button', { name: 'Approve' }).press('Enter')
  await getsFocus(department(3))
  await card(3).getByRole('button', { name: 'Reject' }).press('Enter')
  await getsFocus(department(1))
  await card(1).getByRole('button', { name: 'Reject' }).press('Enter')

  await getsFocus(page.getByRole('region', { name: 'To decide' }))
})

/** Merges by the load of the overloaded department; decided and undone ones are gone on the next read. */
const merges = (state: 'proposed' | 'applied') => {
  let items = [91, 92].map((share) =>
    aPlan({
      id: anId(share),
      pressure: { source: share / 100, target: 0.2 },
      state,
      applied_at: state === 'applied' ? at(10) : null,
    }),
  )
  const leave = ({ params }: { readonly params: Readonly<Record<string, string>> }) => {
    const decided = items.find(({ id }) => id === params.id)
    items = items.filter((one) => one !== decided)
    return decided ?? new Refusal(404, 'not_found')
  }
  return screen('/merges', {
    listMerges: () => ({ items, next_cursor: null }),
    approveMerge: leave,
    rejectMerge: leave,
    undoMerge: leave,
  })
}

it('moves from a merge decided by the key to the first button of the next, and to their part of the screen', async () => {
  const { page } = await merges('proposed')
  const proposal = (share: number) =>
    page.getByRole('region', { name: 'Merge, waiting for you' }).filter({ hasText: `Billing ${share}%` })
  await proposal(91).getByRole('button', { name: 'Approve' }).press('Enter')
  await getsFocus(proposal(92).getByRole('button', { name: 'Preview' }))
  await proposal(92).getByRole('button', { name: 'Dismiss' }).press('Enter')

  await getsFocus(page.getByRole('region', { name: 'Proposals' }))
})

it('moves from a merge that is undone to the next one, which a key held down does not undo as well', async () => {
  const { page, api } = await merges('applied')
  const undo = (share: number) =>
    page
      .getByRole('article')
      .filter({ hasText: `Billing ${share}%` })
      .getByRole('button', { name: 'Undo' })
  await undo(91).focus()
  await page.keyboard.down('Enter')
  await getsFocus(undo(92))
  await page.keyboard.down('Enter')
  await page.keyboard.up('Enter')
  expect(api.of('undoMerge').map(({ params }) => params.id)).toEqual([anId(91)])
  await undo(92).press('Enter')

  await getsFocus(page.getByRole('region', { name: 'In effect' }))
})
