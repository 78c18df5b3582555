import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import type { Presence } from '../../functions/contracts/people.ts'
import { deskApi, signedInAs, signInElsewhere } from '../support/desk-api.ts'
import { AGENT_ID, anAdmin, anId, aUser } from '../support/desk-records.ts'
import { heldSocket } from '../support/held-socket.ts'
import { answerOf, Refusal, type Responders } from '../support/mock-api.ts'
import { preparePages } from '../support/page-fixture.ts'

const { open } = preparePages()

/** A desk whose agent had been away when they signed in. */
const desk = async (given: Responders = {}) => {
  const { hold, tell } = heldSocket()
  const { page, api } = await open('/console', deskApi({ openRealtime: () => ({ ticket: 'admission' }), ...given }), {
    before: async (fresh) => {
      await signedInAs(fresh, aUser({ presence: 'offline' }))
      await hold(fresh)
    },
  })
  await page.getByTitle('Live', { exact: true }).waitFor()
  const tellOfDnd = (user_id: string) => tell({ event: 'user_status_changed', data: { user_id, presence: 'dnd' } })
  return { page, api, tellOfDnd }
}
const choice = (page: Page, name: string) => page.getByRole('radio', { name: new RegExp(`^${name}`) })
const openMenu = (page: Page) => page.getByRole('button', { name: 'Ines Martin' }).click()
const storedSession = (page: Page) => page.evaluate(() => localStorage.getItem('plimsoll.session') ?? '')

it('shows the presence that came back with the socket, not the one at signing in', async () => {
  const { page } = await desk()
  await openMenu(page)

  await expect.poll(() => choice(page, 'Online').isChecked()).toBe(true)
})

it('follows one’s presence where it was changed elsewhere, and nobody else’s', async () => {
  let presence: 'online' | 'dnd' = 'online'
  const { page, api, tellOfDnd } = await desk({ getMe: () => ({ user: aUser({ presence }) }) })
  await openMenu(page)
  await expect.poll(() => choice(page, 'Online').isChecked()).toBe(true)
  tellOfDnd(anId(999))
  presence = 'dnd'
  tellOfDnd(AGENT_ID)

  await expect.poll(() => choice(page, 'Do not disturb').isChecked()).toBe(true)
  expect(api.of('getMe')).toHaveLength(2)
})

it('takes a change that was refused back', async () => {
  const { promise: held, resolve: release } = Promise.withResolvers<void>()
  const { page } = await desk({
    changePresence: async () => {
      await held
      return new Refusal(503, 'unavailable')
    },
  })
  await openMenu(page)
  await expect.poll(() => choice(page, 'Online').isChecked()).toBe(true)
  await choice(page, 'Do not disturb').check()
  release()
  await page.getByText('The service is busy').waitFor()

  await expect.poll(() => choice(page, 'Online').isChecked()).toBe(true)
})

it('takes two quick changes one after the other, and shows the one that is to stay all along', async () => {
  const held = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const { page, api } = await desk({
    changePresence: async ({ body }) => {
      await held[api.of('changePresence').length - 1]?.promise
      return { user: aUser({ presence: body.presence as Presence }) }
    },
  })
  await openMenu(page)
  await expect.poll(() => choice(page, 'Online').isChecked()).toBe(true)
  await choice(page, 'Do not disturb').check()
  await choice(page, 'Offline').check()
  await expect.poll(() => api.of('changePresence').length).toBe(1)
  held[0]?.resolve()
  await expect.poll(() => api.of('changePresence').map(({ body }) => body.presence)).toEqual(['dnd', 'offline'])
  expect(await choice(page, 'Offline').isChecked()).toBe(true)
  held[1]?.resolve()

  await expect.poll(() => storedSession(page)).toContain('"presence":"offline"')
  expect(await choice(page, 'Offline').isChecked()).toBe(true)
})

it('shows the presence that was chosen last, though the one before it was refused and what it was then is told late', async () => {
  const { promise: held, resolve: release } = Promise.withResolvers<void>()
  let presence: Presence = 'online'
  let isSlow = false
  const { page, api } = await desk({
    getMe: async () => {
      const user = aUser({ presence })
      if (isSlow) await held
      return { user }
    },
    changePresence: ({ body }) => {
      isSlow = true
      if (body.presence === 'dnd') return new Refusal(503, 'unavailable')
      presence = body.presence as Presence
      return { user: aUser({ presence }) }
    },
  })
  await openMenu(page)
  await expect.poll(() => choice(page, 'Online').isChecked()).toBe(true)
  const before = api.of('getMe').length
  await choice(page, 'Do not disturb').click()
  await choice(page, 'Offline').click()
  await expect.poll(() => api.of('getMe').length).toBe(before + 1)
  await page.evaluate(() => fetch('/robots.txt'))
  const answered = page.waitForResponse(answerOf('getMe'))
  release()
  await answered
  await page.evaluate(() => fetch('/robots.txt'))
  await expect.poll(() => presence).toBe('offline')

  await expect.poll(() => storedSession(page)).toContain('"presence":"offline"')
})

it('gives nobody the presence of whoever was signed in before them', async () => {
  const { promise: held, resolve: release } = Promise.withResolvers<void>()
  const { page, api } = await desk({
    changePresence: async () => {
      await held
      return { user: aUser({ presence: 'dnd' }) }
    },
  })
  await openMenu(page)
  await choice(page, 'Do not disturb').check()
  await expect.poll(() => api.of('changePresence').length).toBe(1)
  await signInElsewhere(page, anAdmin, true)
  await page.getByRole('button', { name: anAdmin.name }).waitFor()
  const answered = page.waitForResponse('**/api/auth/status')
  release()
  await answered
  // The page has processed that answer before the next one arrives.
  await page.evaluate(() => fetch('/robots.txt'))

  expect(await storedSession(page)).toContain(anAdmin.name)
})

it('does not put what was chosen back for a moment until it is shown as chosen', async () => {
  const { page } = await desk({ changePresence: () => new Promise(() => undefined) })
  await openMenu(page)
  await expect.poll(() => choice(page, 'Online').isChecked()).toBe(true)
  const staysChecked = choice(page, 'Do not disturb').evaluate(
    (radio: HTMLInputElement) =>
      new Promise((resolve) => {
        const { port1, port2 } = new MessageChannel()
        // The next task: before any timer, and after everything that the click itself caused.
        port1.onmessage = () => resolve(radio.checked)
        radio.addEventListener('click', () => port2.postMessage(null))
        radio.dataset.isWatched = ''
      }),
  )
  await page.locator('[data-is-watched]').click()

  expect(await staysChecked).toBe(true)
})
