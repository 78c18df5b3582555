import { afterEach, describe, expect, it, vi } from 'vitest'
import { endOf, startOf } from '../../frontend/src/console/admin/audit/days.ts'
import * as admins from '../../frontend/src/text/admin.de.ts'
import * as administrators from '../../frontend/src/text/admin.en.ts'
import * as german from '../../frontend/src/text/desk.de.ts'
import * as english from '../../frontend/src/text/desk.en.ts'
import { formatsOf } from '../../frontend/src/text/formats.ts'
import * as kunden from '../../frontend/src/text/portal.de.ts'
import * as customers from '../../frontend/src/text/portal.en.ts'
import * as seiten from '../../frontend/src/text/portal-pages.de.ts'
import * as pages from '../../frontend/src/text/portal-pages.en.ts'
import * as woerter from '../../frontend/src/text/words.de.ts'
import * as words from '../../frontend/src/text/words.en.ts'
import { EventType } from '../../functions/contracts/events.ts'

type Texts = { readonly [key: string]: unknown }

/** Paths of all texts below; a function counts as one. */
const pathsOf = (texts: Texts, under = ''): readonly string[] =>
  Object.entries(texts).flatMap(([key, value]) =>
    typeof value === 'object' && value !== null
      ? pathsOf(value as Texts, `${under}${key}.`)
      : [`${under}${key}: ${typeof value}`],
  )

describe.each([
  ['words', words.words, woerter.words],
  ['the portal', customers.portal, kunden.portal],
  ['the portal’s later pages', pages.pages, seiten.pages],
  ['the desk', english.desk, german.desk],
  ['the administrators’ screens', administrators.admin, admins.admin],
])('%s', (_catalogue, inEnglish, inGerman) => {
  it('say everything in both languages', () => {
    expect(pathsOf(inGerman)).toEqual(expect.arrayContaining([...pathsOf(inEnglish)]))
  })
})

it.each([
  ['English', english.desk, administrators.admin],
  ['German', german.desk, admins.admin],
])('has a name in %s for everything that may happen', (_language, desk, admin) => {
  const unnamed = EventType.options.filter((type) => !desk.timeline.types[type] && !admin.audit.types[type])
  expect(unnamed).toEqual([])
})

it('writes numbers, dates and plurals as each language does', () => {
  const [inEnglish, inGerman] = [formatsOf('en-GB'), formatsOf('de-DE')]
  expect([inEnglish.number(10_000), inGerman.number(10_000)]).toEqual(['10,000', '10.000'])
  expect([inEnglish.weekday(1), inGerman.weekday(7)]).toEqual(['Monday', 'Sonntag'])
  expect([inEnglish.plural(1, 'ticket', 'tickets'), inGerman.plural(0, 'Ticket', 'Tickets')]).toEqual([
    '1 ticket',
    '0 Tickets',
  ])
})

it('counts in German who waits, one as well as many', () => {
  const { desk } = german
  const { departments } = admins.admin
  const said = (waiting: number) => [
    desk.loadOf('Technik', '96 %', waiting),
    desk.unmannedLoadOf('Technik', waiting),
    departments.load(3, 5, waiting),
  ]
  expect(said(1)).toEqual([
    'Technik: 96 % der Kapazität, 1 wartet',
    'Technik: niemand online, 1 wartet',
    '3 von 5 belegt, 1 wartet',
  ])
  expect(said(2).every((text) => text.endsWith('2 warten'))).toBe(true)
})

describe('days', () => {
  afterEach(() => vi.unstubAllEnvs())

  it.each(['Pacific/Honolulu', 'UTC', 'Pacific/Auckland'])('without a time are the same day in %s', (zone) => {
    vi.stubEnv('TZ', zone)
    expect(formatsOf('en-GB').calendarDay('2026-02-24')).toBe('24 Feb')
  })

  it.each([
    ['2026-03-28', '2026-03-27T23:00:00.000Z', '2026-03-28T22:59:59.999Z'],
    ['2026-03-29', '2026-03-28T23:00:00.000Z', '2026-03-29T21:59:59.999Z'],
    ['2026-10-25', '2026-10-24T22:00:00.000Z', '2026-10-25T22:59:59.999Z'],
  ])('of a form end where the next begins, clocks changed or not: %s', (day, from, to) => {
    vi.stubEnv('TZ', 'Europe/Berlin')
    expect([startOf(day), endOf(day), startOf(''), endOf('')]).toEqual([from, to, undefined, undefined])
  })

  it('say their year in records always, elsewhere when it is another one', () => {
    const format = formatsOf('en-GB')
    const now = Date.parse('2026-03-03T10:00:00.000Z')
    expect(format.stamp('2025-03-03T10:00:00.000Z')).toContain('2025')
    expect(format.moment('2025-03-03T10:00:00.000Z', now)).toContain('2025')
    expect(format.moment('2026-02-03T10:00:00.000Z', now)).not.toContain('2026')
  })
})
