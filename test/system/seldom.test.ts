import { once } from 'node:events'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { AdminCreateUserCommand, CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider'
import { DeleteCommand, type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { SUBPROTOCOL } from '../../functions/contracts/socket-protocol.ts'
import { insightKeys, ticketKeys } from '../../functions/stores/tables.ts'
import { readTemplate } from '../../lib/local/template.ts'
import { synthesiseOwnTemplate } from '../support/own-template.ts'
import { ticketsOfPastHour } from '../support/past-hour.ts'
import { OPERATOR, rawDocuments, rawRows, rawTableName } from '../support/raw-rows.ts'
import { hireAgents } from '../support/staff.ts'
import { type ApiUser, eventually, startTestSystem, type TestSystem } from '../support/test-system.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
/** Enough decisions of people to tell whether suggestions have become worse. */
const DECISIONS = 160
/** The id that the host gives to the template's user pool. */
const USER_POOL = 'us-east-1_UserPool'
const REFUND = 'Please refund the invoice that I paid twice.'

let system: TestSystem
let admin: ApiUser

beforeAll(async () => {
  system = await startTestSystem({ withDemo: false })
  admin = await system.signIn('admin')
})
afterAll(() => system.stop())

const run = (schedule: string) => system.local(`schedules/${schedule}`, { method: 'POST' })
const letModel = (behaviour: string) =>
  system.local('model', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ behaviour }),
  })

const submit = async (description: string, email = 'greta@example.org'): Promise<string> => {
  const requester = { name: 'Greta', email }
  const { status, body } = await system.guest.call('createTicket', { body: { title: 'Help', description, requester } })
  expect(status).toBe(201)
  return body.id
}
const ticket = async (id: string) => (await admin.call('getTicket', { params: { id } })).body

/** Accesses a table directly, past every rule of the product. */
const meddle = async (
  table: 'Tickets' | 'Insight',
  work: (documents: DynamoDBDocumentClient, TableName: string) => Promise<unknown>,
): Promise<void> => {
  const documents = rawDocuments(system.awsUrl)
  await work(documents, await rawTableName(documents, table))
  documents.destroy()
}
const write = (table: 'Tickets' | 'Insight', rows: readonly Record<string, unknown>[]) =>
  meddle(table, (documents, TableName) =>
    Promise.all(rows.map((Item) => documents.send(new PutCommand({ TableName, Item })))),
  )
const forget = (table: 'Insight', Key: Record<string, unknown>) =>
  meddle(table, (documents, TableName) => documents.send(new DeleteCommand({ TableName, Key })))

/** The calls that the host has denied for a missing permission; each test expects none. */
const denials = () => system.local('denials')

describe('with the rights of their roles alone', () => {
  it('a version is trained from people’s decisions, and each function that suggests loads it', async () => {
    const start = Date.now() - HOUR_MS
    await write(
      'Insight',
      Array.from({ length: DECISIONS }, (_none, place) => {
        const labelled_at = new Date(start + place * 1_000).toISOString()
        const ticket_id = `ticket-${place}`
        const suggested = {
          suggested_category: 'billing',
          suggested_priority: 'medium',
          confidence: 0.9,
          source: 'bedrock',
          model: 'model',
          prompt_version: '1',
        }
        const said = { category: 'billing', priority: 'medium', verdict: 'accepted', suggested, labelled_by: 'agent' }
        return {
          ...insightKeys.label(labelled_at, ticket_id),
          ticket_id,
          text: `${REFUND} ${place}`,
          ...said,
          labelled_at,
        }
      }),
    )
    expect(await run('retrain-classifier')).toMatchObject({ outcome: 'succeeded' })
    expect((await admin.call('listTriageModels')).body.items).toHaveLength(1)

    await letModel('down')
    const id = await submit(REFUND)
    await eventually(
      () => ticket(id),
      ({ triage }) => triage?.degraded === true,
    )
    await letModel('normal')
    await run('retry-triage')
    await eventually(
      () => ticket(id),
      ({ triage }) => triage?.degraded === false,
    )
    expect((await admin.call('classifyTicket', { body: { title: 'Help', description: REFUND } })).status).toBe(200)
    expect(await denials()).toEqual([])
  })

  it('actual volumes are recorded beside the forecast', async () => {
    const { body: departments } = await admin.call('listDepartments')
    await ticketsOfPastHour(system.awsUrl, departments.items, 8)
    await system.quiet()
    await run('forecast-volume')
    const made: Record<string, unknown>[] = []
    const foretold = insightKeys.forecast('all', '').pk
    for await (const row of rawRows(system.awsUrl, 'Insight')) if (row.pk === foretold) made.push({ ...row })
    const latest = made.find(({ hour, sk }) => sk === insightKeys.forecast('all', 'latest').sk && hour)
    const [newest] = made.filter(({ sk }) => sk !== latest?.sk)
    const ago = (hours: number, truth: object) => {
      const hour = new Date(Date.parse(String(newest?.hour)) - hours * HOUR_MS).toISOString()
      return { ...newest, ...insightKeys.forecast('all', hour), hour, ...truth }
    }
    const known = [4, 5, 6].map((hours) => ago(hours, { actual: 5, week_before: 3 }))
    await write('Insight', [ago(1, { actual: null }), ...known, { ...latest, hour: ago(1, {}).hour }])
    await forget('Insight', { pk: foretold, sk: newest?.sk })

    await run('forecast-volume')
    const truths: unknown[] = []
    for await (const row of rawRows(system.awsUrl, 'Insight')) {
      if (row.pk === foretold && row.sk === ago(1, {}).sk) truths.push(row.actual)
    }
    expect(truths).toEqual([expect.any(Number)])
    expect(await denials()).toEqual([])
  })

  it('the remains of an interrupted signup are removed', async () => {
    const email = 'ada@example.org'
    const pool = new CognitoIdentityProviderClient({ endpoint: system.awsUrl, ...OPERATOR })
    await pool.send(new AdminCreateUserCommand({ UserPoolId: USER_POOL, Username: email, MessageAction: 'SUPPRESS' }))
    pool.destroy()
    const signup = () =>
      system.guest.call('signup', { body: { email, name: 'Ada', password: 'a password that is long' } })
    // Within the first minute the other signup may still be under way.
    expect((await signup()).status).toBe(409)

    const accounts = new DatabaseSync(join(system.dataDir, 'identity.sqlite'))
    accounts.exec(`UPDATE users SET created_at = created_at - ${2 * MINUTE_MS}`)
    accounts.close()
    expect((await signup()).status).toBe(201)
    expect(await denials()).toEqual([])
  })
})

