import { expect, it } from 'vitest'
import { instant } from '../../functions/domain/ticket/filter.ts'

it.each([
  ['an offset', '2026-11-01T00:00:00+02:00', '2026-10-31T22:00:00.000Z'],
  ['no milliseconds', '2026-11-01T00:00:00Z', '2026-11-01T00:00:00.000Z'],
  ['more than milliseconds', '2026-11-01T00:00:00.123456Z', '2026-11-01T00:00:00.123Z'],
  ['a year that an offset makes the ten-thousandth', '9999-12-31T23:59:59-14:00', '9999-12-31T23:59:59.999Z'],
  ['a year that an offset makes negative', '0000-01-01T00:00:00+14:00', '0000-01-01T00:00:00.000Z'],
])('spells an instant with %s as records do', (_case, text, spelt) => {
  expect(instant(text)).toBe(spelt)
})
