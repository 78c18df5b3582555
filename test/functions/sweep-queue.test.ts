import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import { DeleteCommand, DynamoDBDocumentClient, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb'
import { mockClient } from 'aws-sdk-client-mock'
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Presence } from '../../functions/contracts/people.ts'
import type { TicketState } from '../../functions/contracts/ticket-state.ts'
import { assignTicket } from '../../functions/domain/assignment/changes.ts'
import { setPresence } from '../../functions/domain/people.ts'
import { SYSTEM } from '../../functions/domain/ticket/change.ts'
import { NOW } from '../support/clock.ts'
import { startEmbeddedTables } from '../support/embedded-tables.ts'
import { aStoredAgent, aStoredDepartment, aWaitingTicket, storeDesk } from '../support/routing-records.ts'
import { aHolder } from '../support/tickets.ts'

const stopTables = await startEmbeddedTables()
Object.assign(process.env, { RATE_LIMIT: '0', TICKET_QUEUE_URL: 'https://queue' })
const { documents } = await import('../../functions/stores/documents.ts')
const { handler } = await import('../../functions/schedules/sweep-queue.ts')
const { newId } = await import('../../functions/platform/ids.ts')
const { listEvents } = await import('../../functions/stores/events.ts')
const { insightKeys, peopleKeys } = await import('../../functions/stores/tables.ts')
const { setTimer } = await import('../../functions/stores/timers.ts')
const { getTicket, updateTicket } = await import('../../functions/stores/tickets.ts')
const { findUser, updateUser } = await import('../../functions/stores/people.ts')
afterAll(stopTables)

const sqs = mockClient(SQSClient)
beforeEach(() => {
  sqs.reset()
  sqs.rejects(new Error('no test expects this call')).on(SendMessageCommand).resolves({})
  vi.useFakeTimers({ toFake: ['Date'] })
})
afterEach(() => {
  vi.useRealTimers()
})

const minutesLater = (minutes: number): Date => new Date(NOW.getTime() + minutes * 60_000)
/** Runs the sweep at a time that is `minutes` after NOW. */
const sweepAfter = async (minutes: number): Promise<void> => {
  vi.setSystemTime(minutesLater(minutes))
  await handler()
}
const rung = (): readonly string[] =>
  sqs.commandCalls(SendMessageCommand).map(({ args: [{ input }] }) => JSON.parse(input.MessageBody ?? '').department_id)

let made = 0
const department = async (settings = {}) => {
  made += 1
  const own = aStoredDepartment(`S${made}`, settings)
  await storeDesk(documents, { departments: [own] })
  return own
}
let numbers = 0
/** A waiting ticket that came in at NOW. */
const ticketOf = (departmentId: string, given: Partial<TicketState> = {}): TicketState => {
  numbers += 1
  return aWaitingTicket(numbers, departmentId, { created_at: NOW.toISOString(), ...given })
}
const typesOf = async (id: string) => (await listEvents(`TICKET#${id}`)).map(({ type }) => type)
const samplesOf = async (departmentId: string) => {
  const { Items = [] } = await documents.send(
    new QueryCommand({
      TableName: 'Insight',
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': insightKeys.pressure(departmentId, '').pk },
    }),
  )
  return Items
}

