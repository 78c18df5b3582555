import { DeleteCommand, PutCommand } from '@aws-sdk/lib-dynamodb'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { searchKeys } from '../../functions/stores/tables.ts'
import { type HostProcess, startHostProcess } from '../support/host-process.ts'
import { deadLetters, impatient, operate } from '../support/operator.ts'
import { drained, figure, HOST_LIMITS, sizedTickets } from '../support/proof.ts'
import { rawDocuments, rawRows, rawTableName } from '../support/raw-rows.ts'
import { submitTickets, ticketOfLoad } from '../support/submitting.ts'

vi.setConfig(HOST_LIMITS)

const TICKETS = sizedTickets(200, 10_000)
const POISONED = Math.floor(TICKETS / 2)

let host: HostProcess
beforeAll(async () => {
  host = await startHostProcess({ holdConsumers: true, template: impatient('IndexTicketQueue') })
})
afterAll(() => host.stop())

/** How many tickets the search index holds correctly. */
const countIndexed = async (): Promise<number> => {
  let count = 0
  for await (const { sk, terms } of rawRows(host.awsUrl, 'Search')) {
    if (sk === searchKeys.indexed('').sk && Array.isArray(terms)) count += 1
  }
  return count
}

it(`sets aside messages about 1 broken of ${TICKETS} tickets, handles all others, and these after repair`, async () => {
  const { accepted } = await submitTickets(host, {
    count: TICKETS,
    connections: 32,
    run: 'poison',
    ticket: ticketOfLoad,
  })
  const admin = await host.signIn('admin')
  const poisoned = [...accepted][POISONED] ?? ''
  const { body: ticket } = await admin.call('getTicket', { params: { id: poisoned } })
  const documents = rawDocuments(host.awsUrl)
  const TableName = await rawTableName(documents, 'Search')
  await documents.send(new PutCommand({ TableName, Item: { ...searchKeys.indexed(poisoned), terms: 'unreadable' } }))

  await host.end('SIGTERM')
  await host.start({ holdConsumers: false })
  await drained(host)
  const setAside = await deadLetters(host)
  expect(Object.keys(setAside)).toEqual(['IndexTicketDeadLetters'])
  expect(await countIndexed()).toBe(TICKETS - 1)
  const { body: statistics } = await admin.call('getStatistics')
  expect([statistics.total_tickets, statistics.queue.waiting]).toEqual([TICKETS, TICKETS])

  await documents.send(new DeleteCommand({ TableName, Key: searchKeys.indexed(poisoned) }))
  const said = await operate(host, 'redrive', 'IndexTicketDeadLetters')
  expect(said).toMatch(new RegExp(`^${setAside.IndexTicketDeadLetters} messages moved`))
  await drained(host)
  expect(await deadLetters(host)).toEqual({})
  expect(await countIndexed()).toBe(TICKETS)
  const { body: found } = await admin.call('listTickets', { query: { search: ticket.title } })
  expect(found.items.map(({ id }) => id)).toContain(poisoned)
  figure(`poison: 1 of ${TICKETS} broken: ${TICKETS - 1} done, 1 set aside, redrive completed it: "${said}"`)
  documents.destroy()
})
