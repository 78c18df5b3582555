import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { BatchWriteCommand } from '@aws-sdk/lib-dynamodb'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { type HostProcess, startHostProcess, type TemplateChange } from '../support/host-process.ts'
import { operate } from '../support/operator.ts'
import { drained, figure, HOST_LIMITS, sized } from '../support/proof.ts'
import { rawDocuments, rawRows, rawTableName } from '../support/raw-rows.ts'
import { submitTickets, ticketOfLoad } from '../support/submitting.ts'
import type { ApiUser } from '../support/test-system.ts'

vi.setConfig(HOST_LIMITS)

/** Tickets in addition to those of the demo, which are in every state and have a history. */
const TICKETS = sized(20, 2_000)
const SEARCHES = ['invoice', 'request card', 'request app cra', 'request passw', 'message3'] as const
/** The most rows that BatchWriteItem takes. */
const BATCH = 25

/** Our template without schedules: they change tickets as time passes, also between two exports. */
const withoutSchedules: TemplateChange = (resources) => {
  for (const { Type, Properties } of Object.values(resources)) {
    if (Type === 'AWS::Scheduler::Schedule') Properties.State = 'DISABLED'
  }
}

let host: HostProcess
let admin: ApiUser
const folder = mkdtempSync(join(tmpdir(), 'plimsoll-restore-'))
beforeAll(async () => {
  host = await startHostProcess({ withDemo: true, template: withoutSchedules })
  admin = await host.signIn('admin')
  await submitTickets(host, { count: TICKETS, connections: 8, run: 'restore', ticket: ticketOfLoad })
  await drained(host)
})
afterAll(async () => {
  await host.stop()
  rmSync(folder, { recursive: true, force: true })
})

const hashOf = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('hex')

/** Statistics, the number of waiting tickets and results of searches; no waiting times, which change by themselves. */
const shown = async () => {
  const { queue, ...statistics } = (await admin.call('getStatistics')).body
  const found = await Promise.all(
    SEARCHES.map(async (search) => {
      const { body } = await admin.call('listTickets', { query: { search, limit: '100' } })
      return body.items.map(({ id }) => id)
    }),
  )
  return { statistics, waiting: queue.waiting, found }
}

/** Deletes every ticket with all that belongs to it, and the search index. @returns the number of rows */
const wipe = async (): Promise<number> => {
  const documents = rawDocuments(host.awsUrl)
  let count = 0
  for (const table of ['Tickets', 'Search'] as const) {
    const name = await rawTableName(documents, table)
    const keys: { readonly pk: unknown; readonly sk: unknown }[] = []
    for await (const { pk, sk } of rawRows(host.awsUrl, table)) {
      if (table === 'Search' || /^(TICKET|NUMBER|REQUEST)#/.test(String(pk))) keys.push({ pk, sk })
    }
    count += keys.length
    for (let from = 0; from < keys.length; from += BATCH) {
      const requests = keys.slice(from, from + BATCH).map((Key) => ({ DeleteRequest: { Key } }))
      await documents.send(new BatchWriteCommand({ RequestItems: { [name]: requests } }))
    }
  }
  documents.destroy()
  return count
}

it('restores every ticket from an export, to the byte, and figures and search from the events', async () => {
  const before = await shown()
  const mails = (await host.local<readonly unknown[]>('mailbox')).length
  const [first, second] = [join(folder, 'first.jsonl'), join(folder, 'second.jsonl')]

  // No queue or stream is read until everything is restored.
  await host.end('SIGTERM')
  await host.start({ holdConsumers: true })
  await operate(host, 'export', first)
  const lost = await wipe()
  expect((await admin.call('listTickets')).body.items).toEqual([])
  expect(await operate(host, 'import', first)).toContain('records put back')
  await operate(host, 'export', second)
  expect(hashOf(second)).toBe(hashOf(first))

  await host.end('SIGTERM')
  await host.start({ holdConsumers: false })
  await drained(host)
  const rebuilt = await operate(host, 'rebuild')
  expect(await shown()).toEqual(before)
  for (const ids of before.found) expect(ids.length).toBeGreaterThan(0)
  expect(await host.local<readonly unknown[]>('mailbox')).toHaveLength(mails)
  const { total_tickets } = before.statistics
  figure(
    `restore: ${total_tickets} tickets, ${lost} rows lost and put back, equal to the byte; ${rebuilt}; no mail sent again`,
  )
})