describe('the minute sweep', () => {
  it('rings the bell of every other line when a department cannot be read, and then throws', async () => {
    const [unreadable, busy] = [await department(), await department()]
    await storeDesk(documents, { tickets: [ticketOf(busy.id)] })
    const key = peopleKeys.agent(unreadable.id, aHolder().id)
    await documents.send(new PutCommand({ TableName: 'AgentLoad', Item: { ...key, active: 'many' } }))

    await expect(sweepAfter(1)).rejects.toThrow()

    expect(rung()).toContain(busy.id)
    await documents.send(new DeleteCommand({ TableName: 'AgentLoad', Key: key }))
  })

  it('rings the bells of departments in which tickets wait, and no others', async () => {
    const [busy, quiet] = [await department(), await department()]
    await storeDesk(documents, { tickets: [ticketOf(busy.id)] })

    await sweepAfter(1)

    expect(rung()).toContain(busy.id)
    expect(rung()).not.toContain(quiet.id)
  })

  it('puts a ticket in line once if its triage never answered', async () => {
    const own = await department()
    const ticket = ticketOf(own.id, { queue_state: 'triaging', wake_at: minutesLater(0.25).toISOString() })
    await storeDesk(documents, { tickets: [ticket] })

    await sweepAfter(0.2)
    expect(await typesOf(ticket.id)).toEqual([])
    await Promise.all([sweepAfter(1), sweepAfter(1)])
    await sweepAfter(2)

    expect(await typesOf(ticket.id)).toEqual(['ticket_queued'])
    expect(await getTicket(ticket.id)).toMatchObject({ queue_state: 'waiting' })
  })

  it('dates its changes by the time of each, not by when the sweep began', async () => {
    const own = await department()
    const deadline = minutesLater(0.25)
    const tickets = [1, 2].map(() => ticketOf(own.id, { queue_state: 'triaging', wake_at: deadline.toISOString() }))
    await storeDesk(documents, { tickets })
    vi.setSystemTime(minutesLater(1))
    vi.spyOn(documents, 'send').mockImplementationOnce((...call) => {
      vi.setSystemTime(minutesLater(1.5))
      return DynamoDBDocumentClient.prototype.send.apply(documents, call)
    })

    await handler()

    for (const { id } of tickets) {
      const [queued] = await listEvents(`TICKET#${id}`)
      expect(queued).toMatchObject({ type: 'ticket_queued', at: minutesLater(1.5).toISOString() })
    }
  })

  it('announces once that an SLA is nearly used up, and once that it is breached', async () => {
    const own = await department()
    const ticket = ticketOf(own.id, {
      first_response_due_at: minutesLater(100).toISOString(),
      wake_at: minutesLater(70).toISOString(),
    })
    await storeDesk(documents, { tickets: [ticket] })

    await sweepAfter(69)
    expect(await typesOf(ticket.id)).toEqual([])
    await sweepAfter(70)
    await sweepAfter(71)
    expect(await typesOf(ticket.id)).toEqual(['sla_at_risk'])
    await sweepAfter(100)
    await sweepAfter(101)

    expect(await typesOf(ticket.id)).toEqual(['sla_at_risk', 'sla_breached'])
    expect((await getTicket(ticket.id)).wake_at).toBeNull()
  })

  it('takes untouched tickets from an agent who is offline beyond the grace time, and leaves begun ones', async () => {
    const own = await department({ offline_grace_minutes: 15 })
    const agent = aStoredAgent('Gil', own.id, { presence: 'offline', active: 2 })
    const held = { queue_state: 'assigned', assignee: aHolder({ ...agent }), assigned_at: NOW.toISOString() } as const
    const assignee = { id: agent.id, name: agent.name, department_id: own.id }
    const untouched = ticketOf(own.id, { ...held, assignee })
    const begun = ticketOf(own.id, { ...held, assignee, first_response_at: NOW.toISOString() })
    await storeDesk(documents, { agents: [agent], tickets: [untouched, begun] })

    await sweepAfter(200)
    expect((await getTicket(untouched.id)).queue_state).toBe('assigned')
    await sweepAfter(214)
    expect((await getTicket(untouched.id)).queue_state).toBe('assigned')
    await sweepAfter(215)

    expect(await getTicket(untouched.id)).toMatchObject({ queue_state: 'waiting', assignee: null })
    expect((await getTicket(begun.id)).queue_state).toBe('assigned')
  })

  it('also takes them from an admin, even where admins take none; they do not count in the load line', async () => {
    const own = await department({ admins_take_tickets: false })
    const agent = aStoredAgent('Ada', own.id, { role: 'admin', presence: 'offline', active: 1 })
    const assignee = { id: agent.id, name: agent.name, department_id: own.id }
    const held = ticketOf(own.id, { queue_state: 'assigned', assignee, assigned_at: NOW.toISOString() })
    const idle = aStoredAgent('Ben', own.id, { role: 'admin' })
    await storeDesk(documents, { agents: [agent, idle], tickets: [held] })

    await sweepAfter(700)
    expect(await samplesOf(own.id)).toMatchObject([{ agents_online: 0, active: 0, capacity: 0, pressure: 0 }])
    await sweepAfter(715)

    expect(await getTicket(held.id)).toMatchObject({ queue_state: 'waiting', assignee: null })
  })

  it('leaves a ticket given by hand with an absent agent, and takes it once they were back and left again', async () => {
    const own = await department({ offline_grace_minutes: 15 })
    const agent = aStoredAgent('Kit', own.id, { presence: 'offline', active: 1 })
    const ticket = ticketOf(own.id)
    await storeDesk(documents, { agents: [agent], tickets: [ticket] })
    const presenceAt = (presence: Presence, minute: number) =>
      updateUser(agent.id, (user) => {
        const change = setPresence(user, presence, { event_id: newId(), actor: SYSTEM, now: minutesLater(minute) })
        return change && { change }
      })
    await updateTicket(ticket.id, async (seen) => {
      const decision = { outcome: 'manual', reason: 'a choice', strategy: 'balanced', policy_version: 1 } as const
      const happening = { event_id: newId(), actor: SYSTEM, now: minutesLater(590) }
      const { id, name, department_id } = agent
      return { change: assignTicket(seen, { id, name, department_id }, { decision, override: false }, happening) }
    })

    await sweepAfter(600)
    await sweepAfter(615)
    expect(await getTicket(ticket.id)).toMatchObject({ queue_state: 'assigned', assignee: { id: agent.id } })

    await presenceAt('online', 616)
    await presenceAt('offline', 617)
    await sweepAfter(618)
    await sweepAfter(640)
    expect(await getTicket(ticket.id)).toMatchObject({ queue_state: 'waiting', assignee: null })
  })

  it('leaves everything with an agent who came back in time', async () => {
    const own = await department()
    const agent = aStoredAgent('Hal', own.id, { presence: 'online', active: 1 })
    const assignee = { id: agent.id, name: agent.name, department_id: own.id }
    const ticket = ticketOf(own.id, { queue_state: 'assigned', assignee })
    await storeDesk(documents, { agents: [agent], tickets: [ticket] })
    await setTimer('grace', agent.id, minutesLater(300))

    await sweepAfter(301)

    expect((await getTicket(ticket.id)).queue_state).toBe('assigned')
  })

  it('shows somebody who lost their last socket as offline', async () => {
    const own = await department()
    const agent = aStoredAgent('Ira', own.id)
    await storeDesk(documents, { agents: [agent] })
    await setTimer('presence', agent.id, minutesLater(400))

    await sweepAfter(401)

    expect(await findUser(agent.id)).toMatchObject({ presence: 'offline', former_presence: 'online' })
  })

  it('samples each department’s pressure once a minute, and announces an overload once', async () => {
    const own = await department({ overload_threshold: 1.2 })
    await storeDesk(documents, {
      agents: [aStoredAgent('Jo', own.id, { capacity: 1 })],
      tickets: [ticketOf(own.id), ticketOf(own.id)],
    })

    await sweepAfter(500)
    await sweepAfter(500.5)
    await sweepAfter(501)

    expect(await samplesOf(own.id)).toMatchObject([
      { at: minutesLater(500).toISOString(), pressure: 2, waiting: 2 },
      { at: minutesLater(501).toISOString(), pressure: 2 },
    ])
    const events = await listEvents(`PRESSURE#${own.id}`)
    expect(events).toMatchObject([{ type: 'department_overloaded', seq: 1, data: { department_id: own.id } }])
  })
})
