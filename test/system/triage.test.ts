import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { OpenedTicket, Ticket } from '../../functions/contracts/ticket.ts'
import { type ApiUser, eventually, startTestSystem, type TestSystem } from '../support/test-system.ts'

let system: TestSystem
let admin: ApiUser

beforeAll(async () => {
  system = await startTestSystem({ withDemo: false })
  admin = await system.signIn('admin')
})

afterAll(() => system.stop())

const letModel = (behaviour: string) =>
  system.local('model', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ behaviour }),
  })

const submit = async (description: string): Promise<OpenedTicket> => {
  const requester = { name: 'Cleo', email: 'cleo@example.org' }
  const { body } = await system.guest.call('createTicket', { body: { title: 'Help', description, requester } })
  return body
}

const read = async (id: string): Promise<Ticket> => (await admin.call('getTicket', { params: { id } })).body
const triagedWhen = (id: string, isWanted: (ticket: Ticket) => boolean): Promise<Ticket> =>
  eventually(() => read(id), isWanted)

const DOUBLE_CHARGE = 'My credit card was charged twice for the invoice of March, please refund one payment.'

/** Ids of the tickets that came in while the model failed in some way. */
const degraded: string[] = []

describe('a new ticket', () => {
  it('is triaged by the model, and goes to the department of its category', async () => {
    await letModel('normal')
    const { id } = await submit(DOUBLE_CHARGE)
    const ticket = await triagedWhen(id, ({ triage }) => triage !== null)

    expect(ticket).toMatchObject({
      category: 'billing',
      queue_state: 'waiting',
      triage: { source: 'bedrock', degraded: false, state: 'pending' },
    })
    const { body } = await admin.call('listTicketEvents', { params: { id } })
    expect(body.items.filter(({ type }) => type === 'triage_ready')).toMatchObject([
      { seq: 2, actor: { kind: 'system' }, reason: expect.stringContaining('triage_policy') },
    ])
  })

  it('is also triaged when the model writes its answer as a string', async () => {
    await letModel('string_input')
    const { id } = await submit(DOUBLE_CHARGE)
    const { triage } = await triagedWhen(id, (ticket) => ticket.triage !== null)
    expect(triage).toMatchObject({ source: 'bedrock', degraded: false })
  })

  it.each(['throttle', 'down', 'garbage', 'wrong_enum', 'hang'])(
    'is past triage within 20 s when the model does this: %s',
    async (behaviour) => {
      await letModel(behaviour)
      const { id, created_at } = await submit(DOUBLE_CHARGE)
      const ticket = await triagedWhen(id, ({ triage }) => triage !== null)
      degraded.push(id)

      expect(ticket).toMatchObject({ queue_state: 'waiting', triage: { degraded: true, source: 'local' } })
      expect(Date.parse(ticket.triage?.created_at ?? '') - Date.parse(created_at)).toBeLessThan(20_000)
      const { body } = await admin.call('listTicketEvents', { params: { id } })
      expect(body.items.filter(({ type }) => type === 'triage_ready')).toHaveLength(1)
    },
  )

  it('is triaged again once the model is back, like every ticket of the failures', async () => {
    await letModel('normal')
    await system.local('schedules/retry-triage', { method: 'POST' })
    for (const id of degraded) {
      const ticket = await triagedWhen(id, ({ triage }) => triage?.degraded === false)
      expect(ticket.triage?.source).toBe('bedrock')
    }
  })
})

describe('advice on a text', () => {
  it('comes within 3 s while the model hangs', async () => {
    await letModel('hang')
    const times: number[] = []
    // The first call also starts the function, and a busy machine may hold up another.
    for (let call = 0; call < 3; call += 1) {
      const started = performance.now()
      const { status, body } = await system.guest.call('classifyTicket', { body: { description: DOUBLE_CHARGE } })
      times.push(performance.now() - started)
      expect(status).toBe(200)
      expect(body).toEqual({
        suggested_category: 'general',
        suggested_priority: 'medium',
        confidence: 0,
        source: 'fallback',
      })
    }
    expect(Math.min(...times)).toBeLessThan(3_000)
    await letModel('normal')
  })
})

describe('a decision', () => {
  it('is made once, shown on the scoreboard, and answered again for the same key', async () => {
    const { id } = await submit('I cannot log in, my password reset link has expired and my account is locked.')
    await triagedWhen(id, ({ triage }) => triage !== null)
    const body = { decision: 'accept', reply: 'We have unlocked it.' }
    const headers = { 'idempotency-key': 'decide-once' }

    const first = await admin.call('decideTriage', { params: { id }, body, headers })
    expect(first).toMatchObject({
      status: 200,
      body: { triage: { state: 'accepted' }, first_response_at: expect.any(String) },
    })
    const again = await admin.call('decideTriage', { params: { id }, body, headers })
    expect(again.body).toEqual(first.body)
    expect((await admin.call('decideTriage', { params: { id }, body: { decision: 'reject' } })).status).toBe(409)

    const { body: comments } = await admin.call('listComments', { params: { id } })
    expect(comments.items.map((comment) => comment.body)).toEqual(['We have unlocked it.'])
    const { body: board } = await admin.call('getScoreboard')
    expect(board.items.reduce((sum, { accepted }) => sum + accepted, 0)).toBe(2)
  })
})

it('makes no call that a function’s role does not allow', async () => {
  expect(await system.local('denials')).toEqual([])
})
