import { expect, it } from 'vitest'
import { deskApi, signedInAs } from '../support/desk-api.ts'
import { aComment, anId, aUser } from '../support/desk-records.ts'
import { Refusal } from '../support/mock-api.ts'
import { pressTwice } from '../support/page-fixture.ts'
import { composer, openSecond, prepareDesk, rows } from '../support/ticket-desk.ts'

const { open, desk } = prepareDesk()

/** A desk whose messages stay under way until they are released. */
const slowDesk = async () => {
  const { promise: held, resolve: release } = Promise.withResolvers<void>()
  const opened = await desk({
    addComment: async ({ body }) => {
      await held
      return aComment({ id: anId(503), seq: 7, visibility: 'public', body: String(body.body) })
    },
  })
  return { ...opened, release }
}
const said = (body: string, role: 'agent' | 'customer') => () => ({
  items: [aComment({ author: { id: anId(902), name: 'Tom Berger', role, presence: 'online' }, body })],
  next_cursor: null,
})

it('shows an agent’s Markdown, in which nothing runs, loads or reaches the opening page', async () => {
  const requests: string[] = []
  const hostile = [
    '**Refunded**, see [the rules](https://example.org/rules).',
    '<script>window.hit = 1</script><img src=x onerror="window.hit=1">',
    '![picture](https://example.org/spy.png) [bad](javascript:window.hit=1)',
  ].join('\n\n')
  const { page } = await desk({ listComments: said(hostile, 'agent') })
  page.on('request', (request) => requests.push(request.url()))
  await page.locator('strong', { hasText: 'Refunded' }).waitFor()

  const rules = page.getByRole('link', { name: 'the rules' })
  expect(await rules.getAttribute('rel')).toContain('noopener')
  await page.getByText('<script>window.hit = 1</script>').waitFor()
  expect(await page.getByRole('link', { name: 'picture' }).count()).toBe(1)
  expect(await page.locator('article img').count()).toBe(0)
  expect(await page.locator('[href^="javascript:"]').count()).toBe(0)
  expect(await page.evaluate(() => 'hit' in window)).toBe(false)
  expect(requests.filter((url) => url.includes('example.org'))).toEqual([])
})

it('shows a message as it was typed if the Markdown code cannot be loaded', async () => {
  const { page } = await open('/console', deskApi({ listComments: said('**Refunded**\n\n- one', 'agent') }), {
    before: async (fresh) => {
      await signedInAs(fresh, aUser())
      await fresh.route('**/markdown-*.js', (route) => route.abort())
    },
  })
  await rows(page).first().click()

  await page.getByText('**Refunded**').waitFor()
  expect(await page.locator('strong', { hasText: 'Refunded' }).count()).toBe(0)
})

it('shows a customer’s words as they were typed', async () => {
  const { page } = await desk({ listComments: said('* 2 * 3 = 6\n# not a heading', 'customer') })

  const message = page.getByRole('article').filter({ hasText: '* 2 * 3 = 6' }).last()
  await message.waitFor()
  expect(await message.getByRole('listitem').count()).toBe(0)
  expect(await message.locator('p').last().textContent()).toBe('* 2 * 3 = 6\n# not a heading')
})

it('removes a draft that was sent while its author was at another ticket', async () => {
  const { page, api, release } = await slowDesk()
  await composer(page).fill('On its way')
  await composer(page).press('Control+Enter')
  await expect.poll(() => api.of('addComment').length).toBe(1)
  await openSecond(page)
  release()
  await expect
    .poll(() => page.evaluate(() => Object.keys(localStorage).filter((key) => key.includes('draft'))))
    .toEqual([])
  await rows(page).first().click()

  await expect.poll(() => composer(page).inputValue()).toBe('')
})

