import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DEMO_PASSWORD } from '../../bin/demo/password.ts'
import { paths, type RouteName } from '../../functions/contracts/paths.ts'
import type { Problem } from '../../functions/contracts/problem.ts'
import type { RouteContract } from '../../functions/contracts/route-contract.ts'
import { routes } from '../../functions/contracts/routes.ts'
import type { ClientMessage } from '../../functions/contracts/socket.ts'
import {
  type Caller,
  can,
  mayCall,
  type TicketAction,
  type TicketRelations,
} from '../../functions/domain/permissions.ts'
import { type LiveSocket, openSocket } from '../support/live-socket.ts'
import { figure } from '../support/proof.ts'
import { type Answered, type ApiUser, eventually, startTestSystem, type TestSystem } from '../support/test-system.ts'
import { type Identity, identities, refused, requests, ticketActions, type World } from './permission-cases.ts'

const UNKNOWN_ID = '01K0000000000000000000000Z'

interface Person {
  readonly user: ApiUser
  readonly caller: Caller
}

let system: TestSystem
let people: Record<Identity, Person>
let ownTicket: TicketRelations
let heldTicket: TicketRelations
let trackingToken: string
let world: Omit<World, 'identity'>

/** A demo account, with the fields of it that permissions depend on. */
const person = async (account: string): Promise<Person> => {
  const user = await system.signIn(account)
  const { id, role, name, email, department_id } = (await user.call('getMe')).body.user
  return { user, caller: { kind: 'user', id, role, name, email, department_id } }
}

const idOf = ({ caller }: Person): string => (caller.kind === 'user' ? caller.id : '')

beforeAll(async () => {
  system = await startTestSystem()
  const [owner, stranger, assigned, otherAgent, admin] = await Promise.all(
    ['customer01', 'customer02', 'agent01', 'agent04', 'admin'].map(person),
  )
  if (!owner || !stranger || !assigned || !otherAgent || !admin) throw new Error('somebody is missing')
  const request = { title: 'Charged twice', description: 'Please refund one payment.', category: 'billing' }
  const own = (await owner.user.call('createTicket', { body: request })).body
  const requester = { name: 'Guest', email: 'guest@example.org' }
  const held = (await system.guest.call('createTicket', { body: { ...request, requester } })).body
  for (const { id } of [own, held]) {
    await eventually(
      async () => (await admin.user.call('getTicket', { params: { id } })).body,
      ({ triage, queue_state }) => triage !== null && queue_state !== 'triaging',
    )
    const body = { agent_id: idOf(assigned), override: true }
    expect((await admin.user.call('changeAssignment', { params: { id }, body })).status).toBe(200)
    await admin.user.call('decideTriage', { params: { id }, body: { decision: 'reject' } })
  }
  const applicant = await system.signIn('customer03')
  const [application, reply, view, forgotten, departments, settings, session] = await Promise.all([
    applicant.call('applyAsAgent', { body: { motivation: 'I like to help.', skills: ['invoices'] } }),
    admin.user.call('createCannedReply', { body: { title: 'Hello', body: 'Thank you.' } }),
    assigned.user.call('createView', { body: { name: 'Mine', query: '' } }),
    person('customer20'),
    admin.user.call('listDepartments'),
    admin.user.call('getSettings'),
    system.guest.call('login', { body: { email: 'customer08@demo.example', password: DEMO_PASSWORD } }),
  ])

  trackingToken = String(held.tracking_token)
  ownTicket = (await admin.user.call('getTicket', { params: { id: own.id } })).body
  heldTicket = (await admin.user.call('getTicket', { params: { id: held.id } })).body
  people = {
    anonymous: { user: system.guest, caller: { kind: 'guest', ticket_id: null } },
    holder: { user: system.guest, caller: { kind: 'guest', ticket_id: held.id } },
    owner,
    'other customer': stranger,
    'assigned agent': assigned,
    'other agent': otherAgent,
    admin,
  }
  world = {
    ticketId: own.id,
    assigneeId: idOf(assigned),
    otherAgentId: idOf(otherAgent),
    departmentId: departments.body.items[0]?.id ?? '',
    applicationId: application.body.id,
    replyId: reply.body.id,
    viewId: view.body.id,
    forgottenId: idOf(forgotten),
    refreshToken: session.body.refresh_token,
    settings: settings.body,
  }
})
afterAll(() => system.stop())

const ticketFor = (identity: Identity): TicketRelations => (identity === 'holder' ? heldTicket : ownTicket)

