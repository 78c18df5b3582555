import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import type { Ticket } from '../../functions/contracts/ticket.ts'
import type { Triage } from '../../functions/contracts/triage.ts'
import { aComment, anAdmin, anAgent, anId } from '../support/desk-records.ts'
import { Refusal } from '../support/mock-api.ts'
import { composer, first, prepareDesk, reading, second, status } from '../support/ticket-desk.ts'

const { desk } = prepareDesk()

/** Longer than anybody waits for the host. */
const TOO_LONG_MS = 33_000

const never = () => new Promise<never>(() => undefined)

const kim = anAgent({ id: anId(903), name: 'Kim Lee' })
const tom = anAgent({ id: anId(902), name: 'Tom Berger' })

/** The reasons for which no answer arrives. */
const silences = ['it never came', 'the host broke down over it'] as const
type Silence = (typeof silences)[number]

/**
 * An administrator's desk. Of changes of the status, and of what gives a ticket to anybody but Tom, merges it or decides
 * its suggestion, the host tells nothing, though it makes them; it makes none on an old version.
 */
const makingUnheard = async (silence: Silence) => {
  let hold = Promise.withResolvers<void>()
  let current: Ticket = first
  const make = (change: Partial<Ticket>): Ticket => {
    current = { ...current, ...change, version: current.version + 1 }
    return current
  }
  const made = (change: Partial<Ticket>) => {
    make(change)
    return silence === 'it never came' ? never() : hold.promise.then(() => new Refusal(502, 'unexpected'))
  }
  const { page, api } = await desk(
    {
      listAgents: () => ({ items: [kim, tom], next_cursor: null }),
      getTicket: reading(() => current),
      patchTicket: ({ body, headers }) => {
        if (headers['if-match'] !== `"${current.version}"`) return new Refusal(412, 'version_mismatch')
        return body.status ? made(body) : make(body)
      },
      addComment: () => aComment({ seq: make({}).version }),
      changeAssignment: ({ body }) => {
        if (body.unassign) return made({ assignee: null })
        const { id, name, presence } = body.agent_id === tom.id ? tom : kim
        const assignee = { id, name, presence }
        return id === kim.id ? made({ assignee }) : make({ assignee })
      },
      mergeTicket: ({ body }) => made({ merged_into: String(body.into) }),
      decideTriage: () =>
        made({ triage: current.triage && { ...current.triage, state: 'accepted', decided_by: anAdmin.id } }),
    },
    { as: anAdmin, ticket: first },
  )
  await page.getByRole('heading', { name: first.title, level: 2 }).waitFor()
  const toast = (text: string) => page.getByRole('listitem').filter({ hasText: `${first.number}${text}` })
  /** Waits until the host is given up and the ticket was read; the change must have arrived at the host. */
  const giveUp = async () => {
    const read = api.of('getTicket').length
    if (silence === 'it never came') await page.clock.runFor(TOO_LONG_MS)
    hold.resolve()
    hold = Promise.withResolvers()
    await expect.poll(() => api.of('getTicket').length).toBeGreaterThan(read)
  }
  return { page, api, toast, giveUp }
}

it.each(silences)(
  'goes on from a change that the host made without an answer, and calls it no failure: %s',
  async (silence) => {
    const { page, api, toast, giveUp } = await makingUnheard(silence)
    await status(page).selectOption('in_progress')
    await page.getByLabel('Priority', { exact: true }).selectOption('low')
    await expect.poll(() => api.of('patchTicket').length).toBe(1)
    await giveUp()
    await toast(': Status In progress').waitFor()
    await toast(': Priority Low').waitFor()

    expect(api.of('patchTicket').map(({ headers }) => headers['if-match'])).toEqual(['"4"', '"5"'])
    expect(await page.getByRole('alert').count()).toBe(0)
  },
)

it.each(silences)('recognises an undo that the host made without an answer: %s', async (silence) => {
  const { page, api, toast, giveUp } = await makingUnheard(silence)
  await status(page).selectOption('in_progress')
  await expect.poll(() => api.of('patchTicket').length).toBe(1)
  await giveUp()
  await toast(': Status In progress').getByRole('button', { name: 'Undo' }).click()
  await expect.poll(() => api.of('patchTicket').length).toBe(2)
  await giveUp()
  await expect.poll(() => page.getByRole('button', { name: /^Undo/ }).count()).toBe(0)

  expect(await status(page).inputValue()).toBe(first.status)
  expect(await page.getByRole('alert').count()).toBe(0)
})

it.each(silences)('knows that the host resolved a ticket after a reply without an answer: %s', async (silence) => {
  const { page, api, giveUp } = await makingUnheard(silence)
  await composer(page).fill('Please look again')
  await page.getByRole('button', { name: 'Send and resolve' }).click()
  await expect.poll(() => api.of('patchTicket').length).toBe(1)
  await giveUp()
  await page.getByRole('button', { name: 'Sending…' }).waitFor({ state: 'detached' })

  await expect.poll(() => status(page).inputValue()).toBe('resolved')
  expect(await page.getByRole('alert').count()).toBe(0)
})

