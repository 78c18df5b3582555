import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import type { StoredDepartment } from '../../functions/domain/department.ts'
import { meterOf, startEmbeddedTables } from '../support/embedded-tables.ts'
import { aStoredAgent, aStoredDepartment, aWaitingTicket, storeDesk } from '../support/routing-records.ts'

const stopTables = await startEmbeddedTables()
process.env.RATE_LIMIT = '0'
const { documents } = await import('../../functions/stores/documents.ts')
const { listDepartments } = await import('../../functions/stores/departments.ts')
const { serveDepartment } = await import('../../functions/use-cases/serving.ts')
const { getTicket } = await import('../../functions/stores/tickets.ts')
afterAll(stopTables)

const meter = meterOf(documents)

/** A department whose tickets never overflow to others. */
const alone = (name: string): StoredDepartment =>
  aStoredDepartment(name, { overflow: { enabled: false, after_minutes: 10 } })

/** Fills the memory of settings, departments and merges, which lasts half a second: the clock stands still. */
beforeAll(async () => {
  vi.useFakeTimers({ toFake: ['Date'] })
  const known = alone('KNOWN')
  await storeDesk(documents, { departments: [known], tickets: [aWaitingTicket(900, known.id)] })
  await serveDepartment(known, new Set())
})

const callsOf = async (department: StoredDepartment, ticketIds: readonly string[]): Promise<number> => {
  meter.calls = 0
  await serveDepartment(department, new Set(ticketIds))
  return meter.calls
}

it('reads of an empty line only the line itself, and the ticket that the bell was about', async () => {
  const own = alone('EMPTY')
  await storeDesk(documents, { departments: [own], agents: [aStoredAgent('EMPTYA', own.id)] })

  expect(await callsOf(own, [])).toBe(1)
  expect(await callsOf(own, [aWaitingTicket(1, 'ELSEWHERE').id])).toBe(2)
})

it('assigns a ticket with four calls: the line, the agents, the ticket, the claim', async () => {
  const own = alone('ONE')
  const ticket = aWaitingTicket(2, own.id)
  await storeDesk(documents, { departments: [own], agents: [aStoredAgent('ONEA', own.id)], tickets: [ticket] })

  expect(await callsOf(own, [ticket.id])).toBe(4)
})

it('knows from the agents that it read whether anybody is idle, and reads them only if it has not yet', async () => {
  const own = alone('IDLE')
  const ticket = aWaitingTicket(3, own.id)
  await storeDesk(documents, { departments: [own], agents: [aStoredAgent('IDLEA', own.id)], tickets: [ticket] })

  const busy = await serveDepartment(own, new Set())
  meter.calls = 0
  expect(await busy.hasIdle()).toBe(false)
  expect(meter.calls).toBe(0)

  await storeDesk(documents, { departments: [own], agents: [aStoredAgent('IDLEB', own.id)] })
  const empty = await serveDepartment(own, new Set())
  expect(await empty.hasIdle()).toBe(true)
})

it('reads the agents again for each pass over a line that has more tickets than there are agents', async () => {
  const own = alone('LONG')
  const tickets = [4, 5, 6].map((n) => aWaitingTicket(n, own.id))
  const agents = [aStoredAgent('LONGA', own.id, { active: 2 }), aStoredAgent('LONGB', own.id)]
  await storeDesk(documents, { departments: [own], agents, tickets })

  // Each pass reads the line and the agents; each ticket is read and claimed.
  expect(await callsOf(own, [])).toBe(2 * 2 + 3 * 2)
})

it('reads the agents of other departments only if a ticket has waited long enough to go to them', async () => {
  const [own, other] = [aStoredDepartment('YOUNG'), alone('FAR')]
  const full = aStoredAgent('YOUNGA', own.id, { active: 3 })
  const young = aWaitingTicket(7, own.id, { created_at: new Date().toISOString() })
  await storeDesk(documents, {
    departments: [own, other],
    agents: [full, aStoredAgent('FARA', other.id)],
    tickets: [young],
  })
  await listDepartments({ fresh: true })

  // The line, the agents, the first ticket in line, and the reason why it waits.
  expect(await callsOf(own, [])).toBe(4)
  expect((await getTicket(young.id)).queue_state).toBe('waiting')

  const old = aWaitingTicket(8, own.id, { priority: 'low' })
  await storeDesk(documents, { departments: [], tickets: [old] })
  await serveDepartment(own, new Set())
  const { assignee } = await getTicket(old.id)
  expect(assignee).not.toBeNull()
  expect(assignee?.department_id).not.toBe(own.id)
})
