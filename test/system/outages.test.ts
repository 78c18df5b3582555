import { afterEach, expect, it, vi } from 'vitest'
import { type Census, takeCensus } from '../support/census.ts'
import { type HostProcess, startHostProcess } from '../support/host-process.ts'
import { expectSound, judge, lineOf } from '../support/invariants.ts'
import { deadLetters, impatient, operate } from '../support/operator.ts'
import { ticketsOfPastHour } from '../support/past-hour.ts'
import { drained, figure, HOST_LIMITS, sized } from '../support/proof.ts'
import { hireAgents, keepToDepartments } from '../support/staff.ts'
import { submitTickets, ticketOfLoad } from '../support/submitting.ts'

vi.setConfig(HOST_LIMITS)

const CONNECTIONS = 8
const TICKETS = sized(6, 200)

let host: HostProcess
afterEach(() => host.stop())

const behave = (what: 'model' | 'mailbox', behaviour: string) =>
  host.local(what, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ behaviour }),
  })

const submit = (run: string, from: number) =>
  submitTickets(host, {
    count: TICKETS,
    connections: CONNECTIONS,
    run,
    ticket: (place) => ticketOfLoad(from + place),
  })

/** How often each ticket was triaged, in the order of the census. */
const triages = ({ tickets, steps }: Census): readonly number[] =>
  tickets.map(({ id }) => (steps.get(id) ?? []).filter(({ type }) => type === 'triage_ready').length)

interface Mail {
  readonly to: string
  readonly subject: string
}

const mails = (): Promise<readonly Mail[]> => host.local<readonly Mail[]>('mailbox')

it('triages every ticket once without the model, and once more when it is back', async () => {
  host = await startHostProcess()
  const admin = await host.signIn('admin')
  await hireAgents(host, admin, { perDepartment: 1, capacity: 5 })
  const accepted = new Set<string>()
  const behaviours = sized(['garbage'], ['garbage', 'throttle', 'hang', 'down'])
  for (const [place, behaviour] of behaviours.entries()) {
    await behave('model', behaviour)
    const submission = await submit(behaviour, place * TICKETS)
    for (const id of submission.accepted) accepted.add(id)
    await drained(host)
  }
  const during = await takeCensus(host.awsUrl)
  expect(new Set(triages(during))).toEqual(new Set([1]))

  await behave('model', 'normal')
  // A run triages 500 tickets at most.
  for (let left = accepted.size; left > 0; left -= 500) await host.local('schedules/retry-triage', { method: 'POST' })
  await drained(host)
  const after = await takeCensus(host.awsUrl)
  const verdict = judge(after, accepted)
  expectSound(verdict)
  expect(new Set(triages(after))).toEqual(new Set([2]))
  figure(`outages: model with ${behaviours.join(', ')}: all triaged without it, then anew; ${lineOf(verdict)}`)
})

it('sends every mail exactly once after the mail was down', async () => {
  host = await startHostProcess({ template: impatient('NotifyPeopleQueue') })
  const admin = await host.signIn('admin')
  await behave('mailbox', 'down')
  const { accepted } = await submit('mail', 0)
  await drained(host)
  expect(await mails()).toEqual([])
  expect(await deadLetters(host)).toEqual({ NotifyPeopleDeadLetters: TICKETS })
  expect((await admin.call('getStatistics')).body.queue.waiting).toBe(TICKETS)

  await behave('mailbox', 'normal')
  await operate(host, 'redrive', 'NotifyPeopleDeadLetters')
  await drained(host)
  const { items } = (await admin.call('listTickets', { query: { limit: '100' } })).body
  const sent = await mails()
  expect(sent).toHaveLength(TICKETS)
  for (const { number } of items) expect(sent.filter(({ subject }) => subject.includes(number))).toHaveLength(1)
  figure(`outages: mail down for ${accepted.size} tickets: ${sent.length} mails after redrive, none lost, none doubled`)
})

it('catches up with an hour of events after the readers of the stream were down', async () => {
  host = await startHostProcess()
  const admin = await host.signIn('admin')
  await hireAgents(host, admin, { perDepartment: 3, capacity: 2 })
  await keepToDepartments(admin)
  await drained(host)
  await host.end('SIGTERM')
  await host.start({ holdConsumers: true })
  const { body: departments } = await admin.call('listDepartments')
  const accepted = await ticketsOfPastHour(host.awsUrl, departments.items, TICKETS)

  await host.end('SIGTERM')
  const released = performance.now()
  await host.start({ holdConsumers: false })
  await drained(host)
  const seconds = (performance.now() - released) / 1_000
  const census = await takeCensus(host.awsUrl)
  const verdict = judge(census, accepted)
  expectSound(verdict)
  expect(new Set(triages(census))).toEqual(new Set([1]))
  expect((await admin.call('getStatistics')).body.total_tickets).toBe(TICKETS)
  const told = (await mails()).filter(({ to }) => to.includes('past'))
  expect(new Set(told.map(({ to }) => to)).size).toBe(TICKETS)
  expect(told).toHaveLength(TICKETS)
  figure(`outages: an hour of the stream caught up in ${seconds.toFixed(0)} s; ${lineOf(verdict)}`)
})
