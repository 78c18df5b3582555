import { once } from 'node:events'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import type { ClientMessage, ServerMessage } from '../../functions/contracts/socket.ts'
import { hasAdmin, newMailbox, PATIENCE_MS, type Stage, startStage } from '../support/stage.ts'
import { type ApiUser, eventually } from '../support/test-system.ts'

/** A deployed stage (`npm run walk`), or a system that this test starts. */
let stage: Stage
let admin: ApiUser
let ticket: { id: string; tracking_token: string }

interface Live {
  readonly heard: readonly ServerMessage[]
  readonly protocol: string
  say(message: ClientMessage): void
  close(): Promise<void>
}

const socketWith = (admission: string): WebSocket =>
  new WebSocket(`${stage.url.replace('http', 'ws')}/ws`, ['plimsoll.v1', `ticket.${admission}`])

const admissionOf = async (user: ApiUser, asHolder: boolean): Promise<string> => {
  const { body } = await user.call('openRealtime', {
    body: asHolder ? { ticket_id: ticket.id } : {},
    headers: asHolder ? { 'x-tracking-token': ticket.tracking_token } : {},
  })
  return body.ticket
}

const open = async (user: ApiUser, asHolder = false): Promise<Live> => {
  const socket = socketWith(await admissionOf(user, asHolder))
  const heard: ServerMessage[] = []
  socket.on('message', (text) => heard.push(JSON.parse(text.toString())))
  await once(socket, 'open')
  return {
    heard,
    protocol: socket.protocol,
    say: (message) => socket.send(JSON.stringify(message)),
    close: async () => {
      socket.close()
      await once(socket, 'close')
    },
  }
}

const hears = (live: Live, is: (message: ServerMessage) => boolean): Promise<ServerMessage | undefined> =>
  eventually(
    async () => live.heard.find(is),
    (message) => message !== undefined,
  )

const joined = async (live: Live, after_seq?: number): Promise<ServerMessage | undefined> => {
  live.say({ action: 'join_ticket', ticket_id: ticket.id, ...(after_seq !== undefined && { after_seq }) })
  return hears(live, ({ event }) => event === 'joined')
}

const comment = async (body: string, visibility: 'public' | 'internal'): Promise<number> => {
  const answer = await admin.call('addComment', { params: { id: ticket.id }, body: { body, visibility } })
  return answer.body.seq
}

beforeAll(async () => {
  stage = await startStage()
  if (!hasAdmin) return
  admin = await stage.signInAdmin()
  const requester = { name: 'Lena', email: newMailbox() }
  const description = 'Please ignore this ticket, it is a test of the stage.'
  const { body } = await stage.guest.call('createTicket', { body: { title: 'Charged twice', description, requester } })
  ticket = { id: body.id, tracking_token: String(body.tracking_token) }
  const look = async () => (await admin.call('getTicket', { params: { id: ticket.id } })).body
  await eventually(look, ({ queue_state }) => queue_state !== 'triaging', PATIENCE_MS)
})
afterAll(() => stage.stop())

describe.skipIf(!hasAdmin)('the socket of the whole system', () => {
  it('opens once for each admission, and never without one', async () => {
    const admission = await admissionOf(admin, false)
    const first = socketWith(admission)
    await once(first, 'open')
    expect(first.protocol).toBe('plimsoll.v1')
    first.close()

    for (const refused of [admission, 'guessed']) {
      const [error] = await once(socketWith(refused), 'error')
      expect(String(error)).toContain('401')
    }
  })

  it('tells guest and admin of a comment, but only the admin of an internal one', async () => {
    const [guest, staff] = [await open(stage.guest, true), await open(admin)]
    await Promise.all([joined(guest), joined(staff)])
    const internal = await comment('a secret of the house', 'internal')
    const shown = await comment('We are looking into it.', 'public')

    expect(await hears(staff, ({ seq }) => seq === internal)).toMatchObject({ event: 'comment_added' })
    expect(await hears(guest, ({ seq }) => seq === shown)).toMatchObject({
      event: 'comment_added',
      data: { body: 'We are looking into it.' },
    })
    expect(JSON.stringify(guest.heard)).not.toContain('secret')
    await Promise.all([guest.close(), staff.close()])
  })

  it('repeats what was missed while the socket was gone', async () => {
    const before = await open(stage.guest, true)
    await joined(before)
    await before.close()
    const seq = await comment('You missed this.', 'public')
    const after = await open(stage.guest, true)

    const missed = { event: 'comment_added', seq, data: expect.objectContaining({ body: 'You missed this.' }) }
    const answer = await joined(after, seq - 1)
    const { events = [] } = (answer?.data ?? {}) as { readonly events?: readonly ServerMessage[] }
    // The ticket may have changed since, but nobody has written another comment.
    expect(events.filter(({ event }) => event === 'comment_added')).toEqual([expect.objectContaining(missed)])
    await after.close()
  })

  it('needs no permission that its functions do not have', async ({ skip }) => {
    const { own } = stage
    if (!own) return skip('nobody may ask a deployed stage what it was denied')
    await own.quiet()

    expect(await own.local('denials')).toEqual([])
  })
})
