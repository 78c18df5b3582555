import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { BusinessHours } from '../../functions/contracts/department.ts'
import { addOpenHours, instantOf, isOpenHour, wallClock } from '../../functions/domain/business-hours.ts'

const NINE_TO_FIVE = { from: '09:00', to: '17:00' }
const WEEKDAYS: BusinessHours = { 1: NINE_TO_FIVE, 2: NINE_TO_FIVE, 3: NINE_TO_FIVE, 4: NINE_TO_FIVE, 5: NINE_TO_FIVE }

const due = (start: string, hours: number, zone = 'UTC'): string =>
  addOpenHours(new Date(start), hours, WEEKDAYS, zone).toISOString()

describe('open hours', () => {
  it.each([
    ['within one day', '2026-03-02T10:00:00.000Z', 4, '2026-03-02T14:00:00.000Z'],
    ['over a night', '2026-03-02T16:00:00.000Z', 4, '2026-03-03T12:00:00.000Z'],
    ['over a weekend', '2026-03-06T16:00:00.000Z', 2, '2026-03-09T10:00:00.000Z'],
    ['from before opening', '2026-03-02T03:00:00.000Z', 1, '2026-03-02T10:00:00.000Z'],
    ['from a Sunday', '2026-03-01T12:00:00.000Z', 8, '2026-03-02T17:00:00.000Z'],
  ])('are counted %s', (_case, start, hours, expected) => {
    expect(due(start, hours)).toBe(expected)
  })

  it('are those of the department’s time zone', () => {
    // 08:00 in New York is an hour before opening.
    expect(due('2026-03-02T13:00:00.000Z', 1, 'America/New_York')).toBe('2026-03-02T15:00:00.000Z')
  })

  it('follow daylight saving: the day of the change opens at nine by the clock on the wall', () => {
    const sundays: BusinessHours = { 7: NINE_TO_FIVE }
    // Berlin is at UTC+1 in the night of the change and at UTC+2 when it opens.
    const answer = addOpenHours(new Date('2026-03-28T23:30:00.000Z'), 1, sundays, 'Europe/Berlin')
    expect(answer.toISOString()).toBe('2026-03-29T08:00:00.000Z')
  })

  it('always pass without a calendar, and with one that never opens', () => {
    const start = new Date('2026-03-02T10:00:00.000Z')
    expect(addOpenHours(start, 5, null, 'UTC').toISOString()).toBe('2026-03-02T15:00:00.000Z')
    expect(addOpenHours(start, 5, {}, 'UTC').toISOString()).toBe('2026-03-02T15:00:00.000Z')
    const shut: BusinessHours = { 1: { from: '10:00', to: '10:00' } }
    expect(addOpenHours(start, 5, shut, 'UTC').toISOString()).toBe('2026-03-02T15:00:00.000Z')
  })

  it('never end earlier for more hours', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 10_000 }),
        fc.double({ min: 0.1, max: 200, noNaN: true }),
        (minutes, hours) => {
          const start = new Date(Date.parse('2026-01-01T00:00:00.000Z') + minutes * 60_000)
          const sooner = addOpenHours(start, hours, WEEKDAYS, 'Europe/Berlin')
          const later = addOpenHours(start, hours + 0.5, WEEKDAYS, 'Europe/Berlin')
          expect(later.getTime()).toBeGreaterThan(sooner.getTime())
          expect(sooner.getTime() - start.getTime()).toBeGreaterThanOrEqual(hours * 3_600_000 - 1)
        },
      ),
    )
  })
})

it('reads a wall clock back to its instant, but for the hour that daylight saving repeats', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 365 * 24 - 1 }), (hour) => {
      const instant = Date.parse('2026-01-01T00:00:00.000Z') + hour * 3_600_000
      const back = instantOf(wallClock(instant, 'Europe/Berlin'), 'Europe/Berlin')
      expect([0, 3_600_000]).toContain(instant - back)
    }),
  )
})

describe('isOpenHour', () => {
  const hours = { '1': { from: '08:30', to: '17:20' } } as const
  it.each([
    ['2026-03-02T06:00:00.000Z', false],
    ['2026-03-02T07:00:00.000Z', true],
    ['2026-03-02T15:00:00.000Z', true],
    ['2026-03-02T16:00:00.000Z', false],
    ['2026-03-03T10:00:00.000Z', false],
  ])('says of the hour from %s, in Berlin: %s', (hour, isOpen) => {
    expect(isOpenHour(Date.parse(hour), hours, 'Europe/Berlin')).toBe(isOpen)
    expect(isOpenHour(Date.parse(hour), null, 'Europe/Berlin')).toBe(true)
  })
})
