import { expect, it } from 'vitest'
import { deskApi, signedInAs } from '../support/desk-api.ts'
import { aComment, anId, aTicket, at, aUser } from '../support/desk-records.ts'
import { Refusal } from '../support/mock-api.ts'
import { answer, prepareTicketPage, replyBox } from '../support/ticket-page.ts'

const { open, follow } = prepareTicketPage()

const customer = aUser({ role: 'customer', name: 'Lena König', email: 'lena@example.org' })

it('shows what was said in the open, an agent’s Markdown formatted', async () => {
  const { page } = await follow(aTicket({ first_response_at: at(10) }), [answer])

  await page.locator('strong', { hasText: 'Refunded' }).waitFor()
  expect(await page.getByRole('link', { name: 'the rules' }).getAttribute('rel')).toContain('noopener')
  expect(await page.getByText('No answer yet').count()).toBe(0)
})

it('shows staff who asked something themselves what they said as theirs, and no answer yet', async () => {
  const ticket = aTicket({ requester: { id: anId(901), name: 'Ines Martin', email: 'ines@example.org' } })
  const { page } = await follow(ticket, [answer])

  await page.locator('[data-own="true"]', { hasText: 'the rules' }).waitFor()
  await page.getByText('No answer yet').waitFor()
})

it('says who has the ticket and when the first answer is due', async () => {
  const { page } = await follow(aTicket({ due_at: at(-30) }))

  await page.getByText('Looking after it').waitFor()
  await page.getByText('by 10:30').waitFor()
})

it('does not promise a time that has passed', async () => {
  const { page } = await follow(aTicket({ due_at: at(5) }))

  await page.getByText('Later than we promised').waitFor()
  expect(await page.getByText(/^by /).count()).toBe(0)
})

it('hides a ticket that is no longer this person’s to see', async () => {
  const waiting = aTicket({ assignee: null, queue_state: 'waiting', queue_position: 3 })
  let isTheirs = true
  const { page } = await follow(waiting, [], {
    getTicket: () => (isTheirs ? waiting : new Refusal(404, 'not_found')),
  })
  await page.getByRole('heading', { name: waiting.title }).waitFor()
  isTheirs = false
  await page.clock.runFor(11_000)

  await page.getByRole('heading', { name: 'We cannot show this ticket' }).waitFor()
})

it('takes a thank-you without touching the status', async () => {
  const ticket = aTicket({ status: 'in_progress' })
  const { page, api } = await follow(ticket, [answer], { confirmTicket: () => ticket })
  await page.getByRole('button', { name: 'This solved it' }).click()
  await page.getByText('The agent sees it').waitFor()

  expect(api.of('confirmTicket')).toHaveLength(1)
  expect(api.of('patchTicket')).toHaveLength(0)
})

it('lets a resolved ticket rest, or be opened again by saying what is still wrong', async () => {
  let ticket = aTicket({ status: 'resolved', queue_state: 'done', resolved_at: at(3) })
  const { page } = await follow(ticket, [answer], {
    getTicket: () => ticket,
    addComment: ({ body }) => {
      ticket = aTicket({ version: 9 })
      return aComment({ body: String(body.body) })
    },
  })
  await page.getByText('We think this is solved').waitFor()
  expect(await page.getByRole('button', { name: 'This solved it' }).count()).toBe(0)
  await page.getByLabel('What is still wrong?').fill('I see only one refund')
  await page.getByRole('button', { name: 'Send and reopen' }).click()

  await page.getByRole('button', { name: 'Send reply' }).waitFor()
  expect(await page.getByText('We think this is solved').count()).toBe(0)
})

it('promises no agent where nobody has the ticket, to whoever says that it is solved', async () => {
  const ticket = aTicket({ assignee: null, queue_state: 'waiting', queue_position: 19 })
  const { page } = await follow(ticket, [], { confirmTicket: () => ticket })
  await page.getByRole('button', { name: 'It is solved by now' }).click()
  await page.getByText('Whoever takes the ticket sees it').waitFor()

  expect(await page.getByText('The agent sees it').count()).toBe(0)
})

