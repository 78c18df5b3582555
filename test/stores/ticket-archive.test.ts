import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Row } from '../../bin/table-rows.ts'
import { TicketQuery } from '../../functions/contracts/ticket.ts'
import { newDepartment } from '../../functions/domain/department.ts'
import { openTicket, patchTicket } from '../../functions/domain/ticket.ts'
import type { TicketChange } from '../../functions/domain/ticket-change.ts'
import { insightKeys, peopleKeys, ticketKeys } from '../../functions/stores/tables.ts'
import { startEmbeddedTables } from '../support/embedded-tables.ts'
import { ADMIN, CUSTOMER, idOf, signedIn, ticketState } from '../support/ticket-series.ts'

const stopTables = await startEmbeddedTables()
const { exportTickets, importTickets } = await import('../../bin/ticket-archive.ts')
const { rebuildProjections } = await import('../../bin/projections.ts')
const { putRows, removeRows, rowsOf } = await import('../../bin/table-rows.ts')
const { commitTicket, findTicket } = await import('../../functions/stores/tickets.ts')
const { listTickets } = await import('../../functions/stores/ticket-lists.ts')
const { readStatistics } = await import('../../functions/stores/statistics.ts')
const folder = mkdtempSync(join(tmpdir(), 'plimsoll-archive-'))
afterAll(async () => {
  await stopTables()
  rmSync(folder, { recursive: true })
})

const department = newDepartment({ name: 'Everything' }, idOf(1, 'D'))
const happening = (number: number) => ({
  event_id: idOf(number, 'E'),
  actor: { kind: 'user', id: CUSTOMER, name: 'Cleo' } as const,
  now: new Date(Date.now() - 1_000_000 + number),
})
const opened = (number: number): TicketChange =>
  openTicket(
    { title: `Réseau ${number}`, description: 'Is down\u2028"again"', category: 'technical', priority: 'low' },
    {
      id: idOf(number, 'T'),
      number: `PL-${String(number).padStart(8, '0')}`,
      requester: { id: CUSTOMER, name: 'Cleo', email: 'cleo@example.org' },
      source: 'web',
      department,
    },
    happening(number * 2),
  )
const wipe = async (isMeant: (row: Row) => boolean = () => true): Promise<void> => {
  const keys = []
  for await (const row of rowsOf('Tickets')) if (isMeant(row)) keys.push({ pk: String(row.pk), sk: String(row.sk) })
  await removeRows('Tickets', keys)
}
const hashOf = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('hex')
const found = async (search: string): Promise<number> =>
  (await listTickets(signedIn('admin', ADMIN), TicketQuery.parse({ search, limit: 100 }))).tickets.length

const TICKETS = 60

beforeAll(async () => {
  const row = { ...peopleKeys.department(department.id), ...department, version: 1 }
  await putRows([{ table: 'AgentLoad', item: { ...row, by_kind_key: 'DEPARTMENT', by_kind_order: department.id } }])
  for (let number = 0; number < TICKETS; number += 1) {
    const change = opened(number)
    await commitTicket(change)
    if (number % 3 === 0) {
      const resolved = patchTicket(change.ticket, { status: 'resolved' }, happening(number * 2 + 1), () => department)
      await commitTicket(resolved)
    }
  }
  await putRows([{ table: 'Tickets', item: { ...ticketKeys.timer('grace', 'x'), at: 'soon' } }])
}, 60_000)

describe('an archive of tickets', () => {
  it('comes back to the byte after a wipe, also when it is put back twice', async () => {
    const [first, second] = [join(folder, 'first.jsonl'), join(folder, 'second.jsonl')]
    const written = await exportTickets(first)
    await wipe()
    expect(await exportTickets(second)).toBe(0)

    for (let times = 0; times < 2; times += 1) {
      expect(await importTickets(first)).toEqual({ records: written, left: 0 })
    }
    expect(await exportTickets(second)).toBe(written)
    expect(hashOf(second)).toBe(hashOf(first))
    expect(written).toBe(TICKETS * 2 + TICKETS / 3)
  })

  it('refuses a line that is no record of a ticket, and names it', async () => {
    const file = join(folder, 'wrong.jsonl')
    writeFileSync(file, '{"pk":"NUMBER#x","sk":"NUMBER"}\n{"pk":"USER#x","sk":"USER"}\n')

    await expect(importTickets(file)).rejects.toThrow('line 2')
  })

  it('leaves a ticket alone that has gone on since, with all that belongs to it, and puts the others back', async () => {
    const file = join(folder, 'older.jsonl')
    const [lost, alive] = [opened(8_000), opened(8_001)]
    for (const change of [lost, alive]) await commitTicket(change)
    await exportTickets(file)
    const resolved = patchTicket(alive.ticket, { status: 'resolved' }, happening(1), () => department)
    await commitTicket(resolved)
    await removeRows('Tickets', [ticketKeys.ticket(lost.ticket.id)])

    expect(await importTickets(file)).toMatchObject({ left: 1 })
    expect(await findTicket(lost.ticket.id)).toEqual(lost.ticket)
    expect(await findTicket(alive.ticket.id)).toEqual(resolved.ticket)
    await wipe(({ pk }) => [lost, alive].some(({ ticket }) => pk === ticketKeys.ticket(ticket.id).pk))
  })

  it('of an earlier version, whose rows said everything under other keys, comes back into every list', async () => {
    const file = join(folder, 'earlier.jsonl')
    const ticket = ticketState(7_000, { requester: { id: idOf(9, 'C'), name: 'Cleo', email: 'cleo@example.org' } })
    writeFileSync(file, `${JSON.stringify({ ...ticketKeys.ticket(ticket.id), ...ticket, by_status_key: 'open#0' })}\n`)
    await importTickets(file)

    const { tickets } = await listTickets(signedIn('customer', idOf(9, 'C')), TicketQuery.parse({}))
    expect(tickets).toEqual([ticket])
    await removeRows('Tickets', [ticketKeys.ticket(ticket.id)])
  })
})

describe('rebuilding', () => {
  it('makes figures and search equal to the tickets, whatever was there, and leaves what events do not tell', async () => {
    const older = { ...insightKeys.volume('all', '2020-01-01'), h07: 3 }
    const forecast = { ...insightKeys.forecast('all', '2026-01-01T00'), mean: 1 }
    const wrong = { ...insightKeys.counters(0), total: 999, status_open: 7 }
    await putRows([wrong, older, forecast].map((item) => ({ table: 'Insight', item })))
    for (let times = 0; times < 2; times += 1) {
      expect(await rebuildProjections()).toEqual({ events: TICKETS + TICKETS / 3, tickets: TICKETS })
    }

    const statistics = await readStatistics(new Date())
    expect(statistics.total_tickets).toBe(TICKETS)
    expect(statistics.status_breakdown).toMatchObject({ open: (TICKETS / 3) * 2, resolved: TICKETS / 3 })
    expect(await found('reseau')).toBe(TICKETS)
    const figures = []
    for await (const row of rowsOf('Insight')) figures.push(row)
    expect(figures).toEqual(expect.arrayContaining([older, forecast]))
  })
})
