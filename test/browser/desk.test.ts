import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { DEMO_PASSWORD } from '../../bin/demo/password.ts'
import type { Ticket } from '../../functions/contracts/ticket.ts'
import { NOW } from '../support/clock.ts'
import { deskApi, signedInAs } from '../support/desk-api.ts'
import { aComment, anId, aTicket, aUser, manyTickets } from '../support/desk-records.ts'
import { Refusal, type Responders } from '../support/mock-api.ts'
import { isFocused, preparePages } from '../support/page-fixture.ts'

const { open } = preparePages()

const before = (page: Page) => signedInAs(page, aUser())
const desk = (path: string, given: Responders = {}, tickets?: readonly Ticket[]) =>
  open(`/console${path}`, deskApi(given, tickets), { before })
const composer = (page: Page) => page.getByRole('textbox', { name: /^Reply to/ })
const rows = (page: Page) => page.getByRole('listbox', { name: 'Tickets' }).getByRole('option')
const FIRST = `/tickets/${anId(1)}`

it('signs in at /console and stays signed in after a reload', async () => {
  const { page } = await open('/console', deskApi())
  await page.getByLabel('E-mail').fill('agent01@demo.example')
  await page.getByLabel('Password').fill(DEMO_PASSWORD)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('heading', { name: /^My open/ }).waitFor()
  await page.reload()
  await page.getByRole('heading', { name: /^My open/ }).waitFor()
})

it('shows customers a wall and agents no administration', async () => {
  const wall = await open('/console/overview', deskApi(), {
    before: (page) => signedInAs(page, aUser({ role: 'customer' })),
  })
  await wall.page.getByRole('heading', { name: 'This room is for staff' }).waitFor()
  const { page } = await desk('/overview')
  await page.getByRole('heading', { name: 'You may not do this.' }).waitFor()
  expect(await page.getByRole('link', { name: 'Departments' }).count()).toBe(0)
})

it('keeps a draft through a change of field, of ticket and a reload', async () => {
  const { page } = await desk(FIRST)
  await composer(page).fill('Half a sentence')
  await page.getByLabel('Priority', { exact: true }).selectOption('low')
  expect(await composer(page).inputValue()).toBe('Half a sentence')
  await rows(page).nth(1).click()
  await page.getByRole('heading', { name: 'Cannot sign in after password reset', level: 2 }).waitFor()
  expect(await composer(page).inputValue()).toBe('')
  await page.reload()
  await rows(page).nth(0).click()

  await expect.poll(() => composer(page).inputValue()).toBe('Half a sentence')
})

it('keeps the text of a failed send and repeats it under the same key', async () => {
  const { page, api } = await desk(FIRST, { addComment: () => new Refusal(500, 'internal') })
  await composer(page).fill('We refunded it.')
  await composer(page).press('Control+Enter')
  await page.getByText('Not sent. Your text is still here.').waitFor()
  expect(await composer(page).inputValue()).toBe('We refunded it.')
  await composer(page).press('Control+Enter')

  await expect.poll(() => api.of('addComment').length).toBe(2)
  const keys = api.of('addComment').map(({ headers }) => headers['idempotency-key'])
  expect(new Set(keys).size).toBe(1)
})

it('sends and resolves on the version that its own comment made', async () => {
  const { page, api } = await desk(FIRST)
  await composer(page).fill('We refunded it.')
  await page.getByRole('button', { name: 'Send and resolve' }).click()

  await expect.poll(() => api.of('patchTicket').length).toBe(1)
  expect(api.of('addComment')[0]?.body).toEqual({ body: 'We refunded it.', visibility: 'public' })
  expect(api.of('patchTicket')[0]).toMatchObject({ body: { status: 'resolved' }, headers: { 'if-match': '"7"' } })
  await expect.poll(() => composer(page).inputValue()).toBe('')
})

it('changes the status on screen at once, and back with a word when the host refuses', async () => {
  const { promise: held, resolve: release } = Promise.withResolvers<void>()
  const { page } = await desk(FIRST, {
    patchTicket: async () => {
      await held
      return new Refusal(500, 'internal')
    },
  })
  const head = page.getByRole('article', { name: 'Charged twice for the March subscription' }).locator('header').first()
  await page.getByLabel('Status', { exact: true }).selectOption('resolved')
  await head.getByText('Resolved').first().waitFor()
  release()

  await page.getByRole('alert').getByText('Something went wrong on our side').waitFor()
  await expect.poll(() => page.getByLabel('Status', { exact: true }).inputValue()).toBe('open')
})

