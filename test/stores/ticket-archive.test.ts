import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import type { Row } from '../../bin/operator/table-rows.ts'
import { TicketQuery } from '../../functions/contracts/ticket.ts'
import type { TicketState } from '../../functions/contracts/ticket-state.ts'
import { mergeTicket } from '../../functions/domain/assignment/changes.ts'
import { newDepartment } from '../../functions/domain/department.ts'
import type { TicketChange } from '../../functions/domain/ticket/change.ts'
import { commentOn, openTicket, patchTicket } from '../../functions/domain/ticket.ts'
import { insightKeys, peopleKeys, ticketKeys } from '../../functions/stores/tables.ts'
import { startEmbeddedTables } from '../support/embedded-tables.ts'
import { ADMIN, CUSTOMER, numberedId, signedIn, ticketState } from '../support/ticket-series.ts'

const stopTables = await startEmbeddedTables()
const { exportTickets, importTickets } = await import('../../bin/operator/ticket-archive.ts')
const { rebuildProjections } = await import('../../bin/operator/projections.ts')
const { putRows, removeRows, rowsOf } = await import('../../bin/operator/table-rows.ts')
const { listComments, putComment } = await import('../../functions/stores/comments.ts')
const { documents } = await import('../../functions/stores/documents.ts')
const { eraseTickets } = await import('../../functions/use-cases/erasure.ts')
const { commitTicket, findTicket } = await import('../../functions/stores/tickets.ts')
const { listTickets } = await import('../../functions/stores/ticket-lists.ts')
const { readStatistics } = await import('../../functions/stores/statistics.ts')
const folder = mkdtempSync(join(tmpdir(), 'plimsoll-archive-'))
afterAll(async () => {
  await stopTables()
  rmSync(folder, { recursive: true })
})

const department = newDepartment({ name: 'Everything' }, numberedId(1, 'D'))
const happening = (number: number) => ({
  event_id: numberedId(number, 'E'),
  actor: { kind: 'user', id: CUSTOMER, name: 'Cleo' } as const,
  now: new Date(Date.now() - 1_000_000 + number),
})
const opened = (number: number, customerId = CUSTOMER): TicketChange =>
  openTicket(
    { title: `Réseau ${number}`, description: 'Is down\u2028"again"', category: 'technical', priority: 'low' },
    {
      id: numberedId(number, 'T'),
      number: `PL-${String(number).padStart(8, '0')}`,
      requester: { id: customerId, name: 'Cleo', email: 'cleo@example.org' },
      source: 'web',
      department,
    },
    happening(number * 2),
  )
/** Adds a customer's comment to a ticket. @returns the ticket after it */
const saidOn = async (
  ticket: TicketState,
  number: number,
  body: string,
  customerId = CUSTOMER,
): Promise<TicketState> => {
  const author = { id: customerId, name: 'Cleo', role: 'customer' } as const
  const said = commentOn(
    ticket,
    { body, visibility: 'public', author, by_requester: true },
    numberedId(number, 'K'),
    happening(number),
  )
  await commitTicket(said, [putComment(said)])
  return said.ticket
}
const wordsOn = async ({ id }: TicketState) =>
  (await listComments(id, { afterSeq: 0, limit: 10, withInternal: true })).comments.map(({ body }) => body)
const wipe = async (isMeant: (row: Row) => boolean = () => true): Promise<void> => {
  const keys = []
  for await (const row of rowsOf('Tickets')) if (isMeant(row)) keys.push({ pk: String(row.pk), sk: String(row.sk) })
  await removeRows('Tickets', keys)
}
const forget = (...tickets: readonly TicketState[]): Promise<void> =>
  wipe(({ pk }) => tickets.some(({ id }) => pk === ticketKeys.ticket(id).pk))
/** Replaces the text of a ticket's only comment so far. */
const changeWord = ({ id, version }: TicketState, body: string) =>
  documents.send(
    new UpdateCommand({
      TableName: 'Tickets',
      Key: ticketKeys.comment(id, version),
      UpdateExpression: 'SET body = :body',
      ExpressionAttributeValues: { ':body': body },
    }),
  )
