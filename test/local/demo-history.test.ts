import { expect, it } from 'vitest'
import { demoHistory } from '../../bin/demo/history.ts'
import { demoDepartments } from '../../bin/demo/people.ts'

const departments = demoDepartments(new Date('2026-01-01T00:00:00Z'))
const at = (time: string) => demoHistory(departments, new Date(time))

it('has 24 hours of each of the 56 days before, and those of today that have ended', () => {
  const days = at('2026-11-23T14:40:00Z').filter(({ scope }) => scope === 'all')

  expect(days).toHaveLength(57)
  expect(days[0]?.date).toBe('2026-09-28')
  expect(new Set(days.slice(0, -1).map(({ hours }) => hours.length))).toEqual(new Set([24]))
  expect(days.at(-1)).toMatchObject({ date: '2026-11-23' })
  expect(days.at(-1)?.hours).toHaveLength(14)
})

it('says of no hour of today that nothing came before it has ended', () => {
  expect(
    at('2026-11-23T00:59:00Z')
      .filter(({ date }) => date === '2026-11-23')
      .flatMap(({ hours }) => hours),
  ).toEqual([])
})

it('counts for all what it counts for the departments', () => {
  const history = at('2026-11-23T09:00:00Z')
  const ticketsOf = (isCounted: (scope: string) => boolean) =>
    history
      .filter(({ scope }) => isCounted(scope))
      .flatMap(({ hours }) => hours)
      .reduce((sum, count) => sum + count, 0)

  expect(ticketsOf((scope) => scope !== 'all')).toBe(ticketsOf((scope) => scope === 'all'))
  expect(ticketsOf((scope) => scope === 'all')).toBeGreaterThan(1_000)
})
