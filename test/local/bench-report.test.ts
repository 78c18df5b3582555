import { describe, expect, it } from 'vitest'
import { OPERATIONS, type Operation } from '../../bin/bench/operations.ts'
import { reportOf } from '../../bin/bench/report.ts'
import type { RequestFigures } from '../../bin/bench/requests.ts'

const operation = (name: string): Operation => {
  const found = OPERATIONS.find((one) => one.name === name)
  if (!found) throw new Error(`there is no ${name}`)
  return found
}

const LOAD = { requests: 900, perSecond: 900, p50: 1, p99: 2 }
const SERVER = { ...LOAD, cpuMs: 1, databaseMs: 1 }

const figuresOf = (name: string, counted: Partial<RequestFigures>): RequestFigures => ({
  operation: operation(name),
  host: LOAD,
  own: SERVER,
  bare: SERVER,
  reference: 1_800,
  calls: 1,
  readUnits: 0,
  writeUnits: 0,
  ...counted,
})

/** The line of a goal. */
const lineOf = (goal: string, ...figures: readonly RequestFigures[]): string =>
  reportOf({ requests: [{ tickets: 1_000, figures }] })
    .split('\n')
    .find((line) => line.startsWith(`| ${goal} |`)) ?? `no goal ${goal}`

describe('the report of the bench', () => {
  it.each([
    ['get', 1],
    ['list', 1],
    ['list of two filters', 1],
    ['search', 1],
    ['statistics', 1],
    ['patch', 2],
    ['create', 2],
  ] as const)('aims for %s at %i calls at most', (name, most) => {
    const goal = `${name} at 1000 tickets ≤ ${most} call${most === 1 ? '' : 's'}`
    expect(lineOf(goal, figuresOf(name, { calls: most }))).toContain(`| ${most} | reached |`)
    expect(lineOf(goal, figuresOf(name, { calls: most + 1 }))).toContain(`| ${most + 1} | **missed** |`)
  })

  it('counts the goals that are missed', () => {
    const report = reportOf({ requests: [{ tickets: 1_000, figures: [figuresOf('get', { readUnits: 2 })] }] })
    expect(report).toContain('\n1 of 4 goals are missed.\n')
  })

  it('tells read units from write units', () => {
    const created = figuresOf('create', { calls: 2, readUnits: 3, writeUnits: 14 })
    expect(lineOf('create at 1000 tickets ≤ 14 write units', created)).toContain('| 14 | reached |')
    expect(lineOf('get at 1000 tickets ≤ 1 read unit', figuresOf('get', { readUnits: 2, writeUnits: 0 }))).toContain(
      '| 2 | **missed** |',
    )
    expect(lineOf('create', created)).toMatch(/\| 2 \| 3 \| 14 \|$/)
  })
})
