import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import type { TicketState } from '../../functions/contracts/ticket-state.ts'
import { type ApiAnswer, callApi } from '../support/call-api.ts'
import { startEmbeddedTables } from '../support/embedded-tables.ts'
import { inLine, ownDepartment } from '../support/routing-lines.ts'
import { aStoredAgent, storeDesk } from '../support/routing-records.ts'
import { aSignedInUser, namedId } from '../support/tickets.ts'

const stopTables = await startEmbeddedTables()
const { documents } = await import('../../functions/stores/documents.ts')
const { handler } = await import('../../functions/api/tickets.ts')
const { listDepartments } = await import('../../functions/stores/departments.ts')
const { listEvents } = await import('../../functions/stores/events.ts')
afterAll(stopTables)

const admin = aSignedInUser({ id: namedId('ADMIN'), role: 'admin', name: 'Mia', department_id: null })

let own = ownDepartment()
let free = aStoredAgent('NINA', own.id)
let former = aStoredAgent('OTTO', own.id)
beforeEach(async () => {
  own = ownDepartment()
  free = aStoredAgent(`${own.name}NINA`, own.id)
  former = aStoredAgent(`${own.name}OTTO`, own.id, { presence: 'dnd', active: 1 })
  await storeDesk(documents, { departments: [own], agents: [free, former] })
  await listDepartments({ fresh: true })
})

const stored = async (given: Partial<TicketState>): Promise<string> => {
  const tickets = inLine(1, own.id, given)
  await storeDesk(documents, { tickets })
  return String(tickets[0]?.id)
}

/** Lets routing choose an agent; every call for a ticket has the same idempotency key. */
const routeAgain = (id: string) =>
  callApi(handler, {
    route: 'changeAssignment',
    as: admin,
    params: { id },
    body: { auto: true },
    headers: { 'idempotency-key': `auto-${id}` },
  })

const movesOf = async (id: string) => (await listEvents(`TICKET#${id}`)).map(({ type }) => type)

/** Sends a request, and repeats it just before its nth transaction, which waits for the repetition's answer. */
const askTwice = async (id: string, nth: number) => {
  let transactions = 0
  let second: ApiAnswer | undefined
  documents.middlewareStack.add(
    (next) => async (call) => {
      if ('TransactItems' in call.input) {
        transactions += 1
        if (transactions === nth) second = await routeAgain(id)
      }
      return next(call)
    },
    { step: 'initialize', name: 'secondAsker' },
  )
  const first = await routeAgain(id)
  documents.middlewareStack.remove('secondAsker')
  return { first, second }
}

describe.each([
  {
    ticket: 'a ticket that somebody has',
    stands: (): Partial<TicketState> => ({
      queue_state: 'assigned',
      assignee: { id: former.id, name: former.name, department_id: own.id },
    }),
    moves: ['ticket_unassigned', 'ticket_assigned'],
  },
  { ticket: 'a ticket that waits', stands: () => ({}), moves: ['ticket_assigned'] },
])('letting the machine choose for $ticket, asked again under one key', ({ stands, moves }) => {
  it('repeats the first answer, and leaves the ticket with its agent', async () => {
    const id = await stored(stands())

    const first = await routeAgain(id)
    await storeDesk(documents, { agents: [aStoredAgent(`${own.name}PAUL`, own.id)] })
    const second = await routeAgain(id)

    expect(first.body).toMatchObject({ queue_state: 'assigned', assignee: { id: free.id } })
    expect(second.body).toEqual(first.body)
    expect(second.headers['idempotent-replayed']).toBe('true')
    expect(await movesOf(id)).toEqual(moves)
  })

  it('leaves the work to the second request if the first has written nothing', async () => {
    const id = await stored(stands())

    const { first, second } = await askTwice(id, 1)

    expect(second?.body).toMatchObject({ queue_state: 'assigned', assignee: { id: free.id } })
    expect(first.body).toEqual(second?.body)
    expect(await movesOf(id)).toEqual(moves)
  })

  it.each([
    ['before it is assigned', 2],
    ['after it was assigned, before the answer is stored', 3],
  ])('answers the second that the ticket is in line, and routes it once, if it comes %s', async (_moment, nth) => {
    const id = await stored(stands())

    const { first, second } = await askTwice(id, nth)

    expect(first.body).toMatchObject({ queue_state: 'assigned', assignee: { id: free.id } })
    expect(second).toMatchObject({ status: 200, body: { queue_state: 'waiting' } })
    expect(await movesOf(id)).toEqual(moves)
    expect((await routeAgain(id)).body).toEqual(first.body)
  })
})
