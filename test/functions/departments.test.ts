import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { Department } from '../../functions/contracts/department.ts'
import { callApi } from '../support/call-api.ts'
import { startEmbeddedTables } from '../support/embedded-tables.ts'
import { aSignedInUser, namedId } from '../support/tickets.ts'

const admin = aSignedInUser({ id: namedId('ADMIN'), role: 'admin', name: 'Vera' })
const agent = aSignedInUser({ id: namedId('AGENT1') })
const customer = aSignedInUser({ id: namedId('CUSTOMER1'), role: 'customer' })

let stop: () => Promise<void>
let call: (request: Parameters<typeof callApi>[1]) => ReturnType<typeof callApi>
let historyOf: (subject: string) => Promise<readonly { type: string; seq: number; changes: object }[]>
let documents: DynamoDBDocumentClient

beforeAll(async () => {
  stop = await startEmbeddedTables()
  const { handler } = await import('../../functions/api/departments.ts')
  const { listEvents } = await import('../../functions/stores/events.ts')
  call = (request) => callApi(handler, request)
  historyOf = listEvents
  documents = DynamoDBDocumentClient.from(new DynamoDBClient({}))
})
afterAll(() => stop())

const create = (body: object, headers = {}) => call({ route: 'createDepartment', as: admin, body, headers })
const patch = (id: unknown, body: object) =>
  call({ route: 'patchDepartment', as: admin, params: { id: String(id) }, body })