it('sends a message once, even if its author comes back to it while it is on its way', async () => {
  const { page, api, release } = await slowDesk()
  await composer(page).fill('On its way')
  await composer(page).press('Control+Enter')
  await expect.poll(() => api.of('addComment').length).toBe(1)
  await openSecond(page)
  await rows(page).first().click()
  await page.getByRole('button', { name: 'Sending…' }).waitFor()
  expect(await composer(page).inputValue()).toBe('On its way')
  await composer(page).press('Control+Enter')
  release()
  await expect.poll(() => composer(page).inputValue()).toBe('')

  expect(api.of('addComment')).toHaveLength(1)
})

it('repeats a message under the same idempotency key after a reload', async () => {
  const { page, api } = await desk({ addComment: () => new Refusal(503, 'unavailable') })
  await composer(page).fill('Did it arrive?')
  await composer(page).press('Control+Enter')
  await page.getByText('Not sent. Your text is still here.').waitFor()
  await page.reload()
  await expect.poll(() => composer(page).inputValue()).toBe('Did it arrive?')
  await composer(page).press('Control+Enter')
  await page.getByText('Not sent. Your text is still here.').waitFor()

  const [first, second] = api.of('addComment').map(({ headers }) => headers['idempotency-key'])
  expect(second).toBe(first)
})

it('treats the same words as another message once the first was sent', async () => {
  const { page, api } = await desk()
  for (const count of [1, 2]) {
    await composer(page).fill('Thank you!')
    await composer(page).press('Control+Enter')
    await expect.poll(() => composer(page).inputValue()).toBe('')
    expect(api.of('addComment')).toHaveLength(count)
  }

  const keys = api.of('addComment').map(({ headers }) => headers['idempotency-key'])
  expect(new Set(keys).size).toBe(2)
})

it('sends a note right after a reply that is still on its way, in that order and each once', async () => {
  const { page, api, release } = await slowDesk()
  await composer(page).fill('For the customer')
  await composer(page).press('Control+Enter')
  await page.getByRole('radio', { name: 'Note' }).check()
  const note = page.getByRole('textbox', { name: /^Note for colleagues/ })
  await note.fill('For us')
  await note.press('Control+Enter')
  release()

  await expect.poll(() => api.of('addComment').map(({ body }) => body.body)).toEqual(['For the customer', 'For us'])
  await expect.poll(() => note.inputValue()).toBe('')
})

it('does not show a note that waits for the reply before it as waiting for the network', async () => {
  const { page, api, release } = await slowDesk()
  await composer(page).fill('For the customer')
  await composer(page).press('Control+Enter')
  await page.getByRole('radio', { name: 'Note' }).check()
  const note = page.getByRole('textbox', { name: /^Note for/ })
  await note.fill('For us')
  await note.press('Control+Enter')
  await page.getByRole('button', { name: 'Sending…' }).waitFor()
  expect(api.of('addComment')).toHaveLength(1)
  release()

  await expect.poll(() => api.of('addComment').length).toBe(2)
})

it('sends a reply once when pressed twice, even if nothing shows yet at the second press', async () => {
  const { page, api, release } = await slowDesk()
  const send = page.getByRole('button', { name: 'Send', exact: true })
  await composer(page).fill('For the customer')
  await pressTwice(send)
  await page.getByRole('button', { name: 'Sending…' }).waitFor()
  release()
  await expect.poll(() => composer(page).inputValue()).toBe('')
  // Enabled again only once nothing is under way or waits for its turn.
  await send.waitFor()

  expect(api.of('addComment')).toHaveLength(1)
})

it('keeps a message while there is no network, says so, and sends it once there is', async () => {
  const { page, api } = await desk()
  await composer(page).fill('From the train')
  await page.context().setOffline(true)
  await composer(page).press('Control+Enter')
  await page.getByText('1 message is sent when it is back.').waitFor()
  expect(api.of('addComment')).toHaveLength(0)
  await page.context().setOffline(false)

  await expect.poll(() => api.of('addComment').length).toBe(1)
  await expect.poll(() => composer(page).inputValue()).toBe('')
})