it('takes no reply to a closed ticket and says what to do instead', async () => {
  const { page } = await follow(aTicket({ status: 'closed', queue_state: 'done' }))

  await page.getByText('please write a new one').waitFor()
  expect(await page.getByRole('textbox').count()).toBe(0)
})

it('offers to sign in where a link does not open the ticket, and opens it then', async () => {
  const ticket = aTicket()
  const { page } = await open(
    `/t/${ticket.id}`,
    deskApi({
      getTicket: ({ headers }) => (headers.authorization ? ticket : new Refusal(404, 'not_found')),
      login: () => ({ access_token: 'a', id_token: 'i', refresh_token: 'r', expires_in: 3_600, user: customer }),
    }),
  )
  await page.getByRole('heading', { name: 'We cannot show this ticket' }).waitFor()
  await page.getByLabel('E-mail').fill('lena@example.org')
  await page.getByLabel('Password').fill('a long sentence')
  await page.getByRole('button', { name: 'Sign in' }).click()

  await page.getByRole('heading', { name: ticket.title }).waitFor()
})

it('opens a ticket by its link for whoever is signed in as somebody else, and as the link’s holder', async () => {
  const ticket = aTicket()
  const { page, api } = await open(
    `/t/${ticket.id}`,
    deskApi({
      getTicket: ({ headers }) => (headers['x-tracking-token'] ? ticket : new Refusal(404, 'not_found')),
      addComment: () => aComment(),
    }),
    { before: (fresh) => signedInAs(fresh, customer) },
  )
  await page.getByText('Open the link from your e-mail.').waitFor()
  // The link from the mail, in the same tab: only the fragment differs.
  await page.evaluate(() => {
    window.location.hash = '#secret'
  })
  await page.getByRole('heading', { name: ticket.title }).waitFor()
  await replyBox(page).fill('It happened again')
  await page.getByRole('button', { name: 'Send reply' }).click()
  await expect.poll(() => api.of('addComment').length).toBe(1)
  const byLink = ['getTicket', 'listComments', 'openRealtime', 'addComment'] as const

  for (const { headers } of byLink.flatMap((name) => api.of(name).slice(-1))) {
    expect(headers['x-tracking-token']).toBe('secret')
    expect(headers.authorization).toBeUndefined()
  }
})

it('tries again when the host did not answer, and keeps the page around it', async () => {
  let up = false
  const ticket = aTicket()
  const { page } = await follow(ticket, [], {
    getTicket: () => (up ? ticket : new Refusal(429, 'limited', { 'retry-after': '7' })),
  })
  await page.getByText('Please wait 7 sec').waitFor()
  up = true
  await page.getByRole('button', { name: 'Try again' }).click()

  await page.getByRole('heading', { name: ticket.title }).waitFor()
})

it('says so when a part of the program does not arrive; the rest of the page stays', async () => {
  const { page } = await open('/', deskApi(), {
    tolerates: /Failed to fetch dynamically imported module|Importing a module script failed/,
    before: async (fresh) => {
      await signedInAs(fresh, customer)
      await fresh.route('**/my-tickets-page-*.js', (route) => route.abort())
    },
  })
  await page.getByRole('link', { name: 'My tickets' }).click()
  await page.getByRole('heading', { name: 'That did not work' }).waitFor()
  await page.getByRole('link', { name: 'New ticket' }).click()

  await page.getByRole('heading', { name: 'What went wrong?' }).waitFor()
})

it('speaks English when another language does not arrive, rather than nothing', async () => {
  const { page } = await open('/', deskApi(), {
    language: 'de',
    before: (fresh) => fresh.route('**/portal.de-*.js', (route) => route.abort()),
  })

  await page.getByRole('heading', { name: 'What went wrong?' }).waitFor()
  expect(await page.locator('html').getAttribute('lang')).toBe('en')
})
