import { Metrics } from '@aws-lambda-powertools/metrics'
import { GetCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { EventRecord } from '../../functions/contracts/events.ts'
import { Forecast } from '../../functions/contracts/insight.ts'
import { newDepartment } from '../../functions/domain/department.ts'
import { insightKeys, peopleKeys } from '../../functions/stores/tables.ts'
import { SPLIT_METRICS } from '../../lib/aws/business-metrics.ts'
import { startEmbeddedTables } from '../support/embedded-tables.ts'
import { numberedId } from '../support/ticket-series.ts'

const stopTables = await startEmbeddedTables()
const { handler } = await import('../../functions/schedules/forecast-volume.ts')
const { getForecast } = await import('../../functions/api/insight/get-forecast.ts')
const { documents } = await import('../../functions/stores/documents.ts')
afterAll(stopTables)

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** Ten past ten in UTC on a Monday, ten past eleven in Berlin. */
const NOW = Date.parse('2026-03-02T10:10:00.000Z')
const BERLIN = { ...newDepartment({ name: 'Berlin' }, numberedId(1, 'D')), time_zone: 'Europe/Berlin' }
const NEWCOMER = newDepartment({ name: 'Newcomer' }, numberedId(2, 'D'))

const put = (TableName: string, Item: Record<string, unknown>) => documents.send(new PutCommand({ TableName, Item }))
const find = async (key: { pk: string; sk: string }) =>
  (await documents.send(new GetCommand({ TableName: 'Insight', Key: key }))).Item
const eventsOf = async (scope: string): Promise<readonly EventRecord[]> => {
  const { Items = [] } = await documents.send(
    new QueryCommand({
      TableName: 'Tickets',
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': `FORECAST#${scope}` },
    }),
  )
  return Items.map((row) => EventRecord.parse(row))
}
const asked = (department_id: string, more: { horizon?: number; history_hours?: number } = {}) =>
  getForecast
    .handle({ query: { department_id, horizon: 24, history_hours: 48, ...more } } as Parameters<
      typeof getForecast.handle
    >[0])
    .then((answer) => Forecast.parse(answer))

/** Twelve tickets an hour from 8 to 18 by the local clock, none at night, on every day until one. */
const dayOfWork = (scope: string, date: string) =>
  put('Insight', {
    ...insightKeys.volume(scope, date),
    ...Object.fromEntries(Array.from({ length: 10 }, (_, place) => [`h${String(place + 8).padStart(2, '0')}`, 12])),
  })

beforeAll(async () => {
  for (const department of [BERLIN, NEWCOMER]) {
    const row = { ...peopleKeys.department(department.id), ...department, version: 1 }
    await put('AgentLoad', { ...row, by_kind_key: 'DEPARTMENT', by_kind_order: department.id })
  }
  await put('AgentLoad', {
    ...peopleKeys.agent(BERLIN.id, numberedId(1, 'A')),
    ...{
      id: numberedId(1, 'A'),
      name: 'Ines',
      department_id: BERLIN.id,
      skills: [],
      capacity: 10,
      active: 0,
      role: 'agent',
    },
    ...{ presence: 'online', resolved_total: 10, resolution_hours: 100 },
  })
  for (let day = 28; day >= 1; day -= 1) {
    const date = new Date(NOW - day * DAY_MS).toISOString().slice(0, 10)
    await dayOfWork(BERLIN.id, date)
    await dayOfWork('all', date)
  }
  await put('Insight', { ...insightKeys.volume(BERLIN.id, '2026-03-02'), h08: 12, h09: 12, h10: 12, h11: 2 })
})
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: NOW })
})
afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

