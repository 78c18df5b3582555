import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import { mockClient } from 'aws-sdk-client-mock'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import type { EventRecord } from '../../functions/contracts/events.ts'
import type { StoredDepartment } from '../../functions/domain/department.ts'
import { startEmbeddedTables } from '../support/embedded-tables.ts'
import { aStoredAgent, aStoredDepartment, aWaitingTicket, storeDesk } from '../support/routing-records.ts'
import { namedId } from '../support/tickets.ts'

const stopTables = await startEmbeddedTables()
Object.assign(process.env, { RATE_LIMIT: '0', TICKET_QUEUE_URL: 'https://queue' })
const { documents } = await import('../../functions/stores/documents.ts')
const { handler } = await import('../../functions/events/assign-ticket.ts')
const { listEvents } = await import('../../functions/stores/events.ts')
const { getTicket } = await import('../../functions/stores/tickets.ts')
const { listDepartments } = await import('../../functions/stores/departments.ts')
const { dueDeadlines } = await import('../../functions/stores/deadlines.ts')
afterAll(stopTables)

const sqs = mockClient(SQSClient)
beforeEach(() => {
  sqs.reset()
  sqs.rejects(new Error('no test expects this call'))
})

/** Passes messages to the function as SQS would. @returns the positions of those that failed */
const deliver = async (...messages: readonly unknown[]): Promise<readonly string[]> => {
  const Records = messages.map((message, place) => ({
    messageId: String(place),
    body: JSON.stringify(message),
    attributes: { ApproximateReceiveCount: '1' },
  }))
  const { batchItemFailures } = await handler({ Records } as never)
  return batchItemFailures.map(({ itemIdentifier }) => itemIdentifier)
}

const heard = (type: EventRecord['type'], record: Partial<EventRecord>) => ({
  id: 'envelope',
  source: 'plimsoll',
  'detail-type': type,
  time: '2026-03-02T10:00:00Z',
  detail: {
    version: 1,
    event_id: namedId('EVENT'),
    type,
    subject: 'TICKET#1',
    seq: 2,
    at: '2026-03-02T10:00:00.000Z',
    actor: { kind: 'system', id: 'system', name: 'Plimsoll' },
    changes: {},
    data: {},
    ...record,
  },
})

let made = 0
const department = async (settings: Partial<StoredDepartment> = {}): Promise<StoredDepartment> => {
  made += 1
  const own = aStoredDepartment(`H${made}`, { overflow: { enabled: false, after_minutes: 10 }, ...settings })
  await storeDesk(documents, { departments: [own] })
  await listDepartments({ fresh: true })
  return own
}
let numbers = 0
const ticketOf = (departmentId: string, given = {}) => {
  numbers += 1
  return aWaitingTicket(numbers, departmentId, given)
}
const stateOf = async (id: string) => {
  const { queue_state, assignee } = await getTicket(id)
  return [queue_state, assignee?.name ?? null]
}

describe('a bell', () => {
  it('gives the waiting ticket to an agent', async () => {
    const own = await department()
    const ticket = ticketOf(own.id)
    await storeDesk(documents, { agents: [aStoredAgent('Ada', own.id)], tickets: [ticket] })

    expect(await deliver({ department_id: own.id })).toEqual([])

    expect(await stateOf(ticket.id)).toEqual(['assigned', 'Ada'])
  })

  it('is a success when nobody is free', async () => {
    const own = await department()
    const ticket = ticketOf(own.id)
    await storeDesk(documents, { tickets: [ticket] })

    expect(await deliver({ department_id: own.id }, { department_id: own.id })).toEqual([])

    expect(await stateOf(ticket.id)).toEqual(['waiting', null])
  })

  it('that fails for one department is returned to the queue only after the others are served', async () => {
    const own = await department()
    const ticket = ticketOf(own.id)
    await storeDesk(documents, { agents: [aStoredAgent('Ada', own.id)], tickets: [ticket] })
    const moved: Partial<EventRecord> = {
      data: { department_id: own.id },
      changes: { department_id: [namedId('GONE'), own.id] },
    }

    expect(await deliver(heard('ticket_updated', moved))).toEqual(['0'])

    expect(await stateOf(ticket.id)).toEqual(['assigned', 'Ada'])
  })

  it('about the end of a triage only writes the event, whose own bell then serves the line', async () => {
    const own = await department()
    const ticket = ticketOf(own.id, { queue_state: 'triaging' })
    await storeDesk(documents, { agents: [aStoredAgent('Ada', own.id)], tickets: [ticket] })

    expect(await deliver({ department_id: own.id, ticket_id: ticket.id })).toEqual([])
    expect(await stateOf(ticket.id)).toEqual(['waiting', null])

    const queued = heard('ticket_queued', { ticket_id: ticket.id, data: { department_id: own.id } })
    expect(await deliver(queued)).toEqual([])
    expect(await stateOf(ticket.id)).toEqual(['assigned', 'Ada'])
  })

  it('ends a triage that took too long, once, and marks it as degraded', async () => {
    const own = await department()
    const ticket = ticketOf(own.id, { queue_state: 'triaging' })
    await storeDesk(documents, { tickets: [ticket] })
    const bell = { department_id: own.id, ticket_id: ticket.id }

    expect(await deliver(bell, bell)).toEqual([])
    await deliver(bell)

    expect(await stateOf(ticket.id)).toEqual(['waiting', null])
    const events = await listEvents(`TICKET#${ticket.id}`)
    expect(events).toMatchObject([{ type: 'ticket_queued', data: { degraded: true } }])
  })

  it('leaves a ticket alone if its triage was in time', async () => {
    const own = await department()
    const ticket = ticketOf(own.id)
    await storeDesk(documents, { tickets: [ticket] })

    await deliver({ department_id: own.id, ticket_id: ticket.id })

    expect(await listEvents(`TICKET#${ticket.id}`)).toEqual([])
  })

  // A hundred claims, one after the other.
  it('is rung again when the line is longer than one message should take', { timeout: 30_000 }, async () => {
    sqs.on(SendMessageCommand).resolves({})
    const own = await department()
    const agents = Array.from({ length: 10 }, (_none, n) => aStoredAgent(`L${n}`, own.id, { capacity: 20 }))
    await storeDesk(documents, { agents, tickets: Array.from({ length: 101 }, () => ticketOf(own.id)) })

    await deliver({ department_id: own.id })

    const sent = sqs.commandCalls(SendMessageCommand).map(({ args: [{ input }] }) => input)
    expect(sent).toEqual([{ QueueUrl: 'https://queue', MessageBody: JSON.stringify({ department_id: own.id }) }])
  })

  it('fails alone when it cannot be read', async () => {
    const own = await department()

    expect(await deliver({ nonsense: true }, { department_id: own.id })).toEqual(['0'])
  })
})

