import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'

const COMMAND = fileURLToPath(new URL('../../bin/eval-forecast.ts', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'plimsoll-series-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const file = (name: string, text: string): string => {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}
const evaluate = (...given: readonly string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [COMMAND, ...given], { encoding: 'utf8' })
  return { status, stdout, stderr }
}
const scoreOf = (...given: readonly string[]) => {
  const { status, stdout, stderr } = evaluate(...given, '--json', '--horizon', '6')
  expect(stderr).toBe('')
  expect(status).toBe(0)
  const { file: _file, ms_per_step: _cost, ...score } = JSON.parse(stdout)
  return score
}

const START = Date.parse('2026-01-05T00:00:00Z')
const hourAt = (hour: number): string => new Date(START + hour * 3_600_000).toISOString()
/** Four weeks with a daily and a weekly rhythm, and one hour that was not recorded. */
const values = Array.from({ length: 672 }, (_none, hour) =>
  hour === 600 ? null : Math.round(10 + 8 * Math.sin(hour / 3.82) + (Math.floor(hour / 24) % 7) + ((hour * 7) % 5)),
)
const json = file('series.json', JSON.stringify({ start: '2026-01-05T00', values }))

describe('eval:forecast', () => {
  it('scores a JSON series beside the simple methods, as a table or as JSON', () => {
    const score = scoreOf(json)

    expect(score.next_hour.forecast.rel_mae).toBeLessThan(1)
    // Half of the series, without the hour that has no count and the hour a day after it.
    expect(score.hours_scored).toBe(334)
    expect(score.ahead.horizon).toBe(6)
    expect(evaluate(json).stdout).toContain('same hour last week')
  })

  it.each([
    [
      'lines of hour and count, of which the unrecorded one is missing',
      values.flatMap((value, hour) => (value === null ? [] : [`${hourAt(hour)},${value}`])),
    ],
    [
      'lines under a heading, by a wall clock, in any order',
      [
        'hour;tickets',
        ...values.map((value, hour) => `${hourAt(hour).slice(0, 16).replace('T', ' ')};${value ?? 'NA'}`).toReversed(),
      ],
    ],
    ['bare counts, one a line', values.map((value) => value ?? 'null')],
    ['bare counts in one line under a name', [`own,${values.map((value) => value ?? '').join(',')}`]],
  ])('reads the same from a CSV with %s', (_case, lines) => {
    expect(scoreOf(file('series.csv', lines.join('\n')))).toEqual(scoreOf(json))
  })

  it('adds up the rows of a CSV for one hour', () => {
    const lines = values.flatMap((value, hour) =>
      value === null ? [] : [`${hourAt(hour)},${value - 1}`, `${hourAt(hour).replace(':00:', ':30:')},1`],
    )

    expect(scoreOf(file('halves.csv', lines.join('\n')))).toEqual(scoreOf(json))
  })

  it('knows a pair in the competition’s format by its names', () => {
    const known = values.map((value) => value ?? 10)
    const train = file('pair_train.csv', `"id","V1"\n"H1",${known.slice(0, 624).join(',')}\n`)
    file('pair_test.csv', `"id","V1"\n"H1",${known.slice(624).join(',')}\n`)

    expect(scoreOf(train)).toMatchObject({ series: 1, horizon: 6 })
  })

  it.each([
    ['no file', [join(folder, 'none.json')], 'there is no'],
    ['no name', [], 'name one series'],
    ['what is no JSON', [file('broken.json', '{\n')], 'broken.json: Expected'],
    ['a short series', [file('short.json', '{"start":"2026-01-05T00","values":[1,2]}')], 'three weeks'],
    ['no start', [file('undated.json', JSON.stringify({ values }))], 'start: '],
    [
      'a negative count',
      [file('negative.json', JSON.stringify({ start: '2026-01-05T00', values: [-1, ...values] }))],
      'values.0: ',
    ],
    ['an empty CSV', [file('empty.csv', '')], 'three weeks'],
    ['a CSV of words', [file('words.csv', 'one,two\nthree,four\n')], 'words.csv: '],
    ['a wrong line', [file('line.csv', `${hourAt(0)},1\n${hourAt(1)},many\n`)], 'line 2'],
    ['years apart', [file('far.csv', `${hourAt(0)},1\n1926-01-01T00:00,1\n`)], 'years apart'],
    ['a horizon that is none', [json, '--horizon', '0'], '--horizon'],
    ['an unknown option', [json, '--horizont', '4'], '--horizont'],
  ])('says in one line what is wrong with %s', (_case, given, says) => {
    const { status, stdout, stderr } = evaluate(...given)

    expect([status, stdout]).toEqual([1, ''])
    expect(stderr.trim().split('\n')).toHaveLength(1)
    expect(stderr).toContain(says)
    expect(stderr).not.toContain('    at ')
  })
})