describe('forecast-volume', () => {
  it('publishes the next 24 hours of each department and of all, once an hour', async () => {
    await handler()
    await handler()

    const latest = await find(insightKeys.forecast(BERLIN.id, 'latest'))
    const events = await eventsOf(BERLIN.id)
    expect(latest).toMatchObject({ hour: '2026-03-02T10:00:00.000Z', stage: 'full' })
    expect(latest?.forecast).toHaveLength(24)
    expect(events.map(({ type, seq }) => [type, seq])).toEqual([
      ['forecast_published', 1],
      ['capacity_advised', 2],
    ])
    expect(events.map(({ data }) => data.department_id)).toEqual([BERLIN.id, BERLIN.id])
    expect(await eventsOf('all')).not.toHaveLength(0)
  })

  it('forecasts by the local clock: busy until six in the evening in Berlin, quiet at night', async () => {
    const { forecast } = await asked(BERLIN.id)
    const expected = new Map(forecast.map(({ hour, p50 }) => [hour, p50]))

    expect(expected.get('2026-03-02T10:00:00.000Z')).toBeGreaterThan(9)
    expect(expected.get('2026-03-02T16:00:00.000Z')).toBeGreaterThan(9)
    expect(expected.get('2026-03-02T18:00:00.000Z')).toBeLessThan(3)
    expect(expected.get('2026-03-03T01:00:00.000Z')).toBeLessThan(3)
  })

  it('records the actual number beside its forecast an hour later, and scores itself by it', async () => {
    await put('Insight', { ...insightKeys.volume(BERLIN.id, '2026-03-02'), h08: 12, h09: 12, h10: 12, h11: 13 })
    vi.setSystemTime(NOW + HOUR_MS)
    const dimensions = vi.spyOn(Metrics.prototype, 'addDimension')
    const figures = vi.spyOn(Metrics.prototype, 'addMetric')
    await handler()

    const hour = await find(insightKeys.forecast(BERLIN.id, '2026-03-02T10:00:00.000Z'))
    expect(hour).toMatchObject({ actual: 13, week_before: 12, agents_online: 1 })
    expect((await asked(BERLIN.id)).accuracy).toMatchObject({ hours_scored: 1 })
    expect((await eventsOf(BERLIN.id)).map(({ seq }) => seq)).toEqual([1, 2, 3, 4])
    expect(dimensions.mock.calls).toContainEqual(['department', BERLIN.id])
    const ofDepartments = Object.entries(SPLIT_METRICS).filter(([, dimension]) => dimension === 'department')
    expect(new Set(figures.mock.calls.map(([name]) => name))).toEqual(new Set(ofDepartments.map(([name]) => name)))
  })
})

describe('GET /api/forecasts', () => {
  it('shows the recorded hours beside the next ones, and what the desk needs', async () => {
    const { history, staffing, stage } = await asked(BERLIN.id)

    expect(stage).toBe('full')
    expect(history).toHaveLength(48)
    expect(history.at(-1)).toEqual({ hour: '2026-03-02T09:00:00.000Z', count: 12 })
    expect(staffing[0]?.agents_needed).toBeGreaterThan(1)
    expect(staffing[0]?.agents_rostered).toBe(1)
  })

  it('reaches further than the published hours', async () => {
    const { forecast } = await asked(BERLIN.id, { horizon: 168 })

    expect(forecast).toHaveLength(168)
    expect(new Set(forecast.map(({ hour }) => hour)).size).toBe(168)
  })

  it('gives a department in its first hour a share of all tickets, with wide bands', async () => {
    const { forecast, stage, history, staffing } = await asked(NEWCOMER.id)

    expect(stage).toBe('pooled')
    expect(history.every(({ count }) => count === null)).toBe(true)
    expect(
      forecast.every(({ p2_5, p10, p50, p90, p97_5 }) => p2_5 <= p10 && p10 <= p50 && p50 <= p90 && p90 <= p97_5),
    ).toBe(true)
    expect(Math.max(...forecast.map(({ p97_5 }) => p97_5))).toBeGreaterThan(0)
    expect(staffing.every(({ expected_wait_seconds }) => Number.isFinite(expected_wait_seconds))).toBe(true)
  })
})

it('expects next to nothing for a department that has had no ticket for a day', async () => {
  vi.setSystemTime(NOW + 25 * HOUR_MS)
  const { forecast, stage } = await asked(NEWCOMER.id)

  expect(stage).toBe('hour_of_day')
  expect(forecast.reduce((sum, { mean }) => sum + mean, 0)).toBeLessThan(4)
})

/** Runs the schedule at these times, one after the other. */
const runAt = async (...times: readonly string[]): Promise<void> => {
  for (const time of times) {
    vi.setSystemTime(time)
    await handler()
  }
}

it('compares itself with the same local hour a week before, even if the clocks have changed since', async () => {
  await put('Insight', { ...insightKeys.volume(BERLIN.id, '2026-03-24'), h09: 5 })
  await put('Insight', { ...insightKeys.volume(BERLIN.id, '2026-03-31'), h09: 6 })
  await runAt('2026-03-31T07:10:00.000Z', '2026-03-31T08:10:00.000Z')

  const nine = await find(insightKeys.forecast(BERLIN.id, '2026-03-31T07:00:00.000Z'))
  expect(nine).toMatchObject({ actual: 6, week_before: 5 })
})

it('scores an hour without tickets on a day without tickets so far', async () => {
  await runAt('2026-04-07T07:10:00.000Z', '2026-04-07T08:10:00.000Z')

  const silent = await find(insightKeys.forecast(BERLIN.id, '2026-04-07T07:00:00.000Z'))
  expect(silent).toMatchObject({ actual: 0, week_before: 6 })
})
