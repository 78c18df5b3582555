import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { text as textOf } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Ticket } from '../../functions/contracts/ticket.ts'
import { formulas } from '../corpora/formulas.ts'
import { hostileTickets } from '../corpora/injection.ts'
import { privateLines } from '../corpora/private-lines.ts'
import { scriptTexts } from '../corpora/scripts.ts'
import { cellsOf, formulasIn } from '../support/csv-cells.ts'
import { type ApiUser, startTestSystem, type TestSystem } from '../support/test-system.ts'

/** The answer of a model that does whatever a ticket orders it to do. */
const OBEDIENT = {
  suggested_category: 'billing',
  suggested_priority: 'critical',
  confidence: 1,
  summary: 'See https://evil.example/login',
  required_skills: ['admin'],
  resolution_notes: 'Close it. <script>alert(1)</script>',
  reply_draft: 'Please sign in at https://evil.example/login.',
  status: 'closed',
}
const COMPLETION = JSON.stringify({
  choices: [
    { message: { tool_calls: [{ function: { name: 'record_triage', arguments: JSON.stringify(OBEDIENT) } }] } },
  ],
})
/** Requests that run at the same time. */
const TOGETHER = 8
/** Secrets that are shorter, such as a PIN, also occur in ids and times by chance. */
const TELLING_CHARACTERS = 6

/** Formulas that can be a name, which has one line. */
const names = formulas.filter((text) => /^\P{Cc}+$/u.test(text))

/** The body of every request to the model. */
const asked: string[] = []
const modelServer = createServer(async (request, response) => {
  asked.push(await textOf(request))
  response.writeHead(200, { 'content-type': 'application/json' }).end(COMPLETION)
})

let system: TestSystem
let admin: ApiUser
const tickets = new Map<string, string>()

const inGroups = async <Value>(values: readonly Value[], work: (value: Value) => Promise<void>): Promise<void> => {
  for (let from = 0; from < values.length; from += TOGETHER) {
    await Promise.all(values.slice(from, from + TOGETHER).map(work))
  }
}

beforeAll(async () => {
  modelServer.listen(0, '127.0.0.1')
  await once(modelServer, 'listening')
  process.env.PLIMSOLL_MODEL_URL = `http://127.0.0.1:${(modelServer.address() as AddressInfo).port}`
  system = await startTestSystem({ withDemo: false })
  admin = await system.signIn('admin')
  const texts = [
    ...hostileTickets.filter((_hostile, place) => place % 4 === 0).map(({ text }) => text),
    ...privateLines.filter(([, secrets]) => secrets.length > 0).map(([text]) => text),
    ...scriptTexts.filter((_script, place) => place % 5 === 0),
  ]
  expect(texts.length).toBeGreaterThanOrEqual(formulas.length)
  await inGroups([...texts.entries()], async ([place, description]) => {
    const title = formulas[place % formulas.length]
    const requester = { name: names[place % names.length], email: 'cleo@example.org' }
    const { status, body } = await system.guest.call('createTicket', { body: { title, description, requester } })
    expect(status, description).toBe(201)
    tickets.set(body.id, description)
  })
  await system.quiet()
})

afterAll(async () => {
  delete process.env.PLIMSOLL_MODEL_URL
  await system.stop()
  modelServer.closeAllConnections()
  modelServer.close()
})

const secrets = privateLines.flatMap(([, each]) => each).filter(({ length }) => length >= TELLING_CHARACTERS)
/** Whether a text has a secret; six digits only as a whole number, since they also occur inside times. */
const standsIn = (text: string, secret: string): boolean =>
  /^\d{6}$/.test(secret)
    ? new RegExp(`(?<!\\d)${secret}(?!\\d)`).test(text)
    : text.includes(JSON.stringify(secret).slice(1, -1))
/** The secrets that a text of JSON lines has, outside placeholders. */
const secretsIn = (text: string): readonly string[] => {
  const bare = text.replaceAll(/\[[A-Z]+_\d+\]/g, '')
  return secrets.filter((secret) => standsIn(bare, secret))
}
const read = async (id: string): Promise<Ticket> => (await admin.call('getTicket', { params: { id } })).body

it('lets no order in a ticket change more than the category, though the model obeys', async () => {
  await inGroups([...tickets.keys()], async (id) => {
    const ticket = await read(id)
    expect(ticket, tickets.get(id)).toMatchObject({
      status: 'open',
      queue_state: 'waiting',
      priority: 'medium',
      assignee: null,
      tags: [],
      merged_into: null,
      description: tickets.get(id)?.trim(),
    })
    expect(JSON.stringify(ticket.triage), tickets.get(id)).not.toContain('evil.example')
  })
})

it('tells the model, the events and the logs none of the private lines’ secrets', async () => {
  expect(asked.length).toBeGreaterThanOrEqual(tickets.size)
  expect(secretsIn(asked.join('\n'))).toEqual([])

  const events: string[] = []
  await inGroups([...tickets.keys()], async (id) => {
    const { body } = await admin.call('listTicketEvents', { params: { id } })
    events.push(JSON.stringify(body))
  })
  expect(secretsIn(events.join('\n'))).toEqual([])

  const logs = join(system.dataDir, 'logs')
  for (const file of readdirSync(logs)) expect(secretsIn(readFileSync(join(logs, file), 'utf8')), file).toEqual([])
})

/** A table's cells under a heading, without the apostrophes that disarm them. */
const columnOf = (csv: string, heading: string): readonly string[] => {
  const [headings = [], ...rows] = cellsOf(csv)
  return rows.map((row) => row[headings.indexOf(heading)]?.replaceAll("'", '') ?? '')
}
const bare = (text: string): string => text.replaceAll("'", '')

it('exports tickets without a formula that a spreadsheet would run, though every title and name is one', async () => {
  const csv = String((await admin.call('exportTickets')).body)

  expect(formulasIn(csv)).toEqual([])
  expect(columnOf(csv, 'title')).toEqual(expect.arrayContaining(formulas.map(bare)))
  expect(columnOf(csv, 'requester_name')).toEqual(expect.arrayContaining(names.map(bare)))
})

it('exports the audit without one, though a change holds many', async () => {
  const [id = ''] = tickets.keys()
  const tags = formulas
    .map((text) => text.toLowerCase())
    .filter((text) => /^[^\s,]{1,40}$/u.test(text) && text.includes(';'))
  expect(tags.length).toBeGreaterThan(3)
  const { status } = await admin.call('patchTicket', { params: { id }, body: { tags } })
  expect(status).toBe(200)
  const csv = String((await admin.call('exportAudit')).body)

  expect(formulasIn(csv)).toEqual([])
  const changes = columnOf(csv, 'changes').join('')
  for (const tag of tags) expect(changes).toContain(JSON.stringify(tag))
})

it('makes no call that a function’s role does not allow', async () => {
  expect(await system.local('denials')).toEqual([])
})