describe('departments', () => {
  it('are created with defaults, an event, and no load', async () => {
    const { status, body } = await create({ name: 'Billing', categories: ['billing'] })

    expect(status).toBe(201)
    expect(Department.parse(body)).toMatchObject({
      name: 'Billing',
      strategy: 'balanced',
      load: { agents_online: 0, active: 0, capacity: 0, waiting: 0, utilisation: 0, pressure: 0 },
    })
    expect(await historyOf(`DEPARTMENT#${body.id}`)).toMatchObject([{ type: 'department_created', seq: 1 }])
  })

  it('are created once, however often the same request comes', async () => {
    const key = { 'idempotency-key': 'found-once' }
    const answers = await Promise.all(Array.from({ length: 5 }, () => create({ name: 'Once' }, key)))

    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1)
    const { body } = await call({ route: 'listDepartments', as: agent })
    expect(body.items?.filter(({ name }) => name === 'Once')).toHaveLength(1)
  })

  it('show their load: agents, what they carry, and what waits', async () => {
    const { body: founded } = await create({ name: 'Loaded' })
    const department_id = String(founded.id)
    const row = { department_id, role: 'agent', name: 'Ines', skills: [], capacity: 4, active: 3 }
    for (const [id, presence] of [
      [namedId('A1'), 'online'],
      [namedId('A2'), 'offline'],
    ] as const) {
      const Item = { pk: `DEPARTMENT#${department_id}`, sk: `AGENT#${id}`, id, presence, ...row }
      await documents.send(new PutCommand({ TableName: 'AgentLoad', Item }))
    }
    for (const place of [1, 2]) {
      const Item = { pk: `TICKET#${place}`, sk: 'TICKET', queue_key: department_id, queue_order: `2#${place}#x` }
      await documents.send(new PutCommand({ TableName: 'Tickets', Item }))
    }
    const { body } = await call({ route: 'listDepartments', as: agent })

    expect(body.items?.find(({ id }) => id === department_id)?.load).toEqual({
      agents_online: 1,
      active: 6,
      capacity: 4,
      waiting: 2,
      utilisation: 1.5,
      pressure: 2,
    })
  })

  it('are listed whole, or up to a limit with a cursor to the others', async () => {
    await create({ name: 'One' })
    await create({ name: 'Two' })
    const { body: whole } = await call({ route: 'listDepartments', as: agent })
    const { body: first } = await call({ route: 'listDepartments', as: agent, query: { limit: '1' } })
    const rest = { limit: '100', cursor: String(first.next_cursor) }
    const { body: others } = await call({ route: 'listDepartments', as: agent, query: rest })

    expect([whole.next_cursor, others.next_cursor]).toEqual([null, null])
    const names = (page: typeof whole) => page.items?.map(({ name }) => name) ?? []
    expect(names(first)).toHaveLength(1)
    expect([...names(first), ...names(others)]).toEqual(names(whole))
  })

  it('change what is named, with an event that says what it was', async () => {
    const { body: founded } = await create({ name: 'Changing' })
    const { status, body } = await patch(founded.id, { strategy: 'round_robin' })

    expect(status).toBe(200)
    expect(body).toMatchObject({ name: 'Changing', strategy: 'round_robin' })
    expect(await historyOf(`DEPARTMENT#${founded.id}`)).toMatchObject([
      { seq: 1 },
      { type: 'department_updated', seq: 2, changes: { strategy: ['balanced', 'round_robin'] } },
    ])
  })

  it('are known to every other instance once the change is answered', async () => {
    const { body: founded } = await create({ name: 'Known' })
    vi.resetModules()
    const elsewhere = await import('../../functions/stores/departments.ts')
    const strategyThere = async () => (await elsewhere.departmentById(String(founded.id))).strategy
    expect(await strategyThere()).toBe('balanced')
    await patch(founded.id, { strategy: 'round_robin' })

    expect(await strategyThere()).toBe('round_robin')
  })

  it('accept times of 0: overflow at once, and no grace', async () => {
    const { body: founded } = await create({ name: 'At once' })
    const times = { overflow: { enabled: true, after_minutes: 0 }, offline_grace_minutes: 0 }

    expect(await patch(founded.id, times)).toMatchObject({ status: 200, body: times })
  })

  it('keep every one of many changes at once', async () => {
    const { body: founded } = await create({ name: 'Busy' })
    const changes = [{ auto_merge: true }, { admins_take_tickets: true }, { offline_grace_minutes: 5 }]
    await Promise.all(changes.map((change) => patch(founded.id, change)))
    const { body } = await call({ route: 'listDepartments', as: agent })

    expect(body.items?.find(({ id }) => id === founded.id)).toMatchObject(Object.assign({}, ...changes))
  })

  it('share no category: to move one, release it first', async () => {
    const { body: owner } = await create({ name: 'Technical', categories: ['technical'] })
    const { body: other } = await create({ name: 'Other' })

    for (const refused of [
      await patch(other.id, { categories: ['technical'] }),
      await create({ name: 'Third', categories: ['technical'] }),
    ]) {
      expect(refused.status).toBe(409)
      expect(refused.body.code).toBe('category_taken')
    }
    expect((await patch(owner.id, { categories: [] })).status).toBe(200)
    expect((await patch(other.id, { categories: ['technical'] })).body.categories).toEqual(['technical'])
    expect((await patch(owner.id, { categories: ['technical'] })).status).toBe(409)
  })

  it.each([
    ['weights that do not add up', { name: 'X', weights: { skill: 1, availability: 1, performance: 0 } }, 'weights'],
    ['an unknown time zone', { name: 'X', time_zone: 'Mars/Olympus' }, 'time_zone'],
    ['hours that end before they begin', { name: 'X', business_hours: { 1: { from: '17:00', to: '09:00' } } }, 'hours'],
    ['a misspelt field', { name: 'X', stratgy: 'balanced' }, 'stratgy'],
    ['no name', {}, 'name'],
  ])('refuse %s with 422', async (_case, body, path) => {
    const answer = await create(body)

    expect(answer.status).toBe(422)
    expect(answer.body.errors?.[0]?.path).toContain(path)
  })

  it('are 404 if there is none', async () => {
    const { status, body } = await patch(namedId('NONE'), { name: 'X' })

    expect(status).toBe(404)
    expect(body.code).toBe('department_unknown')
  })

  it.each([
    ['agents', () => agent, 403],
    ['customers', () => customer, 403],
    ['guests', () => undefined, 401],
  ])('are not changed by %s', async (_who, as, refusal) => {
    const who = as()
    const { status } = await call({ route: 'createDepartment', ...(who && { as: who }), body: { name: 'X' } })

    expect(status).toBe(refusal)
  })
})
