import { afterAll, beforeAll, expect, it } from 'vitest'
import { openSocket } from '../support/live-socket.ts'
import { figure, inParallel, sized } from '../support/proof.ts'
import { type ApiUser, eventually, startTestSystem, type TestSystem } from '../support/test-system.ts'

const CONNECTIONS = sized(40, 1_000)
/** Sockets that are being opened at the same time. */
const WIDTH = 8
/** Time until the last connection must have received the comment; in the small run only whether it arrives matters. */
const PATIENCE_MS = sized(20_000, 2_000)

let system: TestSystem
let admin: ApiUser

beforeAll(async () => {
  system = await startTestSystem({ withDemo: false })
  admin = await system.signIn('admin')
})
afterAll(() => system.stop())

it(`tells a comment to ${CONNECTIONS} connections that have joined its ticket`, async () => {
  const requester = { name: 'Lena', email: 'lena@example.org' }
  const asked = { title: 'Outage', description: 'Nothing works since nine.', requester }
  const { id } = (await admin.call('createTicket', { body: asked })).body
  const numbers = Array.from({ length: CONNECTIONS }, (_, number) => number)
  const crowd = await inParallel(numbers, WIDTH, async () => {
    const socket = await openSocket(system.url, admin)
    socket.say({ action: 'join_ticket', ticket_id: id })
    await socket.hears(({ event }) => event === 'joined')
    return socket
  })
  await system.quiet()

  const { status } = await admin.call('addComment', { params: { id }, body: { body: 'We are on it.' } })
  const answeredAt = performance.now()
  expect(status).toBe(201)
  await eventually(
    async () => crowd.filter(({ heard }) => heard.some(({ event }) => event === 'comment_added')).length,
    (count) => count === CONNECTIONS,
  )
  const tookMs = performance.now() - answeredAt

  expect(tookMs).toBeLessThan(PATIENCE_MS)
  figure(
    `crowd: ${CONNECTIONS} connections on one ticket heard a comment within ${Math.round(tookMs)} ms of its answer`,
  )
  await Promise.all(crowd.map((socket) => socket.close()))
})
