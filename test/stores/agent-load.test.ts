import { afterAll, expect, it } from 'vitest'
import { assignTicket } from '../../functions/domain/assignment-changes.ts'
import { SYSTEM } from '../../functions/domain/ticket-change.ts'
import { startEmbeddedTables } from '../support/embedded-tables.ts'
import { aDepartment, anAgent, aWaitingTicket, storeDesk } from '../support/routing-records.ts'
import { anId, NOW } from '../support/tickets.ts'

const stopTables = await startEmbeddedTables()
const { documents } = await import('../../functions/stores/documents.ts')
const { commitTicket } = await import('../../functions/stores/tickets.ts')
const { chooseAgent } = await import('../../functions/domain/assignment.ts')
afterAll(stopTables)

const own = aDepartment('L1')
const left = anAgent('Gone', own.id, { presence: 'offline', left_at: NOW.toISOString() })

it.each([false, true])('no ticket goes by hand to somebody who has just left (over capacity: %s)', async (override) => {
  const ticket = aWaitingTicket(override ? 2 : 1, own.id)
  await storeDesk(documents, { departments: [own], agents: [left], tickets: [ticket] })
  const policy = { strategy: own.strategy, weights: own.weights, version: 1 }
  const considered = chooseAgent({ ticket, candidates: [], policy, now: NOW.toISOString() })
  const decision = { ...considered, outcome: 'manual' as const, chosen: left.id }
  const happening = { event_id: anId(`E${override}`), actor: SYSTEM, now: NOW }
  const change = assignTicket(ticket, left, { decision, override }, happening)

  expect(await commitTicket(change)).toBe('agent-refused')
})