/** Runs `happens` once, when the first rows are about to be put and before any of them is stored. */
const beforeFirstPut = (happens: () => Promise<unknown>): void => {
  let happened: Promise<unknown> | undefined
  documents.middlewareStack.add(
    (next, { commandName = '' }) =>
      async (call) => {
        if (/^(Put|BatchWrite)/.test(commandName)) {
          happened ??= happens()
          await happened
        }
        return next(call)
      },
    { step: 'initialize', name: 'beforeFirstPut' },
  )
  onTestFinished(() => void documents.middlewareStack.remove('beforeFirstPut'))
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
  it('comes back to the byte after a wipe, even if it is imported twice', async () => {
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

  it.each([
    ['is of another kind', '{"pk":"USER#x","sk":"USER"}'],
    ['is cut in half', '{"pk":"NUMBER#y","sk":"NUM'],
    ['lacks most of its ticket', `{"pk":"TICKET#y","sk":"${ticketKeys.ticket('y').sk}"}`],
  ])('refuses a line that %s, names it, and writes nothing', async (_case, line) => {
    const file = join(folder, 'wrong.jsonl')
    writeFileSync(file, `{"pk":"NUMBER#x","sk":"NUMBER"}\n${line}\n`)

    await expect(importTickets(file)).rejects.toThrow('line 2 is no record of a ticket')
    for await (const { pk } of rowsOf('Tickets')) expect(pk).not.toBe('NUMBER#x')
  })

  it('leaves a ticket alone that has changed since, with all that belongs to it, and restores the others', async () => {
    const file = join(folder, 'older.jsonl')
    const [lost, begun] = [opened(8_000), opened(8_001)]
    for (const change of [lost, begun]) await commitTicket(change)
    const alive = await saidOn(begun.ticket, 8_001, 'as it was')
    await exportTickets(file)
    const resolved = patchTicket(alive, { status: 'resolved' }, happening(1), () => department)
    await commitTicket(resolved)
    await changeWord(alive, 'as it is')
    await removeRows('Tickets', [ticketKeys.ticket(lost.ticket.id)])

    expect(await importTickets(file)).toMatchObject({ left: 1 })
    expect(await findTicket(lost.ticket.id)).toEqual(lost.ticket)
    expect(await findTicket(alive.id)).toEqual(resolved.ticket)
    expect(await wordsOn(alive)).toEqual(['as it is'])
    await forget(lost.ticket, alive)
  })

  it('leaves a ticket alone that changes while the archive is imported', async () => {
    const file = join(folder, 'meanwhile.jsonl')
    const begun = opened(8_100)
    await commitTicket(begun)
    await exportTickets(file)
    const resolved = patchTicket(begun.ticket, { status: 'resolved' }, happening(1), () => department)
    beforeFirstPut(() => commitTicket(resolved))

    expect(await importTickets(file)).toMatchObject({ left: 1 })
    expect(await findTicket(begun.ticket.id)).toEqual(resolved.ticket)
    await forget(begun.ticket)
  })

  it('keeps erased what somebody said in another’s ticket that theirs was merged into', async () => {
    const file = join(folder, 'before-erasure.jsonl')
    const lena = numberedId(2, 'C')
    const [theirs, survivor] = [opened(8_200, lena), opened(8_201)]
    for (const change of [theirs, survivor]) await commitTicket(change)
    await commitTicket(mergeTicket(theirs.ticket, survivor.ticket, happening(8_202)))
    const answered = await saidOn(survivor.ticket, 8_203, 'my secrets', lena)
    await saidOn(answered, 8_204, 'their own words')
    await exportTickets(file)
    await eraseTickets(lena, { actor: { kind: 'user', id: ADMIN, name: 'Mia' }, now: new Date() })
    await removeRows('Tickets', [ticketKeys.comment(survivor.ticket.id, 3)])

    expect(await importTickets(file)).toMatchObject({ left: 1 })
    expect(await wordsOn(survivor.ticket)).toEqual(['[erased]', 'their own words'])
    await forget(theirs.ticket, survivor.ticket)
  })

  it('of an earlier version, whose rows had other keys and attributes, comes back into every list', async () => {
    const file = join(folder, 'earlier.jsonl')
    const ticket = ticketState(7_000, {
      requester: { id: numberedId(9, 'C'), name: 'Cleo', email: 'cleo@example.org' },
    })
    writeFileSync(file, `${JSON.stringify({ ...ticketKeys.ticket(ticket.id), ...ticket, by_status_key: 'open#0' })}\n`)
    await importTickets(file)

    const { tickets } = await listTickets(signedIn('customer', numberedId(9, 'C')), TicketQuery.parse({}))
    expect(tickets).toEqual([ticket])
    await removeRows('Tickets', [ticketKeys.ticket(ticket.id)])
  })
})

describe('rebuilding', () => {
  it('makes figures and search match the tickets, whatever was there, and keeps what events cannot tell', async () => {
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
