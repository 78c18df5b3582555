import { afterAll, expect, it } from 'vitest'
import { holdingsOf } from '../../functions/domain/fairness/holdings.ts'
import { SYSTEM } from '../../functions/domain/ticket/change.ts'
import { patchTicket } from '../../functions/domain/ticket.ts'
import { decideSuggestion } from '../../functions/domain/triage/changes.ts'
import { startEmbeddedTables } from '../support/embedded-tables.ts'
import { aStoredAgent, aStoredDepartment, aWaitingTicket, storeDesk } from '../support/routing-records.ts'
import { aStoredTriage } from '../support/triage-records.ts'

const stopTables = await startEmbeddedTables()
Object.assign(process.env, { RATE_LIMIT: '0', INDEX_SHARDS: '3' })
const { documents } = await import('../../functions/stores/documents.ts')
const { assignmentEvents, heldTickets } = await import('../../functions/stores/assignment-history.ts')
const { serveDepartment } = await import('../../functions/use-cases/serving.ts')
const { updateTicket } = await import('../../functions/stores/tickets.ts')
const { newId } = await import('../../functions/platform/ids.ts')
afterAll(stopTables)

it('returns, from all shards, who took a ticket in a window, who gave one up, and who still carries one', async () => {
  const own = aStoredDepartment('W1')
  const agent = aStoredAgent('PIA', own.id)
  const tickets = [1, 2, 3].map((n) => aWaitingTicket(n, own.id))
  await storeDesk(documents, { departments: [own], agents: [agent], tickets })
  const from = new Date()
  await serveDepartment(own, new Set())
  await updateTicket(tickets[0]?.id ?? '', async (ticket) => {
    const happening = { event_id: newId(), actor: SYSTEM, now: new Date() }
    return { change: patchTicket(ticket, { status: 'resolved' }, happening, () => own) }
  })
  const to = new Date(Date.now() + 1_000)

  const events = await assignmentEvents(from, to)
  const held = await heldTickets()
  const holdings = holdingsOf(events, held, from.toISOString())

  expect(events.map(({ type }) => type)).toEqual([...Array(3).fill('ticket_assigned'), 'status_changed'])
  expect(held.map(({ ticket_id }) => ticket_id).toSorted()).toEqual(tickets.slice(1).map(({ id }) => id))
  expect(holdings.map(({ agent_id, resolved }) => [agent_id, resolved]).toSorted()).toEqual([
    [agent.id, false],
    [agent.id, false],
    [agent.id, true],
  ])
  expect(await assignmentEvents(new Date(0), from)).toEqual([])
})

it('returns who lost a ticket that was moved by a decision about its triage', async () => {
  const [own, other] = [aStoredDepartment('W2'), aStoredDepartment('W3')]
  const ticket = aWaitingTicket(9, own.id, { triage: aStoredTriage({ suggested_category: 'technical' }) })
  await storeDesk(documents, { departments: [own, other], agents: [aStoredAgent('QUI', own.id)], tickets: [ticket] })
  const from = new Date()
  await serveDepartment(own, new Set())
  await updateTicket(ticket.id, async (seen) => {
    const happening = { event_id: newId(), actor: SYSTEM, now: new Date() }
    return { change: decideSuggestion(seen, { decision: 'accept' }, () => other, happening) }
  })

  const events = (await assignmentEvents(from, new Date(Date.now() + 1_000))).filter(
    ({ ticket_id }) => ticket_id === ticket.id,
  )

  expect(events.map(({ type }) => type)).toEqual(['ticket_assigned', 'triage_decided'])
  const [released] = holdingsOf(events, [], from.toISOString())
  expect(released).toMatchObject({ released_at: events[1]?.at, resolved: false })
})