it('shows both values after a stale write, and writes only when told to', async () => {
  const tickets = manyTickets(3)
  const [first = aTicket()] = tickets
  let stale = true
  const { page, api } = await desk(
    FIRST,
    {
      getTicket: () => (stale ? first : { ...first, status: 'in_progress', version: 9 }),
      patchTicket: ({ headers, body }) => {
        stale = false
        if (headers['if-match'] !== '"9"') return new Refusal(412, 'stale')
        return { ...first, status: body.status as Ticket['status'], version: 10 }
      },
    },
    tickets,
  )
  await composer(page).fill('Not to be lost')
  await page.getByLabel('Status', { exact: true }).selectOption('resolved')
  const card = page.getByRole('alert', { name: 'Somebody was faster' })
  await card.getByText(/Tom Berger set this to In progress/).waitFor()
  await card.getByText('You wanted Resolved.').waitFor()
  expect(api.of('patchTicket')).toHaveLength(1)
  await card.getByRole('button', { name: 'Keep mine' }).click()

  await expect.poll(() => api.of('patchTicket').map(({ headers }) => headers['if-match'])).toEqual(['"4"', '"9"'])
  expect(await composer(page).inputValue()).toBe('Not to be lost')
})

it('writes nothing of a suggestion before a person acts, and puts its reply into the draft', async () => {
  const { page, api } = await desk(FIRST, { decideTriage: () => aTicket({ version: 5 }) })
  await page.getByRole('heading', { name: 'Suggested, not confirmed' }).waitFor()
  expect(api.of('decideTriage')).toHaveLength(0)
  await page.getByRole('button', { name: 'Use as reply' }).click()

  await expect.poll(() => composer(page).inputValue()).toContain('Hello Lena')
  expect(api.of('decideTriage')[0]?.body).toEqual({ decision: 'accept' })
  expect(api.of('addComment')).toHaveLength(0)
})

it('takes a suggestion in other words, and its edited reply into the draft, sending nothing', async () => {
  const { page, api } = await desk(FIRST, { decideTriage: () => aTicket({ version: 5 }) })
  await page.getByRole('button', { name: 'Edit first' }).click()
  const panel = page.getByRole('region', { name: 'Suggested, not confirmed' })
  await panel.getByLabel('Priority').selectOption('medium')
  await panel.getByLabel('Skills needed').fill('refunds, VAT')
  await panel.getByLabel('Reply').fill('Dear Lena, it is on its way.')
  await panel.getByRole('button', { name: 'Apply' }).click()

  await expect.poll(() => composer(page).inputValue()).toBe('Dear Lena, it is on its way.')
  expect(api.of('decideTriage')[0]?.body).toEqual({
    decision: 'modify',
    category: 'billing',
    priority: 'medium',
    required_skills: ['refunds', 'vat'],
  })
  expect(api.of('addComment')).toHaveLength(0)
})

it('rejects a suggestion at the second word, tells colleagues why in the last words, and leaves the draft alone', async () => {
  let away = true
  const { page, api } = await desk(FIRST, {
    decideTriage: () => (away ? new Refusal(503, 'unavailable') : (manyTickets(1)[0] ?? aTicket())),
  })
  await page.getByRole('heading', { name: 'Suggested, not confirmed' }).waitFor()
  await page.keyboard.press('Shift+X')
  const reason = page.getByLabel('Why? (optional)')
  await reason.pressSequentially('It is a bill.')
  expect(api.of('decideTriage')).toHaveLength(0)
  await page.keyboard.press('Enter')
  const failure = page.getByRole('alert').filter({ hasText: 'The suggestion was not decided.' })
  await failure.waitFor()
  // The form's button does that, with the text that it contains by then.
  expect(await failure.getByRole('button', { name: 'Try again' }).count()).toBe(0)
  away = false
  await reason.fill('It is no refund.')
  await page.keyboard.press('Enter')

  await expect
    .poll(() => api.of('decideTriage').map(({ body }) => body))
    .toEqual([{ decision: 'reject' }, { decision: 'reject' }])
  await expect
    .poll(() => api.of('addComment').map(({ body }) => body))
    .toEqual([{ body: 'Suggestion rejected: It is no refund.', visibility: 'internal' }])
  expect(await composer(page).inputValue()).toBe('')
})

it('goes back from rejecting a suggestion, its reason given up, and says nothing where none was given', async () => {
  const { page, api } = await desk(FIRST, { decideTriage: () => manyTickets(1)[0] ?? aTicket() })
  const box = page.getByRole('region', { name: 'Suggested, not confirmed' })
  await box.waitFor()
  await page.keyboard.press('Shift+X')
  await page.getByLabel('Why? (optional)').fill('It is no refund.')
  await page.keyboard.press('Escape')
  const button = box.getByRole('button', { name: /^Reject/ })
  await expect.poll(() => button.evaluate(isFocused)).toBe(true)
  expect(api.of('decideTriage')).toHaveLength(0)
  await button.click()
  await box.getByRole('button', { name: 'Reject', exact: true }).click()
  await expect.poll(() => api.of('decideTriage').length).toBe(1)
  await expect.poll(() => api.of('getTicket').length).toBeGreaterThan(1)

  expect(api.of('addComment')).toHaveLength(0)
})

