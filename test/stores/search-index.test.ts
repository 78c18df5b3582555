import { PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb'
import { afterAll, expect, it } from 'vitest'
import type { TicketState } from '../../functions/contracts/ticket-state.ts'
import { termsOf } from '../../functions/domain/search.ts'
import { startEmbeddedTables } from '../support/embedded-tables.ts'
import { ticketState } from '../support/ticket-series.ts'

const stopTables = await startEmbeddedTables()
const { documents } = await import('../../functions/stores/documents.ts')
const { indexTicket } = await import('../../functions/stores/search-index.ts')
const { ticketRow } = await import('../../functions/stores/ticket-rows.ts')
afterAll(stopTables)

const store = (ticket: TicketState) => documents.send(new PutCommand({ TableName: 'Tickets', Item: ticketRow(ticket) }))
/** The terms under which a ticket is indexed, one for each posting. */
const postingsOf = async ({ id }: TicketState): Promise<string[]> => {
  const { Items = [] } = await documents.send(new ScanCommand({ TableName: 'Search' }))
  return Items.filter(({ sk }) => String(sk).endsWith(`#${id}`))
    .map(({ pk }) => String(pk).replace('TERM#', ''))
    .toSorted()
}
const manyWords = (from: number): string => Array.from({ length: 60 }, (_, at) => `w${from + at}x`).join(' ')

it('matches the newest text when many index a ticket at once while its text changes', async () => {
  const versions = [0, 45, 90, 135].map((from, at) =>
    ticketState(1, { title: manyWords(from), description: manyWords(from + 300), version: at + 1 }),
  )
  const writers: Promise<void>[] = []
  for (const version of versions) {
    await store(version)
    writers.push(indexTicket(version.id, true), indexTicket(version.id, false), indexTicket(version.id, true))
  }
  await Promise.all(writers)

  const newest = versions.at(-1) as TicketState
  expect(await postingsOf(newest)).toEqual(termsOf(newest))
})