it.each(silences)(
  'tells whom the host gave a ticket without an answer, and gives it back to them: %s',
  async (silence) => {
    const { page, api, toast, giveUp } = await makingUnheard(silence)
    const agent = page.getByLabel('Agent', { exact: true })
    await agent.selectOption(kim.id)
    await agent.selectOption(tom.id)
    await expect.poll(() => api.of('changeAssignment').length).toBe(1)
    await giveUp()
    await toast(' was given to Kim Lee.').waitFor()
    await toast(' was given to Tom Berger.').getByRole('button', { name: 'Undo' }).click()

    await expect.poll(() => api.of('changeAssignment').at(-1)?.body).toEqual({ agent_id: kim.id, override: true })
    expect(await page.getByRole('alert').count()).toBe(0)
  },
)

it.each(silences)('tells that the host took a ticket from its agent without an answer: %s', async (silence) => {
  const { page, api, toast, giveUp } = await makingUnheard(silence)
  const agent = page.getByLabel('Agent', { exact: true })
  await agent.selectOption(tom.id)
  await toast(' was given to Tom Berger.').waitFor()
  await agent.selectOption('nobody')
  await expect.poll(() => api.of('changeAssignment').length).toBe(2)
  await giveUp()

  await toast(' went back to the queue.').waitFor()
  expect(await page.getByRole('alert').count()).toBe(0)
})

it.each(silences)(
  'knows of no agent that the host chose without an answer whether it chose them: %s',
  async (silence) => {
    const { page, api, toast, giveUp } = await makingUnheard(silence)
    await page.getByLabel('Agent', { exact: true }).selectOption('auto')
    await expect.poll(() => api.of('changeAssignment').length).toBe(1)
    await giveUp()

    await page.getByRole('alert').filter({ hasText: 'Not given to anybody else.' }).waitFor()
    expect(await toast(' was given').count()).toBe(0)
  },
)

it.each(silences)('tells of a merge that the host made without an answer: %s', async (silence) => {
  const { page, api, toast, giveUp } = await makingUnheard(silence)
  await page.getByRole('button', { name: 'Merge…' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('radio', { name: second.title }).check()
  await dialog.getByRole('button', { name: 'Merge', exact: true }).click()
  await expect.poll(() => api.of('mergeTicket').length).toBe(1)
  await giveUp()

  await toast(' was merged.').waitFor()
  await expect.poll(() => dialog.count()).toBe(0)
})

it.each(silences)(
  'puts the reply into its draft once the host has a decision, without an answer: %s',
  async (silence) => {
    const { page, api, giveUp } = await makingUnheard(silence)
    await page.getByRole('button', { name: 'Use as reply' }).click()
    await expect.poll(() => api.of('decideTriage').length).toBe(1)
    await giveUp()
    await page.getByText('Suggestion accepted').waitFor()

    expect(await composer(page).inputValue()).toBe(first.triage?.reply_draft)
    expect(await page.getByRole('alert').count()).toBe(0)
  },
)

/** A desk at which no decision is answered, and the ticket is then found decided by this person, as given. */
const foundDecided = async (state: Triage['state'], part: Partial<Ticket> = {}) => {
  let current: Ticket = first
  const { page } = await desk(
    {
      getTicket: reading(() => current),
      decideTriage: () => {
        const triage = first.triage && { ...first.triage, state, decided_by: anAdmin.id }
        current = { ...first, ...part, triage, version: 5 }
        return new Refusal(503, 'unavailable')
      },
    },
    { as: anAdmin },
  )
  return page
}

/** Applies the suggestion with low priority and the skill German. */
const applyEdited = async (page: Page) => {
  await page.getByRole('button', { name: 'Edit' }).click()
  const panel = page.locator('form').filter({ has: page.getByRole('button', { name: 'Apply' }) })
  await panel.getByLabel('Priority').selectOption('low')
  await panel.getByLabel('Skills needed').fill('German')
  await panel.getByRole('button', { name: 'Apply' }).click()
}

it('does not mistake the person’s other decision on a suggestion for the one that was not answered', async () => {
  const page = await foundDecided('rejected')
  await page.getByRole('button', { name: 'Use as reply' }).click()
  await page.getByText('Suggestion rejected').waitFor()

  await page.getByRole('alert').waitFor()
  expect(await composer(page).inputValue()).toBe('')
})

it('recognises an edited suggestion that was applied without an answer by its labels', async () => {
  const page = await foundDecided('modified', { priority: 'low', required_skills: ['german'] })
  await applyEdited(page)
  await expect.poll(() => composer(page).inputValue()).toBe(first.triage?.reply_draft)

  expect(await page.getByRole('alert').count()).toBe(0)
})

it.each<[string, Partial<Ticket>]>([
  ['another priority', { priority: 'critical', required_skills: ['german'] }],
  ['other skills', { priority: 'low', required_skills: ['french'] }],
])('does not mistake a suggestion applied with %s for the person’s own decision', async (_case, part) => {
  const page = await foundDecided('modified', part)
  await applyEdited(page)

  await page.getByRole('alert').waitFor()
  expect(await composer(page).inputValue()).toBe('')
})

it('shows what somebody else has decided of a suggestion, where one’s own decision is refused for that', async () => {
  let current: Ticket = first
  const { page } = await desk({
    getTicket: reading(() => current),
    decideTriage: () => {
      current = { ...first, triage: first.triage && { ...first.triage, state: 'rejected' }, version: 5 }
      return new Refusal(409, 'already_decided')
    },
  })
  await page.getByRole('button', { name: 'Use as reply' }).click()

  await page.getByText('Suggestion rejected').waitFor()
})
