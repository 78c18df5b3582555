import { expect, it } from 'vitest'
import { handleSeconds, SERVICE_LEVEL, shortHours, staffHours } from '../../functions/domain/capacity-advice.ts'
import { newRandom } from '../../functions/domain/simulation/scenario.ts'
import { agentsNeeded, erlangC } from '../../functions/domain/staffing.ts'
import { accuracyOf } from '../../functions/domain/volume-forecast/accuracy.ts'
import { volumeSeries } from '../../functions/domain/volume-forecast/series.ts'
import { usualRoster } from '../../functions/domain/volume-forecast/usual-roster.ts'
import { FORECAST_WEEKS, forecastVolume, stageOf } from '../../functions/domain/volume-forecast.ts'
import { drawnCounts } from '../support/drawn-counts.ts'

const HOUR = '2026-03-02T10:00:00.000Z'
const anHour = { hour: HOUR, mean: 20, p2_5: 11, p10: 14, p50: 20, p90: 26, p97_5: 29 }
const desk = { handle_seconds: 1_800, target_seconds: 3_600, waiting: 0, isOpen: () => true }

it('asks for more people when tickets wait already, and only while they are worked off', () => {
  const hours = Array.from({ length: 6 }, () => anHour)
  const calm = staffHours(hours, () => 12, desk).map(({ agents_needed }) => agents_needed)
  const behind = staffHours(hours, () => 12, { ...desk, waiting: 80 }).map(({ agents_needed }) => agents_needed)

  expect(behind[0]).toBeGreaterThan(calm[0] ?? Number.NaN)
  expect(behind.slice(4)).toEqual(calm.slice(4))
})

it('asks for nobody while the desk is closed, and for more people when it opens, to work off what came meanwhile', () => {
  const at = (step: number): string => new Date(Date.parse(HOUR) + step * 3_600_000).toISOString()
  const hours = Array.from({ length: 12 }, (_, step) => ({ ...anHour, hour: at(step) }))
  const open = staffHours(hours, () => 12, desk)
  const isOpen = (hour: string): boolean => hour < at(2) || hour >= at(5)
  const closedAtNight = staffHours(hours, () => 12, { ...desk, isOpen })
  const needed = closedAtNight.map(({ agents_needed }) => agents_needed)

  expect(needed.slice(2, 5)).toEqual([0, 0, 0])
  expect(closedAtNight[2]?.expected_wait_seconds).toBe(3 * 3_600)
  expect(needed[5]).toBeGreaterThan(open[5]?.agents_needed ?? Number.NaN)
  expect(needed[5]).toBe(needed[8])
  expect(needed.slice(9)).toEqual(open.slice(9).map(({ agents_needed }) => agents_needed))
  expect(staffHours(hours, () => 12, { ...desk, isOpen: () => false })[0]?.expected_wait_seconds).toBe(86_400)
})

it('names the hours that are short of people, and a wait that ends even where a queue does not', () => {
  const [alone] = staffHours([anHour], () => 0, desk)
  const [plenty] = staffHours([anHour], () => 50, desk)

  expect(alone?.expected_wait_seconds).toBe(86_400)
  expect(plenty?.expected_wait_seconds).toBeLessThan(1)
  expect(shortHours([alone, plenty].flatMap((hour) => hour ?? []))).toEqual([alone])
})

it('finds one person enough where one does the work: alone they are taken to be there', () => {
  const quiet = { ...anHour, mean: 0.5, p10: 0, p90: 1 }
  const [alone] = staffHours([quiet], () => 1, desk)
  const [twoThere] = staffHours([quiet], () => 2, desk)

  expect(alone?.agents_needed).toBe(1)
  expect(alone?.expected_wait_seconds).toBe(twoThere?.expected_wait_seconds)
  expect(shortHours([alone, twoThere].flatMap((hour) => hour ?? []))).toEqual([])
})

it.each([1, 5, 20, 60, 200])(
  'asks for no more people than it takes for the wanted wait: %i tickets an hour',
  (mean) => {
    const hour = { ...anHour, mean, p10: mean, p90: mean }
    const [{ agents_needed } = { agents_needed: Number.NaN }] = staffHours([hour], () => 1, desk)
    const waitWith = (rostered: number): number | undefined =>
      staffHours([hour], () => rostered, desk)[0]?.expected_wait_seconds
    const needed = { arrivals_per_hour: mean, ...desk, service_level: SERVICE_LEVEL }
    const present = agentsNeeded(needed)

    expect(waitWith(agents_needed)).toBe(erlangC({ ...needed, agents: present }).asa_seconds)
    expect(waitWith(agents_needed - 1)).toBeGreaterThan(waitWith(agents_needed) ?? Number.NaN)
  },
)

