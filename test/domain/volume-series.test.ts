import { expect, it } from 'vitest'
import { recentCounts, volumeSeries, weeksBefore } from '../../functions/domain/volume-forecast/series.ts'

const BERLIN = 'Europe/Berlin'
/** A day on which each hour's count is its number. */
const numbered = Array.from({ length: 24 }, (_, hour) => hour)

it('starts with the first ticket and ends with the last hour that is over, by the local clock', () => {
  const days = new Map([['2026-03-02', [0, 0, 5, ...new Array<number>(21).fill(1)]]])
  const series = volumeSeries(days, BERLIN, 1, new Date('2026-03-02T05:30:00.000Z'))

  expect(series.first_hour).toBe('2026-03-02T02')
  expect(series.counts).toEqual([5, 1, 1, 1])
})

it('takes the hour that spring skips for missing', () => {
  const days = new Map([['2026-03-29', numbered]])
  const { counts } = volumeSeries(days, BERLIN, 1, new Date('2026-03-29T04:00:00.000Z'))

  expect(counts).toEqual([1, null, 3, 4, 5])
})

it('keeps to the local clock while the hour that spring skips is the last one', () => {
  const days = new Map([['2026-03-29', numbered]])
  const [before, skipped, after] = ['T00:30:00.000Z', 'T01:30:00.000Z', 'T02:30:00.000Z'].map((time) =>
    volumeSeries(days, BERLIN, 1, new Date(`2026-03-29${time}`)),
  )
  const first_hour = '2026-03-29T01'

  expect(before).toMatchObject({ first_hour, counts: [], next_hour: Date.UTC(2026, 2, 29, 1) })
  expect(skipped).toMatchObject({ first_hour, counts: [1, null], next_hour: Date.UTC(2026, 2, 29, 3) })
  expect(after).toMatchObject({ first_hour, counts: [1, null, 3], next_hour: Date.UTC(2026, 2, 29, 4) })
})

it('counts the hour that occurs twice in autumn once, with half its tickets', () => {
  const days = new Map([['2026-10-25', numbered]])
  const now = new Date('2026-10-25T04:00:00.000Z')

  expect(volumeSeries(days, BERLIN, 1, now).counts).toEqual([1, 1, 3, 4])
  expect(recentCounts(days, BERLIN, 3, now).map(({ count }) => count)).toEqual([1, 3, 4])
  expect(recentCounts(days, BERLIN, 5, now).map(({ count }) => count)).toEqual([1, 1, 1, 3, 4])
})

it('keeps to the local clock while an hour occurs for the second time in autumn, which is then the next hour', () => {
  const days = new Map([['2026-10-25', numbered]])
  const at = (now: string) => volumeSeries(days, BERLIN, 1, new Date(now))
  const [first, second, after] = ['T00:10:00.000Z', 'T01:10:00.000Z', 'T02:10:00.000Z'].map((time) =>
    at(`2026-10-25${time}`),
  )

  expect(first).toMatchObject({ first_hour: '2026-10-25T01', counts: [1], next_hour: Date.UTC(2026, 9, 25, 2) })
  expect(second).toEqual(first)
  expect(after).toMatchObject({ first_hour: '2026-10-25T01', counts: [1, 1], next_hour: Date.UTC(2026, 9, 25, 3) })
})

it('takes a day without tickets for silence, but one before the first for unknown', () => {
  const days = new Map([
    ['2026-03-01', numbered],
    ['2026-03-03', numbered],
  ])
  const counts = recentCounts(days, 'UTC', 72, new Date('2026-03-04T00:00:00.000Z')).map(({ count }) => count)
  const earlier = recentCounts(days, 'UTC', 1, new Date('2026-03-01T00:30:00.000Z')).map(({ count }) => count)

  expect(counts.slice(24, 48)).toEqual(new Array(24).fill(0))
  expect(earlier).toEqual([null])
})

it('counts the hours of a day that has begun without tickets as zeros, so that forecasts use and score them', () => {
  const days = new Map([['2026-03-02', numbered]])
  const now = new Date('2026-03-03T03:05:00.000Z')
  const today = recentCounts(days, 'UTC', 3, now).map(({ count }) => count)

  expect(today).toEqual([0, 0, 0])
  expect(volumeSeries(days, 'UTC', 1, now).counts.slice(-4)).toEqual([23, 0, 0, 0])
  expect(recentCounts(new Map(), 'UTC', 3, now).map(({ count }) => count)).toEqual([null, null, null])
})

it('counts hours without tickets as zeros once the scope exists, and otherwise begins with the first ticket', () => {
  const now = new Date('2026-03-02T06:30:00.000Z')
  const since = '2026-03-02T03:00:00.000Z'
  const silent = volumeSeries(new Map(), BERLIN, 1, now, since)
  const days = new Map([['2026-03-02', [...new Array<number>(6).fill(0), 4, ...new Array<number>(17).fill(0)]]])

  expect(silent).toEqual({
    ...{ time_zone: BERLIN, first_hour: '2026-03-02T04', next_hour: Date.UTC(2026, 2, 2, 7) },
    counts: [0, 0, 0],
  })
  expect(volumeSeries(new Map(), BERLIN, 1, now, '2025-12-01T00:00:00.000Z').counts).toHaveLength(168)
  expect(volumeSeries(new Map(), BERLIN, 1, now, '2026-03-02T06:00:00.000Z').counts).toEqual([])
  expect(volumeSeries(new Map(), BERLIN, 1, now).counts).toEqual([])
  expect(volumeSeries(days, BERLIN, 1, now, since).counts).toEqual([4])
})

it('gives hours of zones half an hour apart by their own clock', () => {
  const days = new Map([['2026-03-02', numbered]])
  const [last] = recentCounts(days, 'Asia/Kolkata', 1, new Date('2026-03-02T06:00:00.000Z'))

  expect(last).toEqual({ hour: '2026-03-02T04:30:00.000Z', count: 10 })
})

it('starts an hour at its first millisecond', () => {
  const [last] = recentCounts(new Map([['2026-03-02', numbered]]), 'UTC', 1, new Date('2026-03-02T06:12:34.567Z'))

  expect(last).toEqual({ hour: '2026-03-02T05:00:00.000Z', count: 5 })
})

it.each([
  ['on in between', '2026-03-30T07:00:00.000Z', '2026-03-23T08:00:00.000Z'],
  ['back in between', '2026-10-26T08:00:00.000Z', '2026-10-19T07:00:00.000Z'],
  ['on in another week', '2026-03-23T08:00:00.000Z', '2026-03-16T08:00:00.000Z'],
])('finds the same hour a week before where the clocks were put %s', (_case, hour, before) => {
  expect(weeksBefore(hour, 1, BERLIN)).toBe(before)
})
