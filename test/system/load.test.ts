import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { takeCensus } from '../support/census.ts'
import { type HostProcess, startHostProcess } from '../support/host-process.ts'
import { expectSound, judge, lineOf } from '../support/invariants.ts'
import { askedRate, drained, figure, HOST_LIMITS, sizedTickets } from '../support/proof.ts'
import { hireAgents, keepToDepartments } from '../support/staff.ts'
import { submitTickets, ticketOfLoad } from '../support/submitting.ts'

vi.setConfig(HOST_LIMITS)

const TICKETS = sizedTickets(100, 5_000)
const CONNECTIONS = 32
/** Tickets that are searched for in the end, each by a word that only it has. */
const LOOKED_FOR = 25

let host: HostProcess
beforeAll(async () => {
  host = await startHostProcess()
  const admin = await host.signIn('admin')
  await hireAgents(host, admin, { perDepartment: 3, capacity: 100 })
  await keepToDepartments(admin)
})
afterAll(() => host.stop())

const countBy = <Key extends string>(keys: readonly Key[]): Readonly<Partial<Record<Key, number>>> => {
  const counts: Partial<Record<Key, number>> = {}
  for (const key of keys) counts[key] = (counts[key] ?? 0) + 1
  return counts
}

it(`loses none of ${TICKETS} tickets that were acknowledged, and keeps every invariant`, async () => {
  const started = performance.now()
  const { accepted, seconds } = await submitTickets(host, {
    count: TICKETS,
    connections: CONNECTIONS,
    rate: askedRate,
    run: 'load',
    ticket: ticketOfLoad,
  })
  await drained(host)
  const wholeSeconds = (performance.now() - started) / 1_000
  const census = await takeCensus(host.awsUrl)
  const verdict = judge(census, accepted)

  expect(verdict.accepted).toBe(TICKETS)
  expectSound(verdict)
  // A large run takes longer than the hour for which a token is valid.
  const admin = await host.signIn('admin')
  const { body: statistics } = await admin.call('getStatistics')
  expect(statistics).toMatchObject({
    total_tickets: TICKETS,
    category_breakdown: countBy(census.tickets.map(({ category }) => category)),
    priority_breakdown: countBy(census.tickets.map(({ priority }) => priority)),
    status_breakdown: countBy(census.tickets.map(({ status }) => status)),
    queue: { waiting: verdict.waiting },
  })
  for (let place = 0; place < TICKETS; place += Math.ceil(TICKETS / LOOKED_FOR)) {
    const { body: found } = await admin.call('listTickets', { query: { search: `message${place} request` } })
    expect(found.items.map(({ title }) => title)).toEqual([`Request ${place}`])
  }
  expect(await host.local('denials')).toEqual([])
  figure(
    `load: ${lineOf(verdict)}; ${(TICKETS / seconds).toFixed(0)} created a second, ` +
      `${(TICKETS / wholeSeconds).toFixed(0)} a second through the whole pipeline, ${wholeSeconds.toFixed(0)} s in all`,
  )
})
