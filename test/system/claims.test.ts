import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { type Census, takeCensus } from '../support/census.ts'
import { type HostProcess, startHostProcess } from '../support/host-process.ts'
import { expectSound, judge, lineOf } from '../support/invariants.ts'
import { drained, figure, HOST_LIMITS, inParallel } from '../support/proof.ts'
import { type HiredAgent, hireAgents } from '../support/staff.ts'
import { submitTickets, ticketOfLoad } from '../support/submitting.ts'
import type { ApiUser } from '../support/test-system.ts'

vi.setConfig(HOST_LIMITS)

const CONNECTIONS = 32
const TICKETS = 160
const PER_DEPARTMENT = 3
const CAPACITY = 10
const PLACES = 4 * PER_DEPARTMENT * CAPACITY

let host: HostProcess
let admin: ApiUser
let agents: readonly HiredAgent[]
const accepted = new Set<string>()

beforeAll(async () => {
  host = await startHostProcess()
  admin = await host.signIn('admin')
  agents = await hireAgents(host, admin, { perDepartment: PER_DEPARTMENT, capacity: CAPACITY })
})
afterAll(() => host.stop())

const submit = async (from: number, count: number): Promise<void> => {
  const ticket = (place: number) => ticketOfLoad(from + place)
  const submission = await submitTickets(host, { count, connections: CONNECTIONS, run: `from-${from}`, ticket })
  for (const id of submission.accepted) accepted.add(id)
}

/** Claims a second, between the first and the last of those made since an instant. */
const claimRate = ({ steps }: Census, since: string): number => {
  const times = [...steps.values()]
    .flat()
    .filter(({ type, at }) => type === 'ticket_assigned' && at >= since)
    .map(({ at }) => Date.parse(at))
  return (times.length - 1) / ((Math.max(...times) - Math.min(...times)) / 1_000)
}

const setPresence = (presence: 'online' | 'dnd') =>
  inParallel(agents, 4, async (agent) => {
    expect((await agent.call('changePresence', { body: { presence } })).status).toBe(200)
  })

const expectFull = ({ tickets }: Census): void => {
  const assigned = tickets.filter(({ queue_state }) => queue_state === 'assigned')
  const byAgent = Map.groupBy(assigned, ({ assignee }) => assignee?.id)
  expect(assigned).toHaveLength(PLACES)
  for (const { id } of agents) expect(byAgent.get(id)).toHaveLength(CAPACITY)
}

it('fills 12 agents of capacity 10 from 32 parallel creates, none beyond it, and the rest waits in order', async () => {
  const since = new Date().toISOString()
  await submit(0, TICKETS)
  await drained(host)
  const census = await takeCensus(host.awsUrl)
  const verdict = judge(census, accepted)

  expectSound(verdict)
  expectFull(census)
  const { body: queue } = await admin.call('listQueue')
  expect(queue.items).toHaveLength(TICKETS - PLACES)
  for (const line of Map.groupBy(queue.items, ({ department_id }) => department_id).values()) {
    expect(line).toHaveLength((TICKETS - PLACES) / 4)
    expect(line.map(({ position }) => position)).toEqual(line.map((_place, index) => index + 1))
  }
  figure(`claims: ${lineOf(verdict)}; ${claimRate(census, since).toFixed(0)} assignments a second beside the creates`)
})

it('assigns a whole line when everybody comes online at once, first in line first', async () => {
  await setPresence('dnd')
  const { tickets } = await takeCensus(host.awsUrl)
  await inParallel(
    tickets.filter(({ queue_state }) => queue_state === 'assigned'),
    8,
    async ({ id }) => {
      const answer = await admin.call('patchTicketStatus', { params: { id }, body: { status: 'resolved' } })
      expect(answer.status).toBe(200)
    },
  )
  await submit(TICKETS, PLACES)
  await drained(host)
  const since = new Date().toISOString()
  await setPresence('online')
  await drained(host)
  const census = await takeCensus(host.awsUrl)
  const verdict = judge(census, accepted)

  expectSound(verdict)
  expectFull(census)
  figure(`claims: a line of ${TICKETS} given out at ${claimRate(census, since).toFixed(0)} assignments a second`)
})