it('keeps a reason that could not be told, says so, and tells it again under the same key', async () => {
  let current = manyTickets(1)[0] ?? aTicket()
  let away = true
  const { promise: held, resolve: release } = Promise.withResolvers<void>()
  const { page, api } = await desk(FIRST, {
    getTicket: () => current,
    decideTriage: () => {
      current = { ...current, triage: current.triage && { ...current.triage, state: 'rejected' }, version: 9 }
      return current
    },
    addComment: () => (away ? new Refusal(502, 'unexpected') : held.then(() => aComment({ visibility: 'internal' }))),
  })
  await page.getByRole('heading', { name: 'Suggested, not confirmed' }).waitFor()
  await page.keyboard.press('Shift+X')
  await page.getByLabel('Why? (optional)').fill('It is no refund.')
  await page.keyboard.press('Enter')
  const failure = page.getByRole('alert').filter({ hasText: 'Colleagues were not told why' })
  const kept = page.getByRole('textbox', { name: 'Your reason, not told' })
  await failure.waitFor()
  await expect.poll(() => kept.inputValue()).toBe('It is no refund.')
  away = false
  await failure.getByRole('button', { name: 'Try again' }).click()
  await expect.poll(() => api.of('addComment').length).toBe(2)
  await expect.poll(() => kept.count()).toBe(0)
  const reads = api.of('getTicket').length
  release()

  await expect.poll(() => api.of('getTicket').length).toBeGreaterThan(reads)
  expect([await kept.count(), await failure.count()]).toEqual([0, 0])
  expect(new Set(api.of('addComment').map(({ headers }) => headers['idempotency-key'])).size).toBe(1)
})

it('moves, opens and answers by keys alone, and gives the focus back', async () => {
  const { page } = await desk('')
  await rows(page).first().waitFor()
  await page.keyboard.press('j')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Cannot sign in after password reset', level: 2 }).waitFor()
  await page.keyboard.press('r')
  expect(await composer(page).evaluate(isFocused)).toBe(true)
  await page.keyboard.type('jk?')
  expect(await composer(page).inputValue()).toBe('jk?')
  await page.keyboard.press('Escape')
  await page.keyboard.press('?')
  await page.getByRole('dialog', { name: 'Keyboard' }).waitFor()
  await page.keyboard.press('Escape')
  await expect.poll(() => page.getByRole('dialog').count()).toBe(0)
  await page.keyboard.press('Escape')
  await page.getByText('No ticket open').waitFor()
})

it('turns single keys off by one switch', async () => {
  const { page } = await desk('')
  await rows(page).first().waitFor()
  await page.keyboard.press('?')
  await page.getByRole('checkbox', { name: /Single-key shortcuts/ }).uncheck()
  await page.keyboard.press('Escape')
  await expect.poll(() => page.getByRole('dialog').count()).toBe(0)
  await page.keyboard.press('?')
  await page.keyboard.press('Enter')
  // Keys have no effect beneath a dialog, had one of those opened any.
  await page.keyboard.press('Control+k')
  await page.getByRole('dialog', { name: 'Commands' }).waitFor()

  expect(await page.getByRole('dialog').count()).toBe(1)
})

it('counts arrivals and shows them only when asked', async () => {
  const tickets = manyTickets(3)
  const arrived = aTicket({ id: anId(77), title: 'A new one' })
  let items = tickets
  const { page } = await desk('', { listTickets: () => ({ items, next_cursor: null }) })
  await rows(page).first().waitFor()
  items = [arrived, ...tickets]
  await page.clock.runFor(15_000)

  await page.getByRole('button', { name: '1 new, show' }).waitFor()
  expect(await rows(page).filter({ hasText: 'A new one' }).count()).toBe(0)
  await page.getByRole('button', { name: '1 new, show' }).click()
  await rows(page).filter({ hasText: 'A new one' }).waitFor()
})

it('says what failed, hides nothing, and tries again', async () => {
  let down = true
  const { page } = await desk('', {
    listTickets: () => (down ? new Refusal(403, 'forbidden') : { items: [], next_cursor: null }),
  })
  await page.getByRole('alert').getByText('You may not do this.').waitFor()
  down = false
  await page.getByRole('button', { name: 'Try again' }).click()
  await page.getByText('Nothing open.').waitFor()
})

it('renders hostile text as text', async () => {
  const hostile = '<img src=x onerror="window.hit=1"><script>window.hit=1</script>[x](javascript:window.hit=1)'
  const { page } = await desk(FIRST, {}, [
    aTicket({ title: hostile, description: hostile, created_at: NOW.toISOString() }),
  ])
  await page.getByRole('heading', { name: hostile, level: 2 }).waitFor()

  expect(await page.evaluate(() => 'hit' in window)).toBe(false)
})
