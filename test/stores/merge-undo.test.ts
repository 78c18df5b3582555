import { UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { afterAll, describe, expect, it } from 'vitest'
import type { TicketState } from '../../functions/contracts/ticket-state.ts'
import { assignTicket } from '../../functions/domain/assignment/changes.ts'
import { undoPlan } from '../../functions/domain/merge/changes.ts'
import { commentOn } from '../../functions/domain/ticket.ts'
import { insightKeys } from '../../functions/stores/tables.ts'
import { openMergeDesk } from '../support/merge-desk.ts'
import { aStoredAgent, aStoredDepartment, aWaitingTicket, storeDesk } from '../support/routing-records.ts'

const { close, aName, happening, proposed, apply, undo, typesOf, dueTimers } = await openMergeDesk()
afterAll(close)
const { documents } = await import('../../functions/stores/documents.ts')
const { recordDecision } = await import('../../functions/stores/assignments.ts')
const { findAgent } = await import('../../functions/stores/agents.ts')
const { putComment } = await import('../../functions/stores/comments.ts')
const { listDepartments } = await import('../../functions/stores/departments.ts')
const { decideByHand } = await import('../../functions/use-cases/manual-decisions.ts')
const { appliedMerges, commitPlan, forgetMerges, updatePlan } = await import('../../functions/stores/merge-plans.ts')
const { servePlan } = await import('../../functions/use-cases/merge-deadlines.ts')
const { returnTickets, undoOutcome } = await import('../../functions/use-cases/merge-undo.ts')
const { readLine } = await import('../../functions/stores/queue-line.ts')
const { serveDepartment } = await import('../../functions/use-cases/serving.ts')
const { commitTicket, getTicket, updateTicket } = await import('../../functions/stores/tickets.ts')
const { newId } = await import('../../functions/platform/ids.ts')

const NOBODY: ReadonlySet<string> = new Set()
let desks = 0

/** Two merged departments: the source without agents and with waiting tickets, the target with one free agent. */
const mergedDesk = async (capacity: number, waiting: number) => {
  desks += 1
  const first = desks * 100
  const overflow = { enabled: false, after_minutes: 10 }
  const [source, target] = [aStoredDepartment(aName(), { overflow }), aStoredDepartment(aName(), { overflow })]
  const helper = aStoredAgent(`${target.name}A`, target.id, { capacity })
  const line = Array.from({ length: waiting }, (_none, n) => aWaitingTicket(first + n, source.id))
  await storeDesk(documents, { departments: [source, target], agents: [helper], tickets: line })
  await listDepartments({ fresh: true })
  const change = proposed(source.id, target.id)
  await commitPlan(change)
  const plan = await apply(change.plan)
  return { source, target, helper, line, plan, first }
}
const writeOn = async (ticket: TicketState, author: { readonly id: string; readonly name: string }) => {
  const comment = commentOn(
    ticket,
    { body: 'On it.', visibility: 'internal', author: { ...author, role: 'agent' }, by_requester: false },
    newId(),
    happening(),
  )
  expect(await commitTicket(comment, [putComment(comment)])).toBe('written')
}

describe('an undo', () => {
  it('returns tickets that helpers have not begun, keeps and lists begun ones, and moves nothing else', async () => {
    const { source, target, helper, line, plan } = await mergedDesk(2, 3)
    await serveDepartment(source, NOBODY)
    const held = await Promise.all(line.slice(0, 2).map(({ id }) => getTicket(id)))
    expect(held.map(({ assignee }) => assignee?.id)).toEqual([helper.id, helper.id])
    const [begun, untouched] = held
    if (!begun || !untouched) throw new Error('nobody was helped')
    await writeOn(begun, helper)

    const undone = await undo(plan)
    await returnTickets(undone, new Date())

    expect(undone).toMatchObject({ state: 'undone', ticket_ids: [begun.id] })
    expect(undone.reason).toContain('1 ticket still waiting, 1 ticket returned from helpers, 1 ticket begun')
    expect(await getTicket(begun.id)).toMatchObject({ assignee: { id: helper.id }, queue_state: 'assigned' })
    expect(await getTicket(untouched.id)).toMatchObject({ assignee: null, queue_state: 'waiting' })
    expect(await typesOf(`TICKET#${untouched.id}`)).toEqual([
      ['ticket_assigned', 2],
      ['ticket_unassigned', 3],
    ])
    expect((await findAgent(target.id, helper.id))?.active).toBe(1)
    expect((await readLine(source.id)).map(({ ticket_id }) => ticket_id)).toEqual([untouched.id, line[2]?.id])
    expect((await Promise.all(line.map(({ id }) => getTicket(id)))).map((ticket) => ticket.department_id)).toEqual(
      line.map(() => source.id),
    )
  })

  it('that was interrupted is finished by the sweep, and returns nothing twice if repeated', async () => {
    const { source, line, plan } = await mergedDesk(2, 2)
    await serveDepartment(source, NOBODY)
    const undone = await undo(plan)
    expect(undone.returning_ticket_ids.toSorted()).toEqual(line.map(({ id }) => id).toSorted())
    expect(await dueTimers(new Date())).toContain(plan.id)

    await Promise.all([servePlan(plan.id, new Date()), returnTickets(undone, new Date())])
    await returnTickets(undone, new Date())

    for (const { id } of line) {
      expect(await typesOf(`TICKET#${id}`)).toEqual([
        ['ticket_assigned', 2],
        ['ticket_unassigned', 3],
      ])
    }
    expect(await dueTimers(new Date())).not.toContain(plan.id)
  })

  it('leaves alone what a helper begins before it gets there, and what was assigned before the merge', async () => {
    const { source, helper, line, plan, first } = await mergedDesk(2, 1)
    await serveDepartment(source, NOBODY)
    const older = aWaitingTicket(first + 50, source.id, {
      queue_state: 'assigned',
      assignee: { id: helper.id, name: helper.name, department_id: helper.department_id },
      assigned_at: '2026-03-02T10:00:00.000Z',
    })
    await storeDesk(documents, { tickets: [older] })
    const undone = await undo(plan)
    const [helped] = line
    if (!helped) throw new Error('nothing was in line')
    expect(undone.returning_ticket_ids).toEqual([helped.id])

    await writeOn(await getTicket(helped.id), helper)
    await returnTickets(undone, new Date())

    expect(await getTicket(helped.id)).toMatchObject({ assignee: { id: helper.id } })
    expect(await getTicket(older.id)).toMatchObject({ assignee: { id: helper.id }, version: 1 })
  })

  it('also returns a ticket that a helper was given while the undo was being written', async () => {
    const { source, helper, line, plan } = await mergedDesk(2, 1)
    const seenTooEarly = await undoOutcome(plan)
    await serveDepartment(source, NOBODY)

    const undone = await updatePlan(plan.id, async (seen) => ({ change: undoPlan(seen, seenTooEarly, happening()) }))
    await servePlan(undone.id, new Date())

    expect(undone.returning_ticket_ids).toEqual([])
    expect(await getTicket(line[0]?.id ?? '')).toMatchObject({ assignee: null, queue_state: 'waiting' })
    expect((await findAgent(helper.department_id, helper.id))?.active).toBe(0)
  })

  it('leaves with a helper what a person gave them', async () => {
    const { helper, line, plan } = await mergedDesk(2, 1)
    const byHand = await updateTicket(line[0]?.id ?? '', async (ticket) => {
      const given = happening()
      const decision = await decideByHand(ticket, helper, given, false)
      const { id, name, department_id } = helper
      const change = assignTicket(ticket, { id, name, department_id }, { decision, override: false }, given)
      return { change, extra: [recordDecision(ticket.id, given.event_id, decision)] }
    })

    const undone = await undo(plan)
    await returnTickets(undone, new Date())

    expect(undone.ticket_ids).toEqual([byHand.ticket.id])
    expect(await getTicket(byHand.ticket.id)).toMatchObject({ assignee: { id: helper.id } })
  })

  it('lets no helper be given another ticket, even by an instance that does not know of it yet', async () => {
    const { source, helper, line, plan } = await mergedDesk(2, 2)
    const own = aStoredAgent(`${source.name}A`, source.id, { capacity: 1 })
    await storeDesk(documents, { agents: [own] })
    expect((await appliedMerges()).map(({ id }) => id)).toContain(plan.id)
    await documents.send(
      new UpdateCommand({
        TableName: 'Insight',
        Key: insightKeys.merge(plan.id),
        UpdateExpression: 'SET #state = :undone',
        ExpressionAttributeNames: { '#state': 'state' },
        ExpressionAttributeValues: { ':undone': 'undone' },
      }),
    )

    await serveDepartment(source, NOBODY)

    expect((await findAgent(helper.department_id, helper.id))?.active).toBe(0)
    expect((await findAgent(source.id, own.id))?.active).toBe(1)
    expect((await readLine(source.id)).map(({ ticket_id }) => ticket_id)).toEqual([line[1]?.id])
  })

  it('ends the help: the source is served by its own agents alone', async () => {
    const { source, line, plan } = await mergedDesk(2, 1)
    await undo(plan)
    forgetMerges()

    await serveDepartment(source, NOBODY)

    expect((await readLine(source.id)).map(({ ticket_id }) => ticket_id)).toEqual(line.map(({ id }) => id))
  })
})
