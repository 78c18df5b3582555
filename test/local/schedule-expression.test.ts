import { expect, it } from 'vitest'
import { readTimetable } from '../../lib/local/schedules/expression.ts'

/** The next runs after an instant, as ISO times. */
const runs = (expression: string, timeZone: string, after: string, count = 1): readonly string[] => {
  const timetable = readTimetable(expression, timeZone, Date.parse(after))
  const found: string[] = []
  for (let instant: number | undefined = Date.parse(after); found.length < count; ) {
    instant = timetable.next(instant)
    if (instant === undefined) break
    found.push(new Date(instant).toISOString().replace(':00.000Z', 'Z'))
  }
  return found
}

it('runs a rate at whole intervals after its start', () => {
  expect(runs('rate(5 minutes)', 'UTC', '2026-01-01T00:02:00Z', 2)).toEqual(['2026-01-01T00:07Z', '2026-01-01T00:12Z'])
  expect(runs('rate(1 day)', 'UTC', '2026-02-28T12:00:00Z')).toEqual(['2026-03-01T12:00Z'])
})

it('runs once at a time of a zone, and never after it', () => {
  expect(runs('at(2026-07-01T09:00:00)', 'Europe/Berlin', '2026-01-01T00:00:00Z', 2)).toEqual(['2026-07-01T07:00Z'])
  expect(runs('at(2026-07-01T09:00:00)', 'Europe/Berlin', '2026-07-01T07:00:00Z')).toEqual([])
})

it.each([
  [
    'every quarter of an hour',
    'cron(0/15 * * * ? *)',
    '2026-01-01T10:50:00Z',
    ['2026-01-01T11:00Z', '2026-01-01T11:15Z'],
  ],
  ['working days only', 'cron(0 9 ? * MON-FRI *)', '2026-01-02T10:00:00Z', ['2026-01-05T09:00Z', '2026-01-06T09:00Z']],
  [
    'the last day of a month',
    'cron(30 23 L * ? *)',
    '2026-02-01T00:00:00Z',
    ['2026-02-28T23:30Z', '2026-03-31T23:30Z'],
  ],
  ['the last Friday', 'cron(0 0 ? * 6L *)', '2026-01-01T00:00:00Z', ['2026-01-30T00:00Z', '2026-02-27T00:00Z']],
  ['the first Monday', 'cron(0 0 ? * 2#1 *)', '2026-01-01T00:00:00Z', ['2026-01-05T00:00Z', '2026-02-02T00:00Z']],
  [
    'the working day nearest to the 1st',
    'cron(0 0 1W * ? *)',
    '2026-01-31T00:00:00Z',
    ['2026-02-02T00:00Z', '2026-03-02T00:00Z'],
  ],
  ['a leap day', 'cron(0 12 29 2 ? *)', '2026-01-01T00:00:00Z', ['2028-02-29T12:00Z', '2032-02-29T12:00Z']],
  ['a year that is over', 'cron(0 12 1 1 ? 2025)', '2026-01-01T00:00:00Z', []],
])('runs by a cron expression: %s', (_case, expression, after, expected) => {
  expect(runs(expression, 'UTC', after, 2)).toEqual(expected)
})

it('keeps the wall clock of its zone through the change of summer time', () => {
  expect(runs('cron(0 9 * * ? *)', 'Europe/Berlin', '2026-03-28T00:00:00Z', 2)).toEqual([
    '2026-03-28T08:00Z',
    '2026-03-29T07:00Z',
  ])
})

it('leaves out a time that the zone skips in spring', () => {
  expect(runs('cron(30 2 * * ? *)', 'Europe/Berlin', '2026-03-28T00:00:00Z', 2)).toEqual([
    '2026-03-28T01:30Z',
    '2026-03-30T00:30Z',
  ])
})

it('runs once at a time that the zone shows twice in autumn', () => {
  expect(runs('cron(30 2 * * ? *)', 'Europe/Berlin', '2026-10-24T12:00:00Z', 2)).toEqual([
    '2026-10-25T00:30Z',
    '2026-10-26T01:30Z',
  ])
})

it.each([
  'rate(1 minutes)',
  'rate(0 minutes)',
  'rate(5 seconds)',
  'cron(0 9 * * * *)',
  'cron(0 9 ? * MON-FRI)',
  'cron(60 9 * * ? *)',
  'at(2026-07-01)',
  'every minute',
])('refuses %s', (expression) => {
  expect(() => readTimetable(expression, 'UTC', 0)).toThrow('schedule expression')
})
