import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import type { Comment, Ticket } from '../../functions/contracts/ticket.ts'
import { scriptTexts } from '../corpora/scripts.ts'
import { deskApi, signedInAs } from '../support/desk-api.ts'
import { aComment, anId, aTicket, at, aUser, manyTickets } from '../support/desk-records.ts'
import type { Responders } from '../support/mock-api.ts'
import { preparePages } from '../support/page-fixture.ts'

const { open } = preparePages()

/** Tall enough for a list to render all of its rows. */
const TALL = { height: 16_000 }
/** All of them in one text, each a paragraph. */
const all = scriptTexts.join('\n\n')
const lena = aUser({ id: anId(31), role: 'customer', name: 'Lena König', email: 'lena@example.org' })

const [{ triage } = aTicket()] = manyTickets(1)
const tickets: readonly Ticket[] = scriptTexts.map((text, place) =>
  aTicket({
    id: anId(place + 1),
    title: text,
    description: place === 0 ? all : text,
    requester: { id: null, name: text, email: 'lena@example.org' },
    triage: triage && { ...triage, summary: all, resolution_notes: all, reply_draft: all },
    created_at: at(20_000),
  }),
)
const FIRST = anId(1)

const saidBy = (role: 'customer' | 'agent', from: number): readonly Comment[] =>
  scriptTexts.map((body, place) =>
    aComment({
      id: anId(from + place),
      ticket_id: FIRST,
      seq: from + place,
      author: { id: anId(role === 'agent' ? 901 : 31), name: body, role, presence: 'online' },
      body,
      visibility: 'public',
      created_at: at(10_000 - from - place),
    }),
  )
const comments = [...saidBy('customer', 1_000), ...saidBy('agent', 2_000)]

const hostile: Responders = deskApi({ listComments: () => ({ items: comments, next_cursor: null }) }, tickets)

/** Opens a page, and records what an executed text would do: send requests, open dialogs, or navigate. */
const watched = async (path: string, before?: (page: Page) => Promise<unknown>) => {
  const deeds: string[] = []
  const { page } = await open(path, hostile, {
    ...TALL,
    before: async (fresh) => {
      fresh.on('dialog', (dialog) => {
        deeds.push(`dialog ${dialog.message()}`)
        void dialog.dismiss()
      })
      fresh.on('popup', () => deeds.push('popup'))
      fresh.on('request', (request) => {
        const { hostname, protocol } = new URL(request.url())
        if (hostname !== '127.0.0.1' && protocol !== 'data:') deeds.push(`request ${request.url()}`)
      })
      await before?.(fresh)
    },
  })
  return { page, deeds }
}

/** Anything on the page that a text could have inserted: scripts, frames, fetches, event handlers, link targets. */
const foreignParts = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() => {
    const parts =
      'script, style, link, meta, base, iframe, object, embed, img, video, audio, source, template, noscript'
    const elements = [...document.querySelectorAll('body *')]
    const runs = elements.filter((element) => element.matches(`${parts}, math, marquee, form[action]`))
    const listens = elements.filter(({ attributes }) => [...attributes].some(({ name }) => name.startsWith('on')))
    const leads = [...document.querySelectorAll<HTMLAnchorElement>('a[href]')].filter(
      ({ protocol }) => !['http:', 'https:', 'mailto:'].includes(protocol),
    )
    const linked = elements.filter((element) => element.hasAttribute('xlink:href') || element.hasAttribute('srcdoc'))
    return [...runs, ...listens, ...leads, ...linked].map(({ outerHTML }) => outerHTML.slice(0, 200))
  })

/** Agents write Markdown, whose code is loaded later; an image in it becomes a link. */
const markdownHasCome = (page: Page) => page.locator('article a[href^="https://evil.example/p.png"]').first().waitFor()

/** The texts that none of the elements shows unchanged, apart from white space, as a browser renders it. */
const missingIn = (shown: readonly string[]): readonly string[] => {
  const drawn = shown.map((text) => text.replaceAll(/\s+/g, ' '))
  return scriptTexts.filter((text) => !drawn.some((each) => each.includes(text.replaceAll(/\s+/g, ' '))))
}

const nothingRan = async (page: Page, deeds: readonly string[]) => {
  expect(await foreignParts(page)).toEqual([])
  expect(deeds).toEqual([])
  expect(new URL(page.url()).hostname).toBe('127.0.0.1')
}

it('runs no text of a title, a name, a description, a message, a suggestion or a draft at the desk', async () => {
  const { page, deeds } = await watched(`/console/tickets/${FIRST}`, (fresh) => signedInAs(fresh, aUser()))
  const rows = page.getByRole('listbox', { name: 'Tickets' }).getByRole('option')
  await rows.nth(scriptTexts.length - 1).waitFor()
  await page
    .locator('main article')
    .nth(comments.length - 1)
    .waitFor()
  await markdownHasCome(page)
  await page.getByRole('textbox', { name: /^Reply to/ }).fill(all)

  expect(missingIn(await rows.allTextContents())).toEqual([])
  expect(missingIn(await page.locator('main article p').allTextContents())).toEqual([])
  await nothingRan(page, deeds)
})

it('runs none of them where a guest follows a ticket and writes a reply', async () => {
  const { page, deeds } = await watched(`/t/${FIRST}#secret`)
  await page.locator('li article').nth(comments.length).waitFor()
  await markdownHasCome(page)
  await page.getByRole('textbox').fill(all)

  expect(missingIn(await page.locator('li[data-own="true"] p').allTextContents())).toEqual([])
  await nothingRan(page, deeds)
})

it('runs none of them in a customer’s list', async () => {
  const { page, deeds } = await watched('/tickets', (fresh) => signedInAs(fresh, lena))
  const titles = page.getByRole('main').getByRole('listitem')
  await titles.nth(scriptTexts.length - 1).waitFor()

  expect(missingIn(await titles.allTextContents())).toEqual([])
  await nothingRan(page, deeds)
})

it('runs none of them in a form that is being filled in', async () => {
  const { page, deeds } = await watched('/')
  await page.getByLabel('Your name').fill(all)
  for (const text of scriptTexts) await page.getByLabel('Describe the problem').fill(text)
  await page.getByLabel('Describe the problem').fill(all)
  await page.reload()
  await expect.poll(() => page.getByLabel('Describe the problem').inputValue()).toBe(all)

  await nothingRan(page, deeds)
})
