import { afterAll, beforeAll, expect, it } from 'vitest'
import type { MergePlan } from '../../functions/contracts/insight.ts'
import type { NewTicket } from '../../functions/contracts/ticket.ts'
import type { Category } from '../../functions/contracts/triage.ts'
import { takeCensus } from '../support/census.ts'
import { type HostProcess, startHostProcess } from '../support/host-process.ts'
import { expectSound, judge } from '../support/invariants.ts'
import { drained, figure, sized } from '../support/proof.ts'
import { type HiredAgent, hireAgents } from '../support/staff.ts'
import { submitTickets } from '../support/submitting.ts'
import type { ApiUser } from '../support/test-system.ts'

const CAPACITY = 5
const PER_DEPARTMENT = 2
/** Tickets before the merge, at least twice what the department can hold; as many again come while it is undone. */
const TICKETS = sized(20, 200)
const CONNECTIONS = 8

let host: HostProcess
let admin: ApiUser
let agents: readonly HiredAgent[]
beforeAll(async () => {
  host = await startHostProcess()
  admin = await host.signIn('admin')
  agents = await hireAgents(host, admin, { perDepartment: PER_DEPARTMENT, capacity: CAPACITY })
  const { body } = await admin.call('listDepartments')
  for (const { id } of body.items) {
    await admin.call('patchDepartment', { params: { id }, body: { overflow: { enabled: false, after_minutes: 10 } } })
  }
})
afterAll(() => host.stop())

const of =
  (run: string, category: Category) =>
  (place: number): NewTicket => ({
    title: `${run} ${place}`,
    description: `This is request ${place} about ${category}.`,
    category,
    requester: { name: 'Greta Guest', email: `guest${place}@example.org` },
  })
const submit = (run: string, category: Category, count: number) =>
  submitTickets(host, { count, connections: CONNECTIONS, run, ticket: of(run, category) })
const ticket = async (id: string) => (await admin.call('getTicket', { params: { id } })).body
const departmentOf = async (category: Category) => {
  const found = (await admin.call('listDepartments')).body.items.find(({ categories }) => categories.includes(category))
  if (!found) throw new Error(`no department serves ${category}`)
  return found
}
/** Sends the same request three times at once. */
const threeTimes = (route: 'approveMerge' | 'undoMerge', { id }: MergePlan) =>
  Promise.all([1, 2, 3].map(() => admin.call(route, { params: { id } })))
const statusesOf = (answers: readonly { readonly status: number }[]) => answers.map(({ status }) => status).toSorted()
const agentById = (id: string | undefined): HiredAgent => {
  const agent = agents.find((one) => one.id === id)
  if (!agent) throw new Error(`there is no agent ${id}`)
  return agent
}

it('a merge is undone in the middle of traffic: nobody keeps a ticket that only the merge gave them', async () => {
  const billing = await departmentOf('billing')
  const before = await submit('before', 'billing', TICKETS)
  await drained(host)
  const { body: checked } = await admin.call('checkMerges')
  const [plan] = checked.items
  if (!plan) throw new Error('nothing was proposed')
  expect(plan).toMatchObject({ state: 'proposed', source_department_id: billing.id })
  expect(plan.ticket_ids).toHaveLength(TICKETS - PER_DEPARTMENT * CAPACITY)

  expect(statusesOf(await threeTimes('approveMerge', plan))).toEqual([200, 409, 409])
  await drained(host)
  const helped = (await Promise.all([...before.accepted].map(ticket))).filter(
    ({ assignee }) => assignee && agentById(assignee.id).department_id === plan.target_department_id,
  )
  expect(helped).toHaveLength(Math.min(plan.ticket_ids.length, PER_DEPARTMENT * CAPACITY))

  const [commented, resolved, untouched] = helped
  if (!commented || !resolved || !untouched) throw new Error('too little was helped')
  await agentById(commented.assignee?.id).call('addComment', {
    params: { id: commented.id },
    body: { body: 'I am looking into it.' },
  })
  await agentById(resolved.assignee?.id).call('patchTicketStatus', {
    params: { id: resolved.id },
    body: { status: 'resolved' },
  })
  const [answers, during, own] = await Promise.all([
    threeTimes('undoMerge', plan),
    submit('during', 'billing', TICKETS),
    submit('own', 'general', 3),
  ])
  expect(statusesOf(answers)).toEqual([200, 409, 409])
  const after = await submit('after', 'billing', 5)
  await drained(host)

  const census = await takeCensus(host.awsUrl)
  const verdict = judge(census, new Set([before, during, own, after].flatMap(({ accepted }) => [...accepted])))
  expectSound(verdict)
  const targets = new Set(
    agents.filter(({ department_id }) => department_id === plan.target_department_id).map(({ id }) => id),
  )
  const atBilling = census.tickets.filter(({ category }) => category === 'billing')
  expect(atBilling.every(({ department_id }) => department_id === billing.id)).toBe(true)
  const stillHelped = atBilling.filter(
    ({ queue_state, assignee }) => queue_state === 'assigned' && assignee && targets.has(assignee.id),
  )
  const { body: merges } = await admin.call('listMerges')
  const undone = merges.items.find(({ id }) => id === plan.id)
  expect(undone?.state).toBe('undone')
  expect(stillHelped.map(({ id }) => id)).toEqual([commented.id])
  expect(undone?.ticket_ids).toEqual([commented.id])

  const { body: history } = await admin.call('listTicketEvents', { params: { id: untouched.id } })
  const back = history.items.findLast(({ type }) => type === 'ticket_unassigned')
  expect(back).toMatchObject({ actor: { kind: 'system' }, reason: expect.stringContaining('merge') })
  expect((await admin.call('getStatistics')).body).toMatchObject({
    total_tickets: verdict.accepted,
    queue: { waiting: verdict.waiting },
  })
  expect(await host.local('denials')).toEqual([])
  figure(`merging: ${verdict.accepted} tickets, ${helped.length} helped, ${stillHelped.length} stayed after the undo`)
})
