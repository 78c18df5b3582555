import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import type { Ticket } from '../../functions/contracts/ticket.ts'
import { anAdmin, anId, aUser } from '../support/desk-records.ts'
import { Refusal } from '../support/mock-api.ts'
import { comeBack, isFocused, secondClick } from '../support/page-fixture.ts'
import {
  composer,
  first,
  openSecond,
  prepareDesk,
  reading,
  rows,
  second,
  somebodyFaster,
  status,
  third,
} from '../support/ticket-desk.ts'

const { desk } = prepareDesk()
const gone = new Refusal(404, 'not_found')

describe('what fails after its author has gone to another ticket', () => {
  it('is told there with the way back, where both values wait', async () => {
    const { promise: held, resolve: release } = Promise.withResolvers<void>()
    const { page } = await desk(somebodyFaster(first, { status: 'in_progress' }, held))
    await page.getByRole('heading', { name: first.title, level: 2 }).waitFor()
    await page.keyboard.press('e')
    await openSecond(page)
    release()
    const line = page.getByRole('alert').filter({ hasText: `${first.number}: Not saved: Status Resolved.` })
    await line.getByText('Somebody else has changed this meanwhile.').waitFor()
    await line.getByRole('link', { name: 'Open the ticket' }).click()

    await page.getByRole('alert', { name: 'Somebody was faster' }).getByText('You wanted Resolved.').waitFor()
    await expect.poll(() => line.count()).toBe(0)
  })

  it('is told of a reply that was not sent, until it is waved away', async () => {
    const { promise: held, resolve: release } = Promise.withResolvers<void>()
    const { page } = await desk({
      addComment: async () => {
        await held
        return new Refusal(500, 'internal')
      },
    })
    await composer(page).fill('On its way')
    await composer(page).press('Control+Enter')
    await openSecond(page)
    release()
    const line = page.getByRole('alert').filter({ hasText: `${first.number}: Not sent.` })
    await line.getByRole('button', { name: 'Close' }).click()

    await expect.poll(() => line.count()).toBe(0)
  })

  it('is waved away line by line, and not two by a double click', async () => {
    const { promise: held, resolve: release } = Promise.withResolvers<void>()
    const { page } = await desk({
      patchTicket: async () => {
        await held
        return new Refusal(500, 'internal')
      },
    })
    await status(page).selectOption('resolved')
    await page.getByLabel('Priority', { exact: true }).selectOption('low')
    await page.getByLabel('Topic', { exact: true }).selectOption('general')
    await openSecond(page)
    release()
    const lines = page.getByRole('alert').filter({ hasText: `${first.number}: Not saved` })
    await expect.poll(() => lines.count()).toBe(3)
    const close = (field: string) => lines.filter({ hasText: field }).getByRole('button', { name: 'Close' })
    await close('Status').click()
    await expect.poll(() => close('Status').count()).toBe(0)
    await close('Priority').hover()
    await secondClick(page)
    await close('Topic').click()
    await expect.poll(() => close('Topic').count()).toBe(0)

    expect(await close('Priority').count()).toBe(1)
  })

  it('is told of a suggestion that nobody decided, and of an agent who did not get the ticket nor takes it from another one', async () => {
    const { promise: held, resolve: release } = Promise.withResolvers<void>()
    const refuse = async () => {
      await held
      return new Refusal(500, 'internal')
    }
    let current: Ticket = first
    const { page, api } = await desk(
      { getTicket: reading(() => current), decideTriage: refuse, changeAssignment: refuse },
      { as: anAdmin },
    )
    await page.getByRole('heading', { name: 'Suggested, not confirmed' }).waitFor()
    await page.keyboard.press('Shift+X')
    await page.getByLabel('Why? (optional)').press('Enter')
    await page.getByLabel('Agent', { exact: true }).selectOption(anId(902))
    await openSecond(page)
    release()
    await page.getByRole('alert').filter({ hasText: 'The suggestion was not decided.' }).waitFor()
    const line = page.getByRole('alert').filter({ hasText: 'Not given to anybody else.' })
    await line.getByRole('button', { name: 'Try again' }).click()
    await expect.poll(() => api.of('changeAssignment').length).toBe(2)
    await line.waitFor()
    current = { ...first, assignee: aUser({ id: anId(903), name: 'Kim Lee' }) }
    await line.getByRole('button', { name: 'Try again' }).click()

    await line.getByText('Somebody else has changed this meanwhile.').waitFor()
    expect(api.of('changeAssignment')).toHaveLength(2)
  })
})