interface Dimensions {
  readonly [name: string]: string
}

const seriesOf = (name: string, dimensions: Dimensions): string =>
  `${name} by ${Object.entries(dimensions)
    .map(([dimension, value]) => (dimension === 'service' ? `${dimension}=${value}` : dimension))
    .toSorted()
    .join(', ')}`

/** `SEARCH('{Plimsoll,department,service} MetricName="AgentsNeeded" service="plimsoll"', …)` as a series. */
const searched = (expression: string): readonly string[] => {
  const [, names = '', metric] = /^SEARCH\('\{Plimsoll,([\w,]+)\} MetricName="(\w+)"/.exec(expression) ?? []
  const [, service = ''] = / service="([^"]+)"/.exec(expression) ?? []
  if (metric === undefined) return []
  return [seriesOf(metric, Object.fromEntries(names.split(',').map((name) => [name, service])))]
}

/** The series of our own metrics that the template's dashboard and alarms read, each once. */
const watchedSeries = (): ReadonlySet<string> => {
  const template = readTemplate(JSON.parse(synthesiseOwnTemplate().text), {
    awsPort: () => 0,
    localUrl: (url) => url,
    dynamicReference: (reference) => reference,
  })
  const [dashboard] = template.resourcesOf('AWS::CloudWatch::Dashboard')
  const { widgets } = JSON.parse(template.text(dashboard?.properties.DashboardBody)) as {
    readonly widgets: readonly { readonly properties: { readonly metrics?: readonly (readonly unknown[])[] } }[]
  }
  const drawn = widgets
    .flatMap(({ properties }) => properties.metrics ?? [])
    .flatMap(([namespace, name, ...rest]) => {
      if (namespace !== 'Plimsoll') return searched(String((namespace as { expression?: string }).expression ?? ''))
      const said = rest.filter((part) => typeof part === 'string')
      const pairs = said.flatMap((part, place) => (place % 2 === 0 ? [[part, said[place + 1]]] : []))
      return [seriesOf(String(name), Object.fromEntries(pairs))]
    })
  const alarmed = template.resourcesOf('AWS::CloudWatch::Alarm').flatMap(({ properties }) => {
    const { Metrics = [], ...alone } = template.resolve(properties) as AlarmProperties
    return [alone, ...Metrics.flatMap(({ MetricStat }) => MetricStat?.Metric ?? [])].flatMap((metric) =>
      metric.Namespace === 'Plimsoll'
        ? [seriesOf(metric.MetricName, Object.fromEntries(metric.Dimensions.map(({ Name, Value }) => [Name, Value])))]
        : [],
    )
  })
  return new Set([...drawn, ...alarmed])
}

interface AlarmMetric {
  readonly Namespace: string
  readonly MetricName: string
  readonly Dimensions: readonly { readonly Name: string; readonly Value: string }[]
}
interface AlarmProperties extends AlarmMetric {
  readonly Metrics?: readonly { readonly MetricStat?: { readonly Metric: AlarmMetric } }[]
}

it('every metric that the dashboard and the alarms read is published, under the same dimensions', async () => {
  const watched = watchedSeries()
  expect(watched.size).toBeGreaterThan(15)

  await hireAgents(system, admin, { perDepartment: 1, capacity: 5 })
  await submit(REFUND)
  // An address that SES refuses.
  await submit(REFUND, 'greta@nobody-.example')
  await system.quiet()
  for (const schedule of ['sweep-queue', 'reconcile-load', 'retrain-classifier']) await run(schedule)
  const stranger = new WebSocket(`${system.url.replace('http', 'ws')}/ws`, [SUBPROTOCOL])
  await once(stranger, 'error')
  // The stream stops at such a row, so this must be the last step.
  await write('Tickets', [{ ...ticketKeys.event('ticket-0', 1), type: 'unheard_of' }])

  await eventually(
    async () => {
      const said = await system.local<readonly { readonly name: string; readonly dimensions: Dimensions }[]>('metrics')
      const known = new Set(said.map(({ name, dimensions }) => seriesOf(name, dimensions)))
      return [...watched].filter((series) => !known.has(series))
    },
    (missing) => missing.length === 0,
  )
})