it('asks for as many people as an uneven rate needs, also at a desk that closes at night', () => {
  const isOpen = (hour: number): boolean => hour % 24 >= 9 && hour % 24 < 17
  const random = newRandom(5)
  // A rate of 4 or of 16 an hour: the counts' variance is 10 + 36, or 4.6 times their mean.
  const rates = Array.from({ length: 8 * 168 + 10 }, (_, hour) => (isOpen(hour) ? (random() < 0.5 ? 4 : 16) : 0))
  const counts = drawnCounts(rates.length, (hour) => rates[hour] ?? 0, 5)
  const next_hour = Date.parse('2026-03-02T10:00:00.000Z')
  const own = { time_zone: 'UTC', first_hour: '2026-01-05T00', counts, next_hour }
  const [{ agents_needed } = { agents_needed: Number.NaN }] = staffHours(
    forecastVolume(own, own, 1, [next_hour]),
    () => 1,
    { ...desk, target_seconds: 600 },
  )
  const neededAt = (dispersion: number): number =>
    agentsNeeded({ arrivals_per_hour: 10, ...desk, target_seconds: 600, service_level: SERVICE_LEVEL, dispersion })

  expect(agents_needed).toBeGreaterThan(neededAt(2))
  expect(agents_needed).toBeLessThan(1.5 * neededAt(4.6))
})

it('divides the time to a resolution by what an agent carries side by side', () => {
  const agent = { resolved_total: 4, resolution_hours: 20, capacity: 10 }

  expect(handleSeconds([agent, { ...agent, resolved_total: 0, resolution_hours: 0 }])).toBe(1_800)
  expect(handleSeconds([{ ...agent, resolution_hours: 40 }])).toBe(3_600)
  expect(handleSeconds([])).toBe(1_800)
})

it('takes for usual the median of four weeks, and everybody before', () => {
  const weekBefore = (week: number): string => new Date(Date.parse(HOUR) - week * 168 * 3_600_000).toISOString()
  const online = new Map([3, 9, 5, 4].map((count, place) => [weekBefore(place + 1), count]))

  expect(usualRoster(online, 12, 'UTC')(HOUR)).toBe(4.5)
  online.delete(weekBefore(2))
  expect(usualRoster(online, 12, 'UTC')(HOUR)).toBe(12)
})

it('takes the same hours by the local clock, which people keep to when the clocks are changed', () => {
  // 09:00 in Berlin on four Mondays, of which the last two lie in summer time, and what UTC would take for that.
  const nine = ['2026-03-16T08', '2026-03-23T08', '2026-03-30T07', '2026-04-06T07'].map((hour) => [hour, 6] as const)
  const eight = ['2026-03-16T07', '2026-03-23T07'].map((hour) => [hour, 0] as const)
  const online = new Map([...nine, ...eight].map(([hour, count]) => [`${hour}:00:00.000Z`, count]))

  expect(usualRoster(online, 12, 'Europe/Berlin')('2026-04-13T07:00:00.000Z')).toBe(6)
})

it('scores forecasts by what came', () => {
  const hours = [
    { ...anHour, actual: 22, week_before: 18 },
    { ...anHour, actual: 30, week_before: null },
  ]

  expect(accuracyOf(hours)).toMatchObject({ mase: 0.5, coverage_80: 0.5, coverage_95: 0.5, hours_scored: 2 })
  expect(accuracyOf(hours.slice(0, 1)).pinball).toBeCloseTo((0.1 * 8 + 0.5 * 2 + 0.1 * 4) / 3, 10)
  expect(accuracyOf([])).toEqual({ mase: null, pinball: null, coverage_80: null, coverage_95: null, hours_scored: 0 })
})

it('says what a forecast leans on', () => {
  const stages = [0, 23, 24, 335, 336].map((hours) => stageOf({ counts: new Array<number>(hours).fill(1) }))

  expect(stages).toEqual(['pooled', 'pooled', 'hour_of_day', 'hour_of_day', 'full'])
})

it('gives a newcomer an equal share of what comes to all', () => {
  const next_hour = Date.parse('2026-03-02T10:00:00.000Z')
  const counts = new Array<number>(336).fill(40)
  const all = { time_zone: 'UTC', first_hour: '2026-02-16T10', counts, next_hour }
  const own = { ...all, first_hour: '2026-03-02T10', counts: [] }
  const [hour] = forecastVolume(own, all, 4, [next_hour])

  expect(hour?.p50).toBe(10)
  expect(hour?.p2_5).toBeLessThan(3)
  expect(hour?.p97_5).toBeGreaterThan(20)
})

it.each([
  [24, 4],
  [168, 0.5],
  [672, 0.1],
])(
  'expects next to nothing of a department that was silent for %i hours, whatever comes to the others',
  (silence, bound) => {
    const now = new Date('2026-03-02T10:05:00.000Z')
    const next_hour = Date.parse('2026-03-02T10:00:00.000Z')
    const instants = Array.from({ length: 24 }, (_, step) => next_hour + step * 3_600_000)
    const watchedSince = new Date(next_hour - silence * 3_600_000).toISOString()
    const own = volumeSeries(new Map(), 'UTC', FORECAST_WEEKS, now, watchedSince)
    const all = { ...own, first_hour: '2026-02-02T10', counts: new Array<number>(672).fill(40) }
    const hours = forecastVolume(own, all, 4, instants)

    expect(hours.reduce((sum, { mean }) => sum + mean, 0)).toBeLessThan(bound)
    expect(Math.max(...hours.map(({ p50 }) => p50))).toBe(0)
  },
)