/** The status that the contract and the permission matrix call for. */
const expectedStatus = (name: RouteName, identity: Identity): number => {
  const { who, status }: RouteContract = routes[name]
  const { caller } = people[identity]
  if (!mayCall(caller, who)) return caller.kind === 'guest' ? 401 : 403
  const action = ticketActions[name]
  const ticket = ticketFor(identity)
  if (action !== undefined && !can(caller, action, ticket)) return can(caller, 'read', ticket) ? 403 : 404
  const refusal = refused[name]
  return (typeof refusal === 'object' ? refusal[identity] : refusal) ?? status
}

/** Sends the request of the table, about the identity's ticket or an id that does not exist. */
const ask = (name: RouteName, identity: Identity, ticketId?: string): Promise<Answered<unknown>> => {
  const id = ticketActions[name] ? (ticketId ?? ticketFor(identity).id) : UNKNOWN_ID
  const options = requests[name]?.({ ...world, ticketId: id, identity })
  return people[identity].user.call(name, {
    params: { id },
    ...options,
    ...(identity === 'holder' && { headers: { 'x-tracking-token': trackingToken } }),
  })
}

/** A refusal as text, without the parts that differ by request: the request's id, and the id that it asked for. */
const unnamed = (body: unknown, id: string): string =>
  JSON.stringify({ ...(body as Problem), request_id: '' }).replaceAll(id, '')

it.each(Object.keys(paths) as RouteName[])(
  'answers everybody as the contract and the permissions say: %s',
  async (name) => {
    const answers = await Promise.all(
      identities.map(async (identity) => [identity, await ask(name, identity)] as const),
    )

    const statuses = answers.map(([identity, { status }]) => [identity, status])
    expect(statuses, JSON.stringify(answers.map(([, { body }]) => body)).slice(0, 2_000)).toEqual(
      identities.map((identity) => [identity, expectedStatus(name, identity)]),
    )
    if (!ticketActions[name]) return
    for (const [identity, { status, body }] of answers) {
      if (status !== 404) continue
      const unknown = await ask(name, identity, UNKNOWN_ID)
      expect(unnamed(body, ticketFor(identity).id)).toBe(unnamed(unknown.body, UNKNOWN_ID))
    }
  },
)

it.each(['owner', 'other customer', 'assigned agent', 'other agent', 'admin'] as const)(
  'lists and finds only what may be read: %s',
  async (identity) => {
    const { user, caller } = people[identity]
    for (const query of [{ limit: '100' }, { limit: '100', search: 'charged twice' }]) {
      const { body } = await user.call('listTickets', { query })
      expect(body.items.filter((ticket) => !can(caller, 'read', ticket))).toEqual([])
      expect(body.items.some(({ id }) => id === ownTicket.id)).toBe(can(caller, 'read', ownTicket))
    }
  },
)

describe('the socket', () => {
  const actions: Record<string, TicketAction> = {
    join_ticket: 'read',
    viewing: 'read_internal',
    typing: 'read_internal',
    elsewhere: 'read_internal',
  }

  /** Sends a message, then a ping. @returns what was received up to the pong */
  const told = async (socket: LiveSocket, message: ClientMessage): Promise<readonly string[]> => {
    const from = socket.heard.length
    socket.say(message)
    if (message.action !== 'leave_ticket') await socket.hears(({ event }) => event !== 'pong', from)
    socket.say({ action: 'ping' })
    await socket.hears(({ event }) => event === 'pong', from)
    return socket.heard
      .slice(from)
      .flatMap(({ event, data }) => (event === 'pong' ? [] : [JSON.stringify({ event, data })]))
  }

  it.each(identities.filter((identity) => identity !== 'anonymous'))(
    'allows exactly what the matrix allows: %s',
    async (identity) => {
      const { user, caller } = people[identity]
      const ticket = ticketFor(identity)
      const key = identity === 'holder' ? { ticket_id: ticket.id, tracking_token: trackingToken } : undefined
      const socket = await openSocket(system.url, user, key)
      for (const [action, right] of Object.entries(actions)) {
        const message = (ticket_id: string) => ({ action, ticket_id }) as ClientMessage
        const said = await told(socket, message(ticket.id))
        if (can(caller, right, ticket)) {
          expect(said.join()).not.toContain('"event":"error"')
          continue
        }
        const unknown = await told(socket, message(UNKNOWN_ID))
        expect(said.map((text) => text.replaceAll(ticket.id, ''))).toEqual(
          unknown.map((text) => text.replaceAll(UNKNOWN_ID, '')),
        )
        expect(said.join()).toContain('ticket_unknown')
      }
      const left = await told(socket, { action: 'leave_ticket', ticket_id: ticket.id })
      expect(left.join()).not.toContain('"event":"error"')
      await socket.close()
    },
  )
})

it('needs no permission that the functions do not have', async () => {
  expect(await system.local('denials')).toEqual([])
  const asked = Object.keys(paths).length
  figure(
    `permissions: ${asked} routes x ${identities.length} identities, and the socket's actions; 0 unexpected answers`,
  )
})