describe('what failed on the ticket that is open', () => {
  it.each([
    ['fields', 'patchTicket', 'Not saved: Status Resolved.', (page: Page) => status(page).selectOption('resolved')],
    [
      'an agent',
      'changeAssignment',
      'Not given to anybody else.',
      (page: Page) => page.getByLabel('Agent', { exact: true }).selectOption(anId(902)),
    ],
    [
      'a suggestion',
      'decideTriage',
      'The suggestion was not decided.',
      (page: Page) => page.getByRole('button', { name: /^Use as reply/ }).click(),
    ],
  ] as const)('is asked for once more by Try again, and then no longer told: %s', async (_what, route, told, act) => {
    let away = true
    let current: Ticket = first
    const { page, api } = await desk(
      {
        getTicket: reading(() => current),
        [route]: () => (away ? new Refusal(503, 'unavailable') : { ...first, status: 'resolved', version: 5 }),
      },
      { as: anAdmin },
    )
    await act(page)
    const note = page.getByRole('alert').filter({ hasText: told })
    await note.waitFor()
    away = false
    // The change may have been made without an answer.
    current = { ...first, assignee: aUser({ id: anId(902), name: 'Tom Berger' }) }
    await note.getByRole('button', { name: 'Try again' }).press('Enter')
    await expect.poll(() => api.of(route).length).toBe(2)
    await expect.poll(() => note.count()).toBe(0)

    const [asked, again] = api.of(route)
    expect(again?.body).toEqual(asked?.body)
    expect(await page.evaluate(() => document.activeElement === document.body)).toBe(false)
  })

  it('stays while other fields change, can be put away, and is not offered again where it was refused', async () => {
    const { page } = await desk({
      patchTicket: ({ body }) => (body.status ? new Refusal(409, 'illegal_transition') : { ...first, priority: 'low' }),
    })
    await status(page).selectOption('resolved')
    const note = page.getByRole('alert').filter({ hasText: 'Not saved: Status Resolved.' })
    await note.waitFor()
    expect(await note.getByRole('button', { name: 'Try again' }).count()).toBe(0)
    await page.getByLabel('Priority', { exact: true }).selectOption('low')
    await page.getByRole('listitem').filter({ hasText: 'Priority Low' }).waitFor()
    await note.getByRole('button', { name: 'Close' }).click()

    await expect.poll(() => note.count()).toBe(0)
  })

  it('can be put away where an answer is written, whose text stays', async () => {
    const { page } = await desk({ addComment: () => new Refusal(500, 'internal') })
    await composer(page).fill('We refunded it.')
    await composer(page).press('Control+Enter')
    const note = page.getByRole('alert').filter({ hasText: 'Not sent.' })
    await note.getByRole('button', { name: 'Close' }).click()

    await expect.poll(() => note.count()).toBe(0)
    expect(await composer(page).inputValue()).toBe('We refunded it.')
  })
})

it('tells why the value went back when the ticket was taken away meanwhile, and keeps the draft to be copied', async () => {
  let mine = true
  const { page } = await desk({
    getTicket: ({ params }) => (params.id === second.id ? second : mine ? first : gone),
    patchTicket: () => {
      mine = false
      return new Refusal(412, 'version_mismatch')
    },
  })
  await composer(page).fill('Half a sentence')
  await status(page).selectOption('resolved')

  await page.getByRole('alert').getByText('This ticket is not yours to see any more.').waitFor()
  const kept = page.getByRole('textbox', { name: 'Your reply, not sent' })
  expect(await kept.inputValue()).toBe('Half a sentence')
  expect(await composer(page).count()).toBe(0)
  await openSecond(page)
  expect(await kept.count()).toBe(0)
})

it('keeps what was being typed when the ticket is closed, to be copied, and takes no letter of it for a key', async () => {
  let current: Ticket = first
  const { page, api } = await desk({ getTicket: reading(() => current) })
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await composer(page).fill('Half a sentence')
  const reads = api.of('getTicket').length
  current = { ...first, status: 'closed', version: 9 }
  await comeBack(page)
  await expect.poll(() => api.of('getTicket').length).toBeGreaterThan(reads)

  const kept = page.getByRole('textbox', { name: 'Your reply, not sent' })
  await expect.poll(() => kept.evaluate(isFocused)).toBe(true)
  await page.getByRole('button', { name: 'Copy' }).click()
  await page.getByRole('button', { name: 'Copied' }).waitFor()
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('Half a sentence')
})

describe('a suggestion', () => {
  it('is decided once, however long its key is held', async () => {
    const { promise: held, resolve: release } = Promise.withResolvers<void>()
    const { page, api } = await desk({
      decideTriage: async () => {
        await held
        return { ...first, triage: null, version: 5 }
      },
    })
    await page.getByRole('heading', { name: 'Suggested, not confirmed' }).waitFor()
    await page.evaluate(() => {
      for (let press = 0; press < 5; press += 1) {
        window.dispatchEvent(new KeyboardEvent('keydown', { key: 'A', shiftKey: true, bubbles: true }))
      }
    })
    release()
    await expect.poll(() => composer(page).inputValue()).toMatch(/^Hello Lena/)

    expect(api.of('decideTriage')).toHaveLength(1)
    expect((await composer(page).inputValue()).match(/Hello Lena/g)).toHaveLength(1)
  })

  it('leaves its reply in the draft of its ticket, whoever has gone to another one', async () => {
    const { promise: held, resolve: release } = Promise.withResolvers<void>()
    const { page } = await desk({
      decideTriage: async () => {
        await held
        return { ...first, triage: null, version: 5 }
      },
    })
    await page.getByRole('heading', { name: 'Suggested, not confirmed' }).waitFor()
    await page.keyboard.press('Shift+A')
    await openSecond(page)
    release()
    await expect
      .poll(() => page.evaluate(() => Object.values(localStorage).some((text) => text.includes('Hello Lena'))))
      .toBe(true)
    expect(await composer(page).inputValue()).toBe('')
    await rows(page).first().click()

    await expect.poll(() => composer(page).inputValue()).toMatch(/^Hello Lena/)
  })
})

it('merges into nothing that a new search does not show', async () => {
  const { page } = await desk({
    listTickets: ({ query }) => ({ items: query.get('search') ? [] : [first, second, third], next_cursor: null }),
  })
  await page.getByRole('button', { name: 'Merge…' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('radio', { name: /Cannot sign in/ }).check()
  const merge = dialog.getByRole('button', { name: 'Merge', exact: true })
  expect(await merge.isEnabled()).toBe(true)
  await dialog.getByLabel('Number or words').fill('something else')
  await page.clock.runFor(300)
  await dialog.getByText('No other ticket like that.').waitFor()

  expect(await merge.isDisabled()).toBe(true)
})