describe('an event from the bus', () => {
  it('serves the line of its ticket', async () => {
    const own = await department()
    const ticket = ticketOf(own.id)
    await storeDesk(documents, { agents: [aStoredAgent('Bea', own.id)], tickets: [ticket] })

    await deliver(heard('ticket_queued', { ticket_id: ticket.id, data: { department_id: own.id } }))

    expect(await stateOf(ticket.id)).toEqual(['assigned', 'Bea'])
  })

  it('looks only at the line that a triaged ticket joins: it was in none before', async () => {
    const own = await department()
    const ticket = ticketOf(own.id)
    await storeDesk(documents, { agents: [aStoredAgent('Ian', own.id)], tickets: [ticket] })
    const triaged: Partial<EventRecord> = {
      ticket_id: ticket.id,
      data: { department_id: own.id },
      changes: { queue_state: ['triaging', 'waiting'], department_id: [namedId('GONE'), own.id] },
    }

    expect(await deliver(heard('triage_ready', triaged))).toEqual([])

    expect(await stateOf(ticket.id)).toEqual(['assigned', 'Ian'])
  })

  it('serves the department of the agent who has room again, even if the ticket was in another one', async () => {
    const [own, other] = [await department(), await department()]
    const agent = aStoredAgent('Cai', other.id)
    const ticket = ticketOf(other.id)
    await storeDesk(documents, { agents: [agent], tickets: [ticket] })

    await deliver(
      heard('status_changed', {
        ticket_id: namedId('ANOTHER'),
        changes: { queue_state: ['assigned', 'done'] },
        data: { department_id: own.id, assignee_id: agent.id },
      }),
    )

    expect(await stateOf(ticket.id)).toEqual(['assigned', 'Cai'])
  })

  it('serves the department of an agent whose ticket was given to somebody else by hand', async () => {
    const [own, other] = [await department(), await department()]
    const agent = aStoredAgent('Gus', other.id)
    const ticket = ticketOf(other.id)
    await storeDesk(documents, { agents: [agent], tickets: [ticket] })

    await deliver(
      heard('ticket_assigned', {
        ticket_id: namedId('ANOTHER'),
        changes: { assignee: [agent.id, namedId('Hob')] },
        data: { department_id: own.id, assignee_id: namedId('Hob'), outcome: 'manual' },
      }),
    )

    expect(await stateOf(ticket.id)).toEqual(['assigned', 'Gus'])
  })

  it('lets an idle agent help another department in which a ticket has waited long', async () => {
    const own = await department()
    const other = await department({ overflow: { enabled: true, after_minutes: 10 } })
    const ticket = ticketOf(other.id)
    await storeDesk(documents, { agents: [aStoredAgent('Dan', own.id)], tickets: [ticket] })

    await deliver(heard('agent_updated', { subject: 'USER#1', data: { department_id: own.id } }))

    expect((await stateOf(ticket.id))[0]).toBe('assigned')
  })

  it('does nothing if it is about a comment, or about somebody without a department', async () => {
    const own = await department()
    const ticket = ticketOf(own.id)
    await storeDesk(documents, { agents: [aStoredAgent('Eva', own.id)], tickets: [ticket] })

    const comment = heard('comment_added', { data: { department_id: own.id, reopened: false } })
    expect(await deliver(comment, heard('presence_changed', { data: { department_id: null } }))).toEqual([])

    expect(await stateOf(ticket.id)).toEqual(['waiting', null])
  })

  it('begins the grace time of an agent who went offline, and ends it when they are back', async () => {
    const own = await department({ offline_grace_minutes: 15 })
    const agent = aStoredAgent('Fay', own.id, { presence: 'offline' })
    await storeDesk(documents, { agents: [agent] })
    const message = heard('presence_changed', {
      subject: `USER#${agent.id}`,
      seq: 1,
      data: { department_id: own.id, user_id: agent.id },
    })
    const timersAt = async (time: string): Promise<readonly unknown[]> => {
      const due: unknown[] = []
      for await (const deadline of dueDeadlines(new Date(time))) due.push(deadline)
      return due
    }
    const timer = { kind: 'timer', timer: 'grace', subject: agent.id }

    await deliver(message)
    expect(await timersAt('2026-03-02T10:14:59.000Z')).not.toContainEqual(timer)
    expect(await timersAt('2026-03-02T10:15:00.000Z')).toContainEqual(timer)

    await storeDesk(documents, { agents: [{ ...agent, presence: 'online' }] })
    await deliver(message)
    expect(await timersAt('2026-03-02T10:15:00.000Z')).not.toContainEqual(timer)
  })
})
